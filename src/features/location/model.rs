//! Places: three datums, and links that open a place in a map.
//!
//! A browser measures in WGS 84. Maps drawn in mainland China are in GCJ-02, Baidu's in BD-09; the
//! offset is some hundred metres, so each link gets the coordinates of its own map. The formulas
//! are the ones that public tools have long agreed on; there is no official publication.

use std::f64::consts::PI;
use std::fmt::Write as _;

use anjian_api::command::{Datum, Location};

/// Krasovsky 1940: semi-major axis in metres, and the square of its eccentricity.
const AXIS: f64 = 6_378_245.0;
const ECCENTRICITY_2: f64 = 0.006_693_421_622_965_943;
/// Baidu's own turn.
const BAIDU_PI: f64 = PI * 3_000.0 / 180.0;

/// Degrees north and east, in some datum.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lng: f64,
}

impl Point {
    /// The point of a place, in the place's own datum.
    #[must_use]
    pub const fn of(place: &Location) -> Self {
        Self {
            lat: place.lat,
            lng: place.lng,
        }
    }
}

/// The same point in another datum.
#[must_use]
pub fn convert(point: Point, from: Datum, to: Datum) -> Point {
    match (from, to) {
        (Datum::Wgs84, Datum::Wgs84)
        | (Datum::Gcj02, Datum::Gcj02)
        | (Datum::Bd09, Datum::Bd09) => point,
        (Datum::Wgs84, Datum::Gcj02) => wgs_to_gcj(point),
        (Datum::Wgs84, Datum::Bd09) => gcj_to_bd(wgs_to_gcj(point)),
        (Datum::Gcj02, Datum::Wgs84) => gcj_to_wgs(point),
        (Datum::Gcj02, Datum::Bd09) => gcj_to_bd(point),
        (Datum::Bd09, Datum::Gcj02) => bd_to_gcj(point),
        (Datum::Bd09, Datum::Wgs84) => gcj_to_wgs(bd_to_gcj(point)),
    }
}

/// Outside of this frame maps are drawn in WGS 84.
fn is_in_china(point: Point) -> bool {
    (72.004..=137.8347).contains(&point.lng) && (0.8293..=55.8271).contains(&point.lat)
}

fn wgs_to_gcj(point: Point) -> Point {
    if !is_in_china(point) {
        return point;
    }
    let (x, y) = (point.lng - 105.0, point.lat - 35.0);
    let common = (20.0 * (6.0 * x * PI).sin() + 20.0 * (2.0 * x * PI).sin()) * 2.0 / 3.0;
    let wave = |z: f64, a: f64, b: f64| {
        (20.0 * (z * PI).sin() + 40.0 * (z / 3.0 * PI).sin()) * 2.0 / 3.0
            + (a * (z / 12.0 * PI).sin() + b * (z / 30.0 * PI).sin()) * 2.0 / 3.0
    };
    let north = -100.0
        + 2.0 * x
        + 3.0 * y
        + 0.2 * y * y
        + 0.1 * x * y
        + 0.2 * x.abs().sqrt()
        + common
        + wave(y, 160.0, 320.0);
    let east = 300.0
        + x
        + 2.0 * y
        + 0.1 * x * x
        + 0.1 * x * y
        + 0.1 * x.abs().sqrt()
        + common
        + wave(x, 150.0, 300.0);
    let radians = point.lat.to_radians();
    let squeeze = 1.0 - ECCENTRICITY_2 * radians.sin().powi(2);
    let meridian = AXIS * (1.0 - ECCENTRICITY_2) / (squeeze * squeeze.sqrt());
    let parallel = AXIS / squeeze.sqrt() * radians.cos();
    Point {
        lat: point.lat + (north / meridian).to_degrees(),
        lng: point.lng + (east / parallel).to_degrees(),
    }
}

/// There is no closed inverse: the offset changes slowly, so a few rounds come below a millimetre.
fn gcj_to_wgs(point: Point) -> Point {
    let mut guess = point;
    for _ in 0..6 {
        let shown = wgs_to_gcj(guess);
        guess.lat += point.lat - shown.lat;
        guess.lng += point.lng - shown.lng;
    }
    guess
}

fn gcj_to_bd(point: Point) -> Point {
    let Point { lat: y, lng: x } = point;
    let radius = x.hypot(y) + 0.000_02 * (y * BAIDU_PI).sin();
    let angle = y.atan2(x) + 0.000_003 * (x * BAIDU_PI).cos();
    Point {
        lat: radius * angle.sin() + 0.006,
        lng: radius * angle.cos() + 0.0065,
    }
}

fn bd_to_gcj(point: Point) -> Point {
    let (x, y) = (point.lng - 0.0065, point.lat - 0.006);
    let radius = x.hypot(y) - 0.000_02 * (y * BAIDU_PI).sin();
    let angle = y.atan2(x) - 0.000_003 * (x * BAIDU_PI).cos();
    Point {
        lat: radius * angle.sin(),
        lng: radius * angle.cos(),
    }
}

/// A map that a link opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Map {
    /// 高德
    Amap,
    /// 腾讯
    Tencent,
    /// 百度
    Baidu,
    /// Apple
    Apple,
    /// Whatever the telephone has (RFC 5870).
    Device,
}

