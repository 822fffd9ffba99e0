//! 用手机签名: a desktop hands the signature over to the phone of the same person.

use anjian_api::handoff::{HandoffPurpose, HandoffSign};
use anjian_api::ids::{CaseId, Seq};
use leptos::prelude::*;

use crate::app::App;
use crate::features::handoff::HandoffDialog;
use crate::i18n::t;
use crate::platform::device;
use crate::ui::{Button, IconName};

/// What is pointed with is a mouse, and no finger can write.
const DESKTOP: &str = "(hover: hover) and (pointer: fine)";

/// The button and what it opens; nothing where a finger can write.
#[component]
pub fn SignOnPhone(
    app: App,
    /// The code is shown.
    open: RwSignal<bool>,
    /// The case.
    case: CaseId,
    /// The document.
    document: Seq,
    /// The version that is shown.
    #[prop(into)]
    version: Signal<Option<u32>>,
    /// It cannot be signed yet.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Why.
    #[prop(optional, into)]
    reason: MaybeProp<String>,
    /// It is signed, and the person has seen that it is.
    #[prop(into)]
    on_done: Callback<()>,
) -> impl IntoView {
    let i18n = app.i18n;
    let purpose = Signal::derive(move || {
        let version = version.get()?;
        Some(HandoffPurpose::Sign(HandoffSign {
            case,
            document,
            version,
        }))
    });
    device::matches(DESKTOP).then(|| {
        view! {
            <Button
                label=t!(i18n, handoff.sign_on_phone)
                icon=IconName::Device
                disabled
                reason
                on_press=move |()| open.set(true)
                test_id="sign-on-phone"
            />
            <HandoffDialog app open purpose on_done />
        }
    })
}
