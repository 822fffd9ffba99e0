//! Documents: sent, read, confirmed, signed with a finger, refused, made anew.
//!
//! What may be done is asked of `Court::may`; where a document stands is `anjian_domain::document`.

mod model;
pub mod pad;
mod store;
mod view;
pub mod words;

pub use model::standing::{Standing, standing};
pub use view::document_page::DocumentPage;
pub use view::evidence_list::MakeEvidenceList;
pub use view::handed_over::HandedOver;
pub use view::list::{DocumentList, DocumentTags, DocumentsPage};
pub use view::send_page::SendPage;
pub use view::sign_page::SignPage;

/// The rules of style of these pages; they come with them.
const STYLE: &str = include_str!("../../../style/features/documents/pages.css");
