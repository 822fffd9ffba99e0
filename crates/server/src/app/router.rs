//! Every address of the server. A route is registered with its description or not at all.

use std::sync::Arc;

use anjian_api::frame::ClientFrame;
use anjian_api::problem::{Problem, ProblemCode};
use axum::extract::DefaultBodyLimit;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Router, middleware};
use tower_http::catch_panic::CatchPanicLayer;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::{Shared, description};
use crate::extract::origin;
use crate::http::server::openapi::Document;
use crate::http::{
    Fault, accounts, cases, devices, documents, evidence, feedback, files, handoffs, live, people,
    server, session, uploads,
};
use crate::{headers, logging, static_files};

/// The largest body: a command of 4,000 characters of any script fits twice.
const LARGEST_BODY: usize = 64 * 1_024;

#[derive(OpenApi)]
#[openapi(
    info(title = "Anjian", description = "An online court."),
    components(schemas(Problem, ClientFrame))
)]
struct Root;

/// The described routes.
pub fn described() -> (Router<Shared>, utoipa::openapi::OpenApi) {
    let (router, mut document) = OpenApiRouter::with_openapi(Root::openapi())
        .routes(routes!(server::health::handle))
        .routes(routes!(server::info::handle))
        .routes(routes!(server::openapi::handle))
        .routes(routes!(
            session::log_in::handle,
            session::current::handle,
            session::log_out::handle
        ))
        .routes(routes!(session::change_password::handle))
        .routes(routes!(session::demo::handle))
        .routes(routes!(devices::list::handle))
        .routes(routes!(devices::revoke::handle))
        .routes(routes!(accounts::create::handle))
        .routes(routes!(accounts::reissue::handle))
        .routes(routes!(people::lookup::handle))
        .routes(routes!(cases::list::handle))
        .routes(routes!(cases::open::handle))
        .routes(routes!(cases::entries::handle))
        .routes(routes!(cases::submit::handle))
        .routes(routes!(cases::set_position::handle))
        .routes(routes!(cases::set_draft::handle))
        .routes(routes!(cases::set_marks::handle))
        .routes(routes!(
            uploads::announce::handle,
            uploads::status::handle,
            uploads::cancel::handle
        ))
        .routes(routes!(uploads::part::handle))
        .routes(routes!(uploads::complete::handle))
        .routes(routes!(files::read::handle))
        .routes(routes!(files::page::handle))
        .routes(routes!(evidence::accesses::handle))
        .routes(routes!(
            evidence::present::handle,
            evidence::stop_presenting::handle
        ))
        .routes(routes!(documents::send::handle))
        .routes(routes!(documents::preview::handle))
        .routes(routes!(documents::fill::handle))
        .routes(routes!(documents::revise::handle))
        .routes(routes!(documents::text::handle))
        .routes(routes!(documents::proof::handle))
        .routes(routes!(documents::signatures::handle))
        .routes(routes!(documents::picture::handle))
        .routes(routes!(documents::begin::handle))
        .routes(routes!(documents::ceremony::handle))
        .routes(routes!(documents::trace::handle))
        .routes(routes!(documents::code::handle))
        .routes(routes!(documents::finish::handle))
        .routes(routes!(feedback::own::handle))
        .routes(routes!(feedback::give::handle))
        .routes(routes!(
            feedback::attach::handle,
            feedback::attachment::handle
        ))
        .routes(routes!(feedback::helped::handle))
        .routes(routes!(feedback::ask::handle, feedback::asked::handle))
        .routes(routes!(feedback::list::handle))
        .routes(routes!(feedback::answer::handle))
        .routes(routes!(feedback::export::handle))
        .routes(routes!(handoffs::offer::handle))
        .routes(routes!(handoffs::look::handle))
        .routes(routes!(handoffs::claim::handle))
        .routes(routes!(handoffs::state::handle))
        .routes(routes!(handoffs::step::handle))
        .routes(routes!(live::handle))
        .split_for_parts();
    description::flatten(&mut document);
    (router, document)
}

/// The whole server as one service.
pub fn router(app: &Shared) -> Router {
    let (api, document) = described();
    let document: Arc<str> = document.to_json().unwrap_or_default().into();
    // What is no route is a file of the app, or nothing.
    api.method_not_allowed_fallback(no_such_method)
        .fallback(static_files::handle)
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .layer(Extension(Document(document)))
        .layer(middleware::from_fn_with_state(app.clone(), origin::guard))
        .layer(CatchPanicLayer::custom(|_| {
            Fault::internal("panic").into_response()
        }))
        .layer(middleware::from_fn_with_state(app.clone(), headers::secure))
        .layer(middleware::from_fn(logging::log))
        .with_state(app.clone())
}

async fn no_such_method() -> Response {
    Fault::of(ProblemCode::NotFound).into_response()
}
