//! The design system: WeUI's classes and our own `ui-` blocks as small components.
//!
//! No word of a court and no text of its own lives here: texts arrive as props, colours as class
//! names. What is behind a component in CSS is in `style/ui/<file>.css` of the same name.

mod action_sheet;
mod avatar;
mod back;
mod badge;
mod banner;
mod button;
mod cell;
mod choice_field;
mod dialog;
mod empty_state;
mod error_summary;
mod field;
mod focus;
mod framed;
mod icon;
mod live_region;
mod nav_bar;
mod problem_view;
mod search_bar;
mod skeleton;
mod switch;
mod tab_bar;
mod toast;

pub use action_sheet::{ActionSheet, MenuItem, MenuPopup};
pub use avatar::Avatar;
pub use back::close_on_back;
pub use badge::{Badge, Tag};
pub use banner::Banner;
pub use button::{Button, ButtonKind, IconButton};
pub use cell::{ButtonCell, CellGroup, LinkCell, SwitchCell, TextCell};
pub use choice_field::{Choice, ChoiceField, SelectField};
pub use dialog::{Dialog, DialogShape};
pub use empty_state::EmptyState;
pub use error_summary::{ErrorSummary, FieldError, FormErrors};
pub use field::{TextField, WordsField};
pub use focus::{close_on_escape, hold_focus, trap_tab};
pub use framed::{FramedPicture, Framing};
pub use icon::{Icon, IconName};
pub use live_region::{Announcer, LiveRegions};
pub use nav_bar::{NavBar, PageMenu};
pub use problem_view::ProblemView;
pub use search_bar::SearchBar;
pub use skeleton::Skeleton;
pub use switch::Switch;
pub use tab_bar::{TabBar, TabItem};
pub use toast::Toast;
