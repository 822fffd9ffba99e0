//! Pages of documents.

pub mod act;
pub mod answers;
pub mod court;
pub mod document_page;
pub mod evidence_list;
pub mod files;
pub mod fill_form;
pub mod frame;
pub mod handed_over;
pub mod list;
pub mod looking;
pub mod paper;
pub mod places;
pub mod problem;
pub mod reason;
pub mod send_form;
pub mod send_page;
pub mod sign_form;
pub mod sign_on_phone;
pub mod sign_page;
