//! The door of the desk.

use leptos::prelude::*;

use crate::app::{App, use_app};
use crate::i18n::{t, use_i18n};
use crate::ui::{EmptyState, IconName};

/// Whether the person has a post in a court (tracked).
pub fn is_staff(app: App) -> bool {
    app.session
        .current()
        .is_some_and(|session| !session.staff.is_empty())
}

/// Shows its children to the court's staff; to others, what this page is. The server asks again.
#[component]
pub fn StaffOnly(children: ChildrenFn) -> impl IntoView {
    let app = use_app();
    let i18n = use_i18n();
    let may_enter = Memo::new(move |_| is_staff(app));
    let children = StoredValue::new(children);
    view! {
        <Show
            when=move || may_enter.get()
            fallback=move || {
                view! {
                    <EmptyState
                        title=t!(i18n, desk.staff_only_title)
                        detail=t!(i18n, desk.staff_only_detail)
                        icon=IconName::Lock
                    />
                }
            }
        >
            {children.with_value(|children| children())}
        </Show>
    }
}
