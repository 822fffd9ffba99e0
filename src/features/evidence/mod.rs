//! Evidence: submitted, listed, examined point by point, ruled on, exchanged.
//!
//! What may be done is asked of `Court::may`; lists, numbers and the matrix are
//! `anjian_domain::evidence`.

mod model;
mod store;
mod turns;
mod view;
pub mod words;

pub use turns::page_of_task;
pub use view::chips::chips_view as exhibit_chips;
pub use view::exchange_page::ExchangePage;
pub use view::exhibit_page::{ExhibitPage, probe as examination_probe};
pub use view::list::{EvidenceList, evidence_count, may_submit_evidence};
pub use view::list_page::EvidencePage;
pub use view::matrix_page::MatrixPage;
pub use view::submit_page::SubmitPage;
