//! Files that a person picked, and the bytes that a recorder made. Their bytes stay with the
//! browser: what goes through here are handles.

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, Event, File, HtmlInputElement, Url};

/// A file with its name, read when it is needed.
#[derive(Clone, Debug)]
pub struct PickedFile {
    blob: Blob,
    name: String,
}

impl PartialEq for PickedFile {
    fn eq(&self, other: &Self) -> bool {
        self.blob == other.blob
    }
}

impl PickedFile {
    /// The name on the device.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How many bytes.
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a whole number that JavaScript keeps in a float"
    )]
    pub fn size(&self) -> u64 {
        self.blob.size() as u64
    }

    /// What the browser says it is; empty when it does not know.
    #[must_use]
    pub fn media_type(&self) -> String {
        self.blob.type_()
    }

    /// A run of its bytes, unread.
    pub(super) fn slice(&self, from: u64, to: u64) -> Option<Blob> {
        self.blob
            .slice_with_f64_and_f64(from as f64, to as f64)
            .ok()
    }

    pub(super) fn blob(&self) -> &Blob {
        &self.blob
    }

    /// The same under another name.
    #[must_use]
    pub fn named(mut self, name: String) -> Self {
        self.name = name;
        self
    }

    /// The same under another name and of another type.
    #[must_use]
    pub fn told_as(self, name: String, media_type: &str) -> Self {
        let size = self.size() as f64;
        let typed = self
            .blob
            .slice_with_f64_and_f64_and_content_type(0.0, size, media_type);
        Self {
            blob: typed.unwrap_or(self.blob),
            name,
        }
    }
}

/// What was picked in the input that an event comes from. The input is emptied, so that picking
/// the same file again is an event again.
#[must_use]
pub fn picked(event: &Event) -> Vec<PickedFile> {
    let Some(input) = event
        .target()
        .and_then(|target| target.dyn_into::<HtmlInputElement>().ok())
    else {
        return Vec::new();
    };
    let files = input.files().map(|list| {
        (0..list.length())
            .filter_map(|at| list.get(at))
            .map(of_file)
            .collect()
    });
    input.set_value("");
    files.unwrap_or_default()
}

fn of_file(file: File) -> PickedFile {
    PickedFile {
        name: file.name(),
        blob: file.into(),
    }
}

/// What an album is asked for. iPhones keep photos as HEIC, which few programs show, and give a JPEG
/// where nothing else is asked for; elsewhere that would hide photos.
#[must_use]
pub fn album_types() -> &'static str {
    if super::device::is_ios() {
        "image/jpeg,image/png,video/*"
    } else {
        "image/*,video/*"
    }
}

/// Opens the browser's own picker of an input.
pub fn open_picker(id: &str) {
    if let Some(input) =
        super::dom::by_id(id).and_then(|element| element.dyn_into::<HtmlInputElement>().ok())
    {
        input.click();
    }
}

impl PickedFile {
    /// Bytes that the app itself made; none on the host.
    #[must_use]
    pub fn of_bytes(bytes: &[u8], name: String) -> Option<Self> {
        let parts = Array::of1(&js_sys::Uint8Array::from(bytes));
        joined(&parts, "application/octet-stream", name)
    }
}

/// A file of these parts.
pub(super) fn joined(parts: &Array, media_type: &str, name: String) -> Option<PickedFile> {
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    let blob = Blob::new_with_blob_sequence_and_options(parts, &options).ok()?;
    Some(PickedFile { blob, name })
}

/// Bytes that the browser made.
pub(super) const fn of_blob(blob: Blob, name: String) -> PickedFile {
    PickedFile { blob, name }
}

/// What came back from the browser's store, where blobs can be kept.
pub(super) fn from_stored(value: JsValue, name: String) -> Option<PickedFile> {
    let blob: Blob = value.dyn_into().ok()?;
    Some(PickedFile { blob, name })
}

/// An address under which this page can show a file; given back when dropped.
#[derive(Debug)]
pub struct ObjectUrl(String);

impl ObjectUrl {
    /// For a file; none on the host.
    #[must_use]
    pub fn of(file: &PickedFile) -> Option<Self> {
        Url::create_object_url_with_blob(&file.blob).ok().map(Self)
    }

    /// The address.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.0
    }
}

impl Drop for ObjectUrl {
    fn drop(&mut self) {
        let _ = Url::revoke_object_url(&self.0);
    }
}
