//! The court's desk: opening cases, making accounts, giving and ending seats. For staff only.

mod account_page;
mod authority_dialog;
mod first_password;
mod member_list;
mod members;
mod members_link;
mod model;
mod open_case_form;
mod open_case_page;
mod open_case_store;
mod person_picker;
mod picker_store;
mod seat_dialogs;
mod staff_only;

pub use account_page::AccountsPage;
pub use members::MembersPage;
pub use members_link::MembersLink;
pub use open_case_page::OpenCasePage;
pub use person_picker::PersonPicker;
