//! Grey shapes for waits of less than two seconds.

use leptos::prelude::*;

/// Rows of the shape that will follow; screen readers hear `label` instead.
#[component]
pub fn Skeleton(
    /// What is being loaded.
    #[prop(into)]
    label: Signal<String>,
    /// How many rows.
    #[prop(default = 6)]
    rows: usize,
    /// With a square for an avatar before each row.
    #[prop(optional)]
    with_avatar: bool,
) -> impl IntoView {
    let row = move |_| {
        view! {
            <div class="ui-skeleton__row">
                {with_avatar.then(|| view! { <span class="ui-skeleton__square"></span> })}
                <span class="ui-skeleton__lines">
                    <span class="ui-skeleton__line"></span>
                    <span class="ui-skeleton__line ui-skeleton__line--short"></span>
                </span>
            </div>
        }
    };
    view! {
        <div class="ui-skeleton" role="status">
            <span class="ui-sr">{label}</span>
            <div aria-hidden="true">{(0..rows).map(row).collect_view()}</div>
        </div>
    }
}
