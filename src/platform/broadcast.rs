//! Words between the tabs of one browser.

use super::{browser::window, listener::Listener};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{BroadcastChannel, MessageEvent};

/// An open channel; dropping it closes it. Where the browser has none, it is silent.
pub struct Channel {
    channel: Option<BroadcastChannel>,
    _listener: Option<Listener>,
}

impl Channel {
    /// Opens the channel `name`; `on_text` hears the other tabs, never this one.
    pub fn open(name: &str, mut on_text: impl FnMut(String) + 'static) -> Self {
        let has_channels = window()
            .is_some_and(|window| super::browser::property(&window, "BroadcastChannel").is_some());
        let channel = has_channels
            .then(|| BroadcastChannel::new(name).ok())
            .flatten();
        let listener = channel.as_ref().and_then(|channel| {
            Listener::on(channel, "message", move |event| {
                let text = event
                    .dyn_ref::<MessageEvent>()
                    .and_then(|event| event.data().as_string());
                if let Some(text) = text {
                    on_text(text);
                }
            })
        });
        Self {
            channel,
            _listener: listener,
        }
    }

    /// Tells the other tabs.
    pub fn post(&self, text: &str) {
        if let Some(channel) = &self.channel {
            let _ = channel.post_message(&JsValue::from_str(text));
        }
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        if let Some(channel) = &self.channel {
            channel.close();
        }
    }
}
