//! Mounts the app.

fn main() {
    anjian::platform::crash::reload_screen_on_panic();
    leptos::mount::mount_to_body(anjian::app::Root);
}