impl Map {
    /// Every map, the most common first.
    pub const ALL: [Self; 5] = [
        Self::Amap,
        Self::Tencent,
        Self::Baidu,
        Self::Apple,
        Self::Device,
    ];
}

/// A link that opens the place. It carries the place and its name, never the visitor's position.
#[must_use]
pub fn link(map: Map, place: &Location, name: &str) -> String {
    let at = |datum| convert(Point::of(place), place.datum, datum);
    let (drawn, name) = (at(Datum::Gcj02), encode(name));
    let Point { lat, lng } = if map == Map::Device {
        at(Datum::Wgs84)
    } else {
        drawn
    };
    let (lat, lng) = (degrees(lat), degrees(lng));
    match map {
        Map::Amap => format!(
            "https://uri.amap.com/marker?position={lng},{lat}&name={name}&coordinate=gaode&callnative=1"
        ),
        Map::Tencent => format!(
            "https://apis.map.qq.com/uri/v1/marker?marker=coord:{lat},{lng};title:{name};addr:{name}&referer=anjian"
        ),
        Map::Baidu => format!(
            "https://api.map.baidu.com/marker?location={lat},{lng}&title={name}&content={name}&coord_type=gcj02&output=html&src=anjian"
        ),
        Map::Apple => format!("https://maps.apple.com/?ll={lat},{lng}&q={name}"),
        Map::Device => format!("geo:{lat},{lng}?q={lat},{lng}({name})"),
    }
}

/// Degrees with six decimals: a tenth of a metre.
#[must_use]
pub fn degrees(value: f64) -> String {
    format!("{value:.6}")
}

/// The name of a datum, as it stands beside coordinates.
#[must_use]
pub const fn datum_name(datum: Datum) -> &'static str {
    match datum {
        Datum::Wgs84 => "WGS-84",
        Datum::Gcj02 => "GCJ-02",
        Datum::Bd09 => "BD-09",
    }
}

/// Percent-encodes everything but RFC 3986's unreserved characters.
fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 3);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing into a string cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn metres(one: Point, two: Point) -> f64 {
        let north = (one.lat - two.lat) * 111_195.0;
        let east = (one.lng - two.lng) * 111_195.0 * one.lat.to_radians().cos();
        north.hypot(east)
    }

    #[test]
    fn points_that_public_tools_agree_on_come_out_the_same() {
        let pairs = [
            ((22.543_847, 113.912_316), (22.540_796, 113.917_176)),
            ((39.911_954, 116.377_817), (39.913_345, 116.384_047)),
            ((31.177_428, 121.527_211), (31.175_304, 121.531_542)),
        ];
        for ((lat, lng), (want_lat, want_lng)) in pairs {
            let got = convert(Point { lat, lng }, Datum::Wgs84, Datum::Gcj02);
            let want = Point {
                lat: want_lat,
                lng: want_lng,
            };
            assert!(metres(got, want) < 5.0, "{got:?} is not {want:?}");
        }
    }

    #[test]
    fn at_nantong_the_maps_are_off_by_about_465_metres() {
        let measured = Point {
            lat: 32.010,
            lng: 120.860,
        };
        let drawn = convert(measured, Datum::Wgs84, Datum::Gcj02);
        assert!(
            (metres(measured, drawn) - 465.0).abs() < 30.0,
            "{}",
            metres(measured, drawn)
        );
    }

    #[test]
    fn every_conversion_comes_back_to_where_it_began() {
        let datums = [Datum::Wgs84, Datum::Gcj02, Datum::Bd09];
        let start = Point {
            lat: 32.010,
            lng: 120.860,
        };
        for from in datums {
            for to in datums {
                let back = convert(convert(start, from, to), to, from);
                assert!(metres(start, back) < 1.0, "{from:?} → {to:?}: {back:?}");
            }
        }
    }

    #[test]
    fn outside_of_china_nothing_is_shifted() {
        let london = Point {
            lat: 51.5,
            lng: -0.12,
        };
        assert_eq!(convert(london, Datum::Wgs84, Datum::Gcj02), london);
    }

    #[test]
    fn each_link_has_the_order_and_the_datum_of_its_map() {
        let label = Some("法院 南门".to_owned());
        let (lat, lng, datum) = (32.010, 120.860, Datum::Wgs84);
        let place = Location {
            lat,
            lng,
            datum,
            accuracy_m: None,
            label,
        };
        let drawn = convert(Point::of(&place), Datum::Wgs84, Datum::Gcj02);
        let (lat, lng) = (degrees(drawn.lat), degrees(drawn.lng));
        let of = |map| link(map, &place, "法院 南门");
        assert!(of(Map::Amap).contains(&format!("position={lng},{lat}&name=%E6%B3%95")));
        assert!(of(Map::Tencent).contains(&format!("coord:{lat},{lng};")));
        assert!(of(Map::Baidu).contains(&format!("location={lat},{lng}&")));
        assert!(of(Map::Baidu).contains("coord_type=gcj02"));
        assert!(of(Map::Device).starts_with("geo:32.010000,120.860000?q="));
        assert!(!of(Map::Apple).contains(' '));
    }
}
