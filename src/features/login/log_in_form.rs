//! The ordinary log-in: number and password.

use anjian_api::problem::ProblemCode;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::app::use_app;
use crate::i18n::{Locale, t, text, use_i18n};
use crate::ui::{Button, ButtonKind, ErrorSummary, FieldError, TextField};

use super::attempt::{Attempt, AttemptProblem, Outcome};
use super::model::phone::{self, PhoneFault};

const PHONE: &str = "login-phone";
const PASSWORD: &str = "login-password";

/// What is wrong with the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    Phone(PhoneFault),
    PasswordMissing,
    Wrong,
}

impl Fault {
    const fn field(self) -> &'static str {
        match self {
            Self::Phone(_) => PHONE,
            Self::PasswordMissing | Self::Wrong => PASSWORD,
        }
    }

    fn say(self, locale: Locale) -> String {
        match self {
            Self::Phone(PhoneFault::Missing) => text!(locale, login.phone_missing),
            Self::Phone(PhoneFault::NotMobile) => text!(locale, login.phone_not_mobile),
            Self::PasswordMissing => text!(locale, login.password_missing),
            Self::Wrong => text!(locale, login.wrong),
        }
    }
}

fn faults(typed_phone: &str, password: &str) -> Vec<Fault> {
    let phone = phone::read(typed_phone).err().map(Fault::Phone);
    let password = password.is_empty().then_some(Fault::PasswordMissing);
    phone.into_iter().chain(password).collect()
}

/// Number and password.
#[component]
pub fn LogInForm() -> impl IntoView {
    let app = use_app();
    let i18n = use_i18n();
    let attempt = Attempt::new(app);
    let (typed_phone, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let told = RwSignal::new(Vec::<Fault>::new());
    let all = Memo::new(move |_| {
        let is_wrong = attempt.code() == Some(ProblemCode::WrongCredentials);
        if is_wrong {
            vec![Fault::Wrong]
        } else {
            told.get()
        }
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
        let found = typed_phone
            .with_untracked(|typed| password.with_untracked(|password| faults(typed, password)));
        let is_complete = found.is_empty();
        told.set(found);
        if is_complete && let Ok(phone) = phone::read(&typed_phone.get_untracked()) {
            let (session, password) = (app.session, password.get_untracked());
            attempt.run(async move { session.log_in(phone, password).await });
        }
    };
    let seconds = Memo::new(move |_| attempt.seconds_left());
    let label = move || match attempt.outcome() {
        Outcome::Sending | Outcome::Done => text!(i18n.locale(), login.sending),
        _ => text!(i18n.locale(), login.submit),
    };
    view! {
        <form class="ui-form login__form" novalidate on:submit=on_submit>
            <ErrorSummary title=t!(i18n, login.errors_title) errors />
            <TextField
                id=PHONE
                label=t!(i18n, login.phone)
                value=typed_phone
                hint=t!(i18n, login.phone_hint)
                error=error_at(PHONE)
                input_type="tel"
                autocomplete="username"
                inputmode="tel"
                required=true
                test_id="login-phone"
            />
            <TextField
                id=PASSWORD
                label=t!(i18n, login.password)
                value=password
                error=error_at(PASSWORD)
                input_type="password"
                autocomplete="current-password"
                required=true
                reveal_label=t!(i18n, login.show_password)
                test_id="login-password"
            />
            <AttemptProblem attempt at_fields=&[ProblemCode::WrongCredentials] />
            <Button
                label=Signal::derive(label)
                kind=ButtonKind::Primary
                submit=true
                busy=Signal::derive(move || attempt.is_sending())
                disabled=Signal::derive(move || seconds.get() > 0)
                reason=t!(i18n, login.wait_reason, count = seconds.get())
                test_id="login-submit"
            />
        </form>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_missing_is_told_at_once() {
        let all = [Fault::Phone(PhoneFault::Missing), Fault::PasswordMissing];
        assert_eq!(faults("", ""), all);
    }

    #[test]
    fn a_complete_form_has_no_fault() {
        assert_eq!(faults("138 1234 5678", "x"), []);
    }
}
