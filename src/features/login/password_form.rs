//! The current password and the new one.

use anjian_api::problem::ProblemCode;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::app::use_app;
use crate::i18n::{Locale, t, text, use_i18n};
use crate::routes::Page;
use crate::ui::{Button, ButtonKind, ErrorSummary, FieldError, TextField};

use super::attempt::{Attempt, AttemptProblem, Outcome};
use super::model::password::{LONGEST, PasswordFault, SHORTEST, check_new};

const CURRENT: &str = "password-current";
const NEW: &str = "password-new";
const AT_FIELDS: &[ProblemCode] = &[ProblemCode::WrongCredentials, ProblemCode::WeakPassword];

/// What is wrong with the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    CurrentMissing,
    CurrentWrong,
    New(PasswordFault),
    Weak,
}

impl Fault {
    const fn field(self) -> &'static str {
        match self {
            Self::CurrentMissing | Self::CurrentWrong => CURRENT,
            Self::New(_) | Self::Weak => NEW,
        }
    }

    fn say(self, locale: Locale) -> String {
        match self {
            Self::CurrentMissing => text!(locale, login.fault_current_missing),
            Self::CurrentWrong => text!(locale, login.fault_current_wrong),
            Self::Weak => text!(locale, login.fault_weak),
            Self::New(PasswordFault::Missing) => text!(locale, login.fault_new_missing),
            Self::New(PasswordFault::TooShort) => {
                text!(locale, login.fault_too_short, count = SHORTEST)
            }
            Self::New(PasswordFault::TooLong) => {
                text!(locale, login.fault_too_long, count = LONGEST)
            }
            Self::New(PasswordFault::SameAsBefore) => text!(locale, login.fault_same),
            Self::New(PasswordFault::OneRun) => text!(locale, login.fault_run),
        }
    }
}

fn faults(current: &str, new: &str) -> Vec<Fault> {
    let current_fault = current.is_empty().then_some(Fault::CurrentMissing);
    let new_fault = check_new(current, new).err().map(Fault::New);
    current_fault.into_iter().chain(new_fault).collect()
}

/// The form. The button is never off without a reason: pressing it tells what is missing.
#[component]
pub fn PasswordForm(
    /// It is the first password that is changed.
    is_first: bool,
) -> impl IntoView {
    let app = use_app();
    let i18n = use_i18n();
    let attempt = Attempt::new(app);
    let (current, new) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let told = RwSignal::new(Vec::<Fault>::new());
    let all = Memo::new(move |_| match attempt.code() {
        Some(ProblemCode::WrongCredentials) => vec![Fault::CurrentWrong],
        Some(ProblemCode::WeakPassword) => vec![Fault::Weak],
        _ => told.get(),
    });
    let errors = Signal::derive(move || {
        let locale = i18n.locale();
        let error = |fault: Fault| FieldError {
            field_id: fault.field().to_owned(),
            text: fault.say(locale),
        };
        all.get().into_iter().map(error).collect::<Vec<_>>()
    });
    let error_at = move |field: &'static str| {
        Signal::derive(move || {
            let fault = all.get().into_iter().find(|fault| fault.field() == field)?;
            Some(fault.say(i18n.locale()))
        })
    };
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        let (current, new) = (current.get_untracked(), new.get_untracked());
        let found = faults(&current, &new);
        let is_complete = found.is_empty();
        told.set(found);
        if is_complete {
            let session = app.session;
            attempt.run(async move { session.change_password(current, new).await });
        }
    };
    Effect::new(move |_| {
        if attempt.outcome() == Outcome::Done {
            app.toasts
                .show(text!(i18n.locale_untracked(), login.password_done));
            // After the first password the shell goes on by itself.
            if !is_first {
                app.back(Page::Me);
            }
        }
    });
    let seconds = Memo::new(move |_| attempt.seconds_left());
    let label = move || match attempt.is_sending() {
        true => text!(i18n.locale(), login.password_saving),
        false => text!(i18n.locale(), login.password_submit),
    };
    let current_label = Signal::derive(move || match is_first {
        true => text!(i18n.locale(), login.password_current_first),
        false => text!(i18n.locale(), login.password_current),
    });
    view! {
        <form class="ui-form login__form" novalidate on:submit=on_submit>
            <ErrorSummary title=t!(i18n, login.errors_title) errors />
            // Password managers save the pair only when they know whose it is.
            <WhoseName />
            <TextField
                id=CURRENT
                label=current_label
                value=current
                error=error_at(CURRENT)
                input_type="password"
                autocomplete="current-password"
                required=true
                reveal_label=t!(i18n, login.show_password)
                test_id="password-current"
            />
            <TextField
                id=NEW
                label=t!(i18n, login.password_new)
                value=new
                error=error_at(NEW)
                input_type="password"
                autocomplete="new-password"
                required=true
                reveal_label=t!(i18n, login.show_password)
                test_id="password-new"
            />
            <AttemptProblem attempt at_fields=AT_FIELDS />
            <Button
                label=Signal::derive(label)
                kind=ButtonKind::Primary
                submit=true
                busy=Signal::derive(move || attempt.is_sending())
                disabled=Signal::derive(move || seconds.get() > 0)
                reason=t!(i18n, login.wait_reason, count = seconds.get())
                test_id="password-submit"
            />
            {is_first.then(|| view! { <Leave /> })}
        </form>
    }
}

#[component]
fn WhoseName() -> impl IntoView {
    let app = use_app();
    let name = move || {
        app.session
            .current()
            .map(|session| session.phone_masked.clone())
    };
    view! {
        <input
            class="ui-offscreen"
            type="text"
            autocomplete="username"
            tabindex="-1"
            aria-hidden="true"
            readonly
            prop:value=move || name().unwrap_or_default()
        />
    }
}

/// Nobody is held in a page.
#[component]
fn Leave() -> impl IntoView {
    let app = use_app();
    let i18n = use_i18n();
    view! {
        <Button
            label=t!(i18n, login.password_leave)
            on_press=move |()| app.session.log_out()
            kind=ButtonKind::Link
            test_id="password-leave"
        />
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_fields_are_judged_at_once() {
        let all = [Fault::CurrentMissing, Fault::New(PasswordFault::Missing)];
        assert_eq!(faults("", ""), all);
        assert_eq!(faults("first password", "今天去法院开庭吧"), []);
    }

    #[test]
    fn the_rules_said_are_the_rules_kept() {
        let said = Fault::New(PasswordFault::TooShort).say(Locale::ZhCn);
        assert!(said.contains(&SHORTEST.to_string()), "{said}");
    }
}
