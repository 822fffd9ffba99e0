//! 开立账号

use anjian_api::account::{NewAccount, NewAccountRequest};
use anjian_api::problem::ProblemCode;
use anjian_domain::words::{NAME_CHARS, check_line};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::api::ApiError;
use crate::app::{App, use_app};
use crate::features::login::phone::{self, PhoneFault};
use crate::i18n::{Locale, t, text, use_i18n};
use crate::platform::{dom, keep, task};
use crate::routes::Page;
use crate::ui::{Button, ButtonKind, ErrorSummary, FieldError, NavBar, ProblemView, TextField};

use super::first_password::FirstPassword;
use super::staff_only::StaffOnly;

const PHONE: &str = "account-phone";
const NAME: &str = "account-name";

/// The page on which the court makes accounts.
#[component]
pub fn AccountsPage() -> impl IntoView {
    let app = use_app();
    let i18n = use_i18n();
    view! {
        <div class="page">
            <NavBar
                title=t!(i18n, desk.account_title)
                on_back=move |()| app.back(Page::Services)
                back_label=t!(i18n, common.back)
            />
            <div class="pane__scroll">
                <div class="page-body">
                    <StaffOnly>
                        <Account />
                    </StaffOnly>
                </div>
            </div>
        </div>
    }
}

/// How the making stands.
#[derive(Clone, PartialEq)]
enum Making {
    None,
    Sending,
    Done(String, NewAccount),
    Failed(ApiError),
}

/// What is wrong with the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    Phone(PhoneFault),
    Name,
    Exists,
}

impl Fault {
    const fn field(self) -> &'static str {
        match self {
            Self::Phone(_) | Self::Exists => PHONE,
            Self::Name => NAME,
        }
    }

    fn say(self, locale: Locale) -> String {
        match self {
            Self::Phone(PhoneFault::Missing) => text!(locale, desk.pick_phone_missing),
            Self::Phone(PhoneFault::NotMobile) => text!(locale, desk.pick_phone_wrong),
            Self::Name => text!(locale, desk.account_name_wrong, count = NAME_CHARS),
            Self::Exists => text!(locale, desk.account_exists),
        }
    }
}

fn judge(typed_phone: &str, name: &str) -> Result<NewAccountRequest, Vec<Fault>> {
    let name_fault = check_line(name, NAME_CHARS).err().map(|_| Fault::Name);
    match (phone::read(typed_phone), name_fault) {
        (Ok(phone), None) => Ok(NewAccountRequest {
            phone,
            name: name.trim().to_owned(),
        }),
        (Ok(_), Some(fault)) => Err(vec![fault]),
        (Err(fault), other) => Err(std::iter::once(Fault::Phone(fault)).chain(other).collect()),
    }
}

#[derive(Clone, Copy)]
struct AccountStore {
    typed_phone: RwSignal<String>,
    name: RwSignal<String>,
    making: RwSignal<Making>,
    told: RwSignal<Vec<Fault>>,
    app: App,
}

impl AccountStore {
    fn new(app: App) -> Self {
        Self {
            typed_phone: RwSignal::new(String::new()),
            name: RwSignal::new(String::new()),
            making: RwSignal::new(Making::None),
            told: RwSignal::new(Vec::new()),
            app,
        }
    }

    fn faults(self) -> Vec<Fault> {
        let exists = self.making.with(|making| match making {
            Making::Failed(error) => error.code() == Some(ProblemCode::AccountExists),
            _ => false,
        });
        if exists {
            vec![Fault::Exists]
        } else {
            self.told.get()
        }
    }

    fn submit(self) {
        if self
            .making
            .with_untracked(|making| *making == Making::Sending)
        {
            return;
        }
        let judged = self
            .typed_phone
            .with_untracked(|phone| self.name.with_untracked(|name| judge(phone, name)));
        let request = match judged {
            Ok(request) => request,
            Err(faults) => return self.told.set(faults),
        };
        self.told.set(Vec::new());
        self.making.set(Making::Sending);
        let api = self.app.api();
        // The account is made even when the page is left: its password would then be lost, so the
        // page stays until the answer is here.
        task::detached(async move {
            let answer = api.new_account(&request).await;
            let making = match answer {
                Ok(account) => Making::Done(request.name, account),
                Err(error) => Making::Failed(error),
            };
            let _ = self.making.try_set(making);
        });
    }

