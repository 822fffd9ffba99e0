//! Where a request comes from.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::HeaderMap;
use axum::http::request::Parts;

use crate::app::Shared;

/// The address of whoever asks. `X-Forwarded-For` is believed only from the trusted proxy, and only
/// its last entry, which that proxy wrote itself.
pub struct Peer(pub IpAddr);

impl FromRequestParts<Shared> for Peer {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Infallible> {
        let direct = parts
            .extensions
            .get::<ConnectInfo<SocketAddr>>()
            .map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |info| info.0.ip());
        Ok(Self(origin(
            direct,
            app.config.trusted_proxy,
            &parts.headers,
        )))
    }
}

fn origin(direct: IpAddr, trusted: Option<IpAddr>, headers: &HeaderMap) -> IpAddr {
    if trusted != Some(direct.to_canonical()) {
        return direct;
    }
    headers
        .get_all("x-forwarded-for")
        .iter()
        .next_back()
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.rsplit(',').next())
        .and_then(|last| last.trim().parse().ok())
        .unwrap_or(direct)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forwarded(value: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", value.parse().unwrap());
        headers
    }

    #[test]
    fn a_stranger_cannot_choose_its_address() {
        let direct: IpAddr = "10.0.0.9".parse().unwrap();
        assert_eq!(origin(direct, None, &forwarded("1.2.3.4")), direct);
        let proxy = Some("10.0.0.1".parse().unwrap());
        assert_eq!(origin(direct, proxy, &forwarded("1.2.3.4")), direct);
    }

    #[test]
    fn the_trusted_proxy_tells_by_its_own_entry() {
        let proxy: IpAddr = "10.0.0.1".parse().unwrap();
        let told = origin(proxy, Some(proxy), &forwarded("6.6.6.6, 1.2.3.4"));
        assert_eq!(told, "1.2.3.4".parse::<IpAddr>().unwrap());
        assert_eq!(origin(proxy, Some(proxy), &forwarded("nonsense")), proxy);
    }
}
