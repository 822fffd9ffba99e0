//! One family of icons, drawn on a 24-unit square with one line weight.

use leptos::prelude::*;

macro_rules! icons {
    ($($(#[$doc:meta])* $name:ident => $path:literal,)*) => {
        /// Which icon.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum IconName { $($(#[$doc])* $name,)* }

        impl IconName {
            const fn path(self) -> &'static str {
                match self { $(Self::$name => $path,)* }
            }
        }
    };
}

icons! {
    /// An at sign.
    At => "M16 12a4 4 0 1 1-8 0 4 4 0 0 1 8 0zM16 8v5.5a2.5 2.5 0 0 0 5 0V12a9 9 0 1 0-3.5 7.1",
    /// An arrow down to the end.
    ArrowDown => "M12 5v14M6 13l6 6 6-6",
    /// An arrow up.
    ArrowUp => "M12 19V5M6 11l6-6 6 6",
    /// One step back.
    Back => "M14.5 5l-7 7 7 7",
    /// A bell.
    Bell => "M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 1.5h-15zM10 20.5h4",
    /// A camera.
    Camera => "M4 8h3.5l1.5-2.5h6L16.5 8H20v11H4zM12 16.5a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4z",
    /// A sheet that goes up.
    Upload => "M6 3.5h8l4.5 4.5v12a.5.5 0 0 1-.5.5H6a.5.5 0 0 1-.5-.5V4a.5.5 0 0 1 .5-.5zM13.5 3.5v5h5M12 17.5v-6M9.5 14l2.5-2.5 2.5 2.5",
    /// A speech bubble.
    Chat => "M6 4.5h12a2 2 0 0 1 2 2v8.5a2 2 0 0 1-2 2h-6.5l-4 3v-3H6a2 2 0 0 1-2-2V6.5a2 2 0 0 1 2-2z",
    /// Done.
    Check => "M5 12.5l4.5 4.5L19.5 7",
    /// Goes further.
    Chevron => "M9.5 5l7 7-7 7",
    /// Opens downwards.
    ChevronDown => "M5 9l7 7 7-7",
    /// A clock.
    Clock => "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5.2l3.5 2",
    /// Leaves something.
    Close => "M6 6l12 12M18 6 6 18",
    /// Two sheets.
    Copy => "M8.5 8.5h11v11h-11zM15.5 8.5v-4h-11v11h4",
    /// A phone.
    Device => "M7.5 3h9a1 1 0 0 1 1 1v16a1 1 0 0 1-1 1h-9a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1zM10.5 18h3",
    /// A sheet with lines.
    Document => "M6 3.5h8l4.5 4.5v12a.5.5 0 0 1-.5.5H6a.5.5 0 0 1-.5-.5V4a.5.5 0 0 1 .5-.5zM13.5 3.5v5h5M8.5 12.5h7M8.5 16h7",
    /// Down into a tray.
    Download => "M12 4v11M7 10.5l5 5 5-5M4.5 19.5h15",
    /// Four corners.
    Expand => "M4.5 9.5v-5h5M14.5 4.5h5v5M19.5 14.5v5h-5M9.5 19.5h-5v-5",
    /// Shown.
    Eye => "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6z",
    /// Hidden.
    EyeOff => "M9.9 5.7A9 9 0 0 1 12 5.5c6 0 9.5 6.5 9.5 6.5a17 17 0 0 1-2.8 3.5M6 7.5A16 16 0 0 0 2.5 12S6 18.5 12 18.5a9.5 9.5 0 0 0 4-.9M4 4l16 16",
    /// A film.
    Film => "M4 6h11v12H4zM15 10.5l5-3v9l-5-3",
    /// A folder.
    Folder => "M3.5 6.5h6l2 2.5h9v10h-17z",
    /// A globe.
    Globe => "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM3 12h18M12 3c2.5 2.6 3.7 5.6 3.7 9s-1.2 6.4-3.7 9c-2.5-2.6-3.7-5.6-3.7-9S9.5 5.6 12 3z",
    /// Four squares.
    Grid => "M4.5 4.5h6v6h-6zM13.5 4.5h6v6h-6zM4.5 13.5h6v6h-6zM13.5 13.5h6v6h-6z",
    /// A question.
    Help => "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM9.5 9.6a2.5 2.5 0 1 1 3.7 2.2c-.8.4-1.2.9-1.2 1.7M12 16.6v.1",
    /// A note.
    Info => "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 11v5.5M12 7.6v.1",
    /// A row of sheets.
    Leaves => "M3.5 6h5v12h-5zM10.5 6h5v12h-5zM17.5 6h3v12h-3z",
    /// A keyboard.
    Keyboard => "M3 6.5h18v11H3zM6 10h.1M9.5 10h.1M13 10h.1M16.5 10h.1M6.5 14h11",
    /// Links of a chain.
    Link => "M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7 5.7l1-1",
    /// A place on the map.
    Location => "M12 21s-7-6.2-7-11.2a7 7 0 0 1 14 0C19 14.8 12 21 12 21zM12 12.3a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z",
    /// A padlock.
    Lock => "M6 10.5h12v10H6zM8.5 10.5v-3a3.5 3.5 0 0 1 7 0v3",
    /// Leaves the account.
    Logout => "M14 4H5.5v16H14M10 12h10.5M17 8.5l3.5 3.5-3.5 3.5",
    /// A microphone.
    Mic => "M12 14.5a3 3 0 0 0 3-3v-5a3 3 0 0 0-6 0v5a3 3 0 0 0 3 3zM6 11.5a6 6 0 0 0 12 0M12 17.5V21",
    /// The moon.
    Moon => "M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10z",
    /// Less.
    Minus => "M5 12h14",
    /// Three dots.
    More => "M5.2 12a.8.8 0 1 0 1.6 0 .8.8 0 1 0-1.6 0M11.2 12a.8.8 0 1 0 1.6 0 .8.8 0 1 0-1.6 0M17.2 12a.8.8 0 1 0 1.6 0 .8.8 0 1 0-1.6 0",
    /// A bell struck through.
    Mute => "M6 16.5V11a6 6 0 0 1 9.5-4.9M18 10.5v6l1.5 1.5H8M10 20.5h4M4 4l16 16",
    /// No network.
    Offline => "M4 4l16 16M8.5 15.5a5 5 0 0 1 6 .5M5.2 12a9.8 9.8 0 0 1 4.3-2.5M2.5 8.5a14 14 0 0 1 4-2.5M18.8 12a9.6 9.6 0 0 0-3-2M21.5 8.5A14 14 0 0 0 10.5 5M12 19.2v.1",
    /// Stops for a while.
    Pause => "M9 5.5v13M15 5.5v13",
    /// A pencil.
    Pencil => "M4 20l1-4L16 5l3 3L8 19zM13.5 7.5l3 3",
    /// Several people.
    People => "M9 11.5A3.25 3.25 0 1 0 9 5a3.25 3.25 0 0 0 0 6.5zM2.5 19.5C3 16.1 5.5 14 9 14s6 2.1 6.5 5.5zM15.5 5.3a3.25 3.25 0 0 1 0 6M18 14.7c2 .9 3.2 2.6 3.5 4.8",
    /// A person.
    Person => "M12 11.5A3.75 3.75 0 1 0 12 4a3.75 3.75 0 0 0 0 7.5zM4.5 20c.6-3.8 3.6-6 7.5-6s6.9 2.2 7.5 6z",
    /// A telephone.
    Phone => "M7 3.5h2.5L11 8 9 9.5a12 12 0 0 0 5.5 5.5l1.5-2 4.5 1.5V17a3 3 0 0 1-3 3C10.5 20 4 13.5 4 6.5a3 3 0 0 1 3-3z",
    /// A screen that others see.
    Present => "M3.5 5h17v11h-17zM12 16v4M8 20h8M10 8l5 2.5-5 2.5z",
    /// A drawing pin.
    Pin => "M9 3.5h6l-.8 6 3.3 3.5v1.5h-11V13l3.3-3.5zM12 14.5V21",
    /// A printer.
    Print => "M7 9V4h10v5M7 17H4.5V9h15v8H17M7 13.5h10v7H7z",
    /// A picture.
    Picture => "M4 5h16v14H4zM4 16l5-5 4 4 2.5-2.5L20 17M15.5 9.6v.1",
    /// Plays.
    Play => "M8 5.5v13l10.5-6.5z",
    /// Adds.
    Plus => "M12 5v14M5 12h14",
    /// Opens what can be added.
    PlusCircle => "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 8v8M8 12h8",
    /// Quotation marks.
    Quote => "M4.5 7H10v5.5c0 2.5-1.5 4-4 4.5M4.5 7v5.5H10M13.5 7H19v5.5c0 2.5-1.5 4-4 4.5M13.5 7v5.5H19",
    /// Takes back.
    Recall => "M8.5 5l-4 4 4 4M4.5 9H14a5.5 5.5 0 0 1 0 11H8",
    /// Tries again.
    Retry => "M19.5 12a7.5 7.5 0 1 1-2.3-5.4M19.5 3.5v4h-4",
    /// A quarter turn to the right.
    Rotate => "M5 9.5h9.5v9.5H5zM8 5.5h6a5 5 0 0 1 5 5V14M16.5 11.5L19 14l2.5-2.5",
    /// A pair of scales.
    Scales => "M12 4v16M8 20h8M5 7h14M5.5 7L3 13.5a2.7 2.7 0 0 0 5 0zM18.5 7L16 13.5a2.7 2.7 0 0 0 5 0z",
    /// A looking glass.
    Search => "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.5L20 20",
    /// Sends.
    Send => "M4 11.5L20 4l-5 16-3.5-6.5zM11.5 13.5L20 4",
    /// Sliders.
    Settings => "M4 7h9M17 7h3M13 7a2 2 0 1 0 4 0 2 2 0 1 0-4 0M4 17h3M11 17h9M7 17a2 2 0 1 0 4 0 2 2 0 1 0-4 0",
    /// A small and a large letter.
    TextSize => "M2.5 18.5L7.5 6l5 12.5M4.3 14h6.4M14.5 18.5l3.2-8 3.2 8M15.7 15.7h4",
    /// Attention.
    Warning => "M12 4L2.8 19.8h18.4zM12 10v4.5M12 17.2v.1",
}

/// An icon. It is decoration: the words that say what it means stand beside it or in the label of
/// its button.
#[component]
pub fn Icon(
    /// Which one.
    name: IconName,
) -> impl IntoView {
    view! {
        <svg class="ui-icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d=name.path()></path>
        </svg>
    }
}
