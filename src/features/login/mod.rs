//! Logging in, and the password.

mod attempt;
mod demo_people;
mod log_in_form;
mod model;
mod page;
mod password_form;
mod password_page;

pub use model::phone;
pub use page::LoginPage;
pub use password_page::PasswordPage;