    fn reset(self) {
        self.typed_phone.set(String::new());
        self.name.set(String::new());
        self.making.set(Making::None);
        focus_next(PHONE);
    }
}

#[component]
fn Account() -> impl IntoView {
    let app = use_app();
    let store = AccountStore::new(app);
    let done = Memo::new(move |_| {
        store.making.with(|making| match making {
            Making::Done(name, account) => Some((name.clone(), account.first_password.clone())),
            _ => None,
        })
    });
    move || match done.get() {
        Some((name, password)) => {
            focus_next("account-done");
            let on_another = move |()| store.reset();
            view! { <FirstPassword name password on_another /> }.into_any()
        }
        None => view! { <Form store /> }.into_any(),
    }
}

/// What is about to appear takes the focus.
fn focus_next(id: &'static str) {
    keep(dom::after_layout(move || {
        dom::focus_id(id);
    }));
}

#[component]
fn Form(store: AccountStore) -> impl IntoView {
    let i18n = use_i18n();
    let errors = Signal::derive(move || {
        let locale = i18n.locale();
        let error = |fault: Fault| FieldError {
            field_id: fault.field().to_owned(),
            text: fault.say(locale),
        };
        store.faults().into_iter().map(error).collect::<Vec<_>>()
    });
    let error_at = move |field: &'static str| {
        Signal::derive(move || {
            let fault = store
                .faults()
                .into_iter()
                .find(|fault| fault.field() == field)?;
            Some(fault.say(i18n.locale()))
        })
    };
    let is_sending = Memo::new(move |_| store.making.with(|it| *it == Making::Sending));
    let label = Signal::derive(move || match is_sending.get() {
        true => text!(i18n.locale(), desk.account_sending),
        false => text!(i18n.locale(), desk.account_submit),
    });
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        store.submit();
    };
    view! {
        <p class="ui-cells-note">{t!(i18n, desk.account_note)}</p>
        <form class="ui-form" novalidate on:submit=on_submit data-testid="account-form">
            <ErrorSummary title=t!(i18n, desk.errors_title) errors />
            <TextField
                id=PHONE
                label=t!(i18n, desk.account_phone)
                value=store.typed_phone
                hint=t!(i18n, desk.account_phone_hint)
                error=error_at(PHONE)
                input_type="tel"
                inputmode="tel"
                required=true
                test_id="account-phone"
            />
            <TextField
                id=NAME
                label=t!(i18n, desk.account_name)
                value=store.name
                hint=t!(i18n, desk.account_name_hint)
                error=error_at(NAME)
                maxlength=NAME_CHARS
                required=true
                test_id="account-name"
            />
            <Failure store />
            <Button
                label
                kind=ButtonKind::Primary
                submit=true
                busy=is_sending
                test_id="account-submit"
            />
        </form>
    }
}

/// Why no account was made, where it belongs to no field.
#[component]
fn Failure(store: AccountStore) -> impl IntoView {
    let app = use_app();
    move || {
        let Making::Failed(error) = store.making.get() else {
            return None;
        };
        if error.code() == Some(ProblemCode::AccountExists) {
            return None;
        }
        let words = Memo::new(move |_| app.words(&error));
        Some(view! {
            <ProblemView
                what=Signal::derive(move || words.get().what)
                next=Signal::derive(move || words.get().next)
                whom=Signal::derive(move || words.get().whom)
                inline=true
            />
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_fields_are_judged_at_once() {
        let faults = judge("1381", "\u{202e}敏").err();
        assert_eq!(
            faults,
            Some(vec![Fault::Phone(PhoneFault::NotMobile), Fault::Name])
        );
        assert_eq!(judge("13812345678", " ").err(), Some(vec![Fault::Name]));
    }

    #[test]
    fn a_number_goes_out_in_its_one_form() {
        let request = judge("+86 138-1234-5678", " 周敏 ").unwrap_or_else(|_| panic!("refused"));
        assert_eq!(
            (request.phone.as_str(), request.name.as_str()),
            ("13812345678", "周敏")
        );
    }
}
