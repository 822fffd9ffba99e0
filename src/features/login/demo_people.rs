//! In a demonstration: everybody there is to enter as, with one tap.

use std::sync::Arc;

use anjian_api::account::{DemoPerson, ServerInfo};
use anjian_api::role::Role;
use leptos::prelude::*;

use crate::app::use_app;
use crate::i18n::{labels, t, text, use_i18n};
use crate::ui::Avatar;

use super::attempt::{Attempt, AttemptProblem};

/// The demonstration's people; nothing elsewhere.
#[component]
pub fn DemoPeople() -> impl IntoView {
    let app = use_app();
    let info = Memo::new(move |_| app.info());
    move || {
        let info = info
            .get()
            .filter(|info| info.demo && !info.demo_people.is_empty())?;
        Some(view! { <People info /> })
    }
}

#[component]
fn People(info: Arc<ServerInfo>) -> impl IntoView {
    let app = use_app();
    let i18n = use_i18n();
    let attempt = Attempt::new(app);
    let people = test_ids(&info.demo_people)
        .into_iter()
        .zip(info.demo_people.clone())
        .map(|(test_id, person)| view! { <Person person test_id attempt /> })
        .collect_view();
    let accounts = info
        .demo_people
        .iter()
        .cloned()
        .map(|person| view! { <Account person /> })
        .collect_view();
    view! {
        <section class="login__demo" aria-labelledby="login-demo-title">
            <h2 id="login-demo-title">{t!(i18n, login.demo_title)}</h2>
            <p>{t!(i18n, login.demo_note)}</p>
            <div class="login__people">{people}</div>
            <AttemptProblem attempt at_fields=&[] />
            <details class="login__accounts">
                <summary>{t!(i18n, login.demo_accounts)}</summary>
                <ul>{accounts}</ul>
            </details>
        </section>
    }
}

#[component]
fn Person(person: DemoPerson, test_id: String, attempt: Attempt) -> impl IntoView {
    let app = use_app();
    let i18n = use_i18n();
    let (id, role) = (person.person, person.role);
    let on_click = move |_| attempt.run(async move { app.session.enter_as(id).await });
    let name = person.name.clone();
    let label = t!(
        i18n,
        login.demo_enter,
        name = name,
        role = labels::role(i18n.locale(), role)
    );
    view! {
        <button
            type="button"
            class="login__person"
            aria-label=label
            aria-disabled=move || attempt.is_sending().then_some("true")
            data-testid=test_id
            on:click=on_click
        >
            <Avatar
                letter=Signal::derive(move || labels::role_mark(i18n.locale(), role))
                tone=Signal::stored(tone(role))
            />
            <span>
                <span class="login__name">{person.name}</span>
                <span class="login__role">{move || labels::role(i18n.locale(), role)}</span>
            </span>
        </button>
    }
}

#[component]
fn Account(person: DemoPerson) -> impl IntoView {
    let i18n = use_i18n();
    let line = move || {
        let locale = i18n.locale();
        let (name, phone, password) = (&person.name, &person.phone, &person.password);
        text!(
            locale,
            login.demo_account,
            name = name,
            phone = phone,
            password = password
        )
    };
    view! { <li>{line}</li> }
}

/// The colour of a role, the same everywhere.
fn tone(role: Role) -> &'static str {
    match role {
        Role::Judge | Role::JudgeAssistant => "side-court",
        Role::Clerk | Role::CourtAdministrator => "side-clerk",
        Role::Plaintiff => "side-plaintiff",
        Role::Defendant => "side-defendant",
        Role::ThirdParty => "side-third",
        _ => "side-guest",
    }
}

/// `demo-judge`; the second of a role is `demo-agent-2`.
fn test_ids(people: &[DemoPerson]) -> Vec<String> {
    let id = |index: usize, person: &DemoPerson| {
        let before = people[..index]
            .iter()
            .filter(|other| other.role == person.role)
            .count();
        let name = role_name(person.role);
        if before == 0 {
            format!("demo-{name}")
        } else {
            format!("demo-{name}-{}", before + 1)
        }
    };
    people
        .iter()
        .enumerate()
        .map(|(index, person)| id(index, person))
        .collect()
}

const fn role_name(role: Role) -> &'static str {
    match role {
        Role::Judge => "judge",
        Role::Clerk => "clerk",
        Role::JudgeAssistant => "judge_assistant",
        Role::Plaintiff => "plaintiff",
        Role::Defendant => "defendant",
        Role::ThirdParty => "third_party",
        Role::Agent => "agent",
        Role::Mediator => "mediator",
        Role::Witness => "witness",
        Role::Expert => "expert",
        Role::Interpreter => "interpreter",
        Role::Observer => "observer",
        Role::CourtAdministrator => "court_administrator",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use anjian_api::ids::PersonId;

    #[test]
    fn the_second_of_a_role_has_an_id_of_its_own() {
        let person = |role| DemoPerson {
            person: PersonId(uuid::Uuid::from_u128(1)),
            name: "周敏".to_owned(),
            role,
            phone: "13800000001".to_owned(),
            password: "demo".to_owned(),
        };
        let people = [
            person(Role::Agent),
            person(Role::Judge),
            person(Role::Agent),
        ];
        assert_eq!(
            test_ids(&people),
            ["demo-agent", "demo-judge", "demo-agent-2"]
        );
    }
}
