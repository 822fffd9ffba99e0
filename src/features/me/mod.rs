//! 我的: the person, the devices, language, appearance, help, versions.

mod about;
mod appearance;
mod choice_cell;
mod devices;
mod help;
mod language;
mod log_out;
mod model;
mod page;

pub use about::AboutPage;
pub use appearance::AppearancePage;
pub use devices::DevicesPage;
pub use help::HelpPage;
pub use language::LanguagePage;
pub use page::MePage;
