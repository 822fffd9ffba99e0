//! The microphone: records what is said and how loud it was.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use futures::channel::oneshot;
use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AnalyserNode, AudioContext, BlobEvent, MediaRecorder, MediaRecorderOptions, MediaStream,
    MediaStreamConstraints, MediaStreamTrack,
};

use super::browser::{error_name, property, window};
use super::clock;
use super::files::{self, PickedFile};
use super::timer::{self, Timer};

/// How often the loudness is looked at.
const LEVEL_MS: u32 = 50;
/// Samples of one look; a power of two.
const SAMPLES: u32 = 1_024;
/// Best first; each engine offers one or two of them.
const TYPES: [(&str, &str); 4] = [
    ("audio/webm;codecs=opus", "webm"),
    ("audio/mp4", "m4a"),
    ("audio/ogg;codecs=opus", "ogg"),
    ("audio/webm", "webm"),
];
/// Speech is clear at this and a minute of it is half a megabyte at most.
const BITS_PER_SECOND: u32 = 48_000;

/// Why there is no recording.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MicError {
    /// The person, or the browser for them, said no.
    #[error("not allowed")]
    Denied,
    /// There is no microphone.
    #[error("no microphone")]
    Missing,
    /// Another program uses it.
    #[error("in use")]
    Busy,
    /// This browser cannot record.
    #[error("cannot record")]
    Unsupported,
}

impl MicError {
    fn of(error: &JsValue) -> Self {
        match error_name(error).as_str() {
            "NotAllowedError" | "SecurityError" => Self::Denied,
            "NotFoundError" | "OverconstrainedError" => Self::Missing,
            "NotReadableError" | "AbortError" => Self::Busy,
            _ => Self::Unsupported,
        }
    }
}

/// What was said.
#[derive(Clone, Debug)]
pub struct Recording {
    /// The sound.
    pub file: PickedFile,
    /// How long.
    pub duration_ms: u32,
    /// How loud it was, look by look, 0 to 255.
    pub levels: Vec<u8>,
}

/// A running recording; dropping it throws it away and lets the microphone go.
pub struct Recorder {
    recorder: MediaRecorder,
    stream: MediaStream,
    context: Option<AudioContext>,
    chunks: Array,
    levels: Rc<RefCell<Vec<u8>>>,
    since: f64,
    media_type: &'static str,
    ending: &'static str,
    stopped: RefCell<Option<oneshot::Receiver<()>>>,
    done: Cell<bool>,
    _came: Closure<dyn FnMut(BlobEvent)>,
    _stopped: Closure<dyn FnMut()>,
    _looks: Option<Timer>,
}

impl Drop for Recorder {
    fn drop(&mut self) {
        self.recorder.set_ondataavailable(None);
        self.recorder.set_onstop(None);
        if !self.done.get() {
            let _ = self.recorder.stop();
        }
        for track in self.stream.get_tracks().iter() {
            track.unchecked_into::<MediaStreamTrack>().stop();
        }
        if let Some(context) = &self.context {
            let _ = context.close();
        }
    }
}

/// Whether this browser can record at all.
#[must_use]
pub fn is_possible() -> bool {
    window().is_some_and(|window| {
        property(&window, "MediaRecorder").is_some()
            && property(&window.navigator(), "mediaDevices").is_some()
            && kind().is_some()
    })
}

fn kind() -> Option<(&'static str, &'static str)> {
    TYPES
        .into_iter()
        .find(|(media_type, _)| MediaRecorder::is_type_supported(media_type))
}

impl Recorder {
    /// Asks for the microphone and begins. `on_level` hears how loud it is and for how long, in
    /// milliseconds, it has run.
    ///
    /// # Errors
    /// See [`MicError`].
    pub async fn start(on_level: impl Fn(u8, u32) + 'static) -> Result<Self, MicError> {
        let window = window().ok_or(MicError::Unsupported)?;
        if !is_possible() {
            return Err(MicError::Unsupported);
        }
        let (media_type, ending) = kind().ok_or(MicError::Unsupported)?;
        let asked = MediaStreamConstraints::new();
        asked.set_audio(&JsValue::TRUE);
        let devices = window
            .navigator()
            .media_devices()
            .map_err(|_| MicError::Unsupported)?;
        let stream = devices
            .get_user_media_with_constraints(&asked)
            .map_err(|error| MicError::of(&error))?;
        let stream: MediaStream = JsFuture::from(stream)
            .await
            .map_err(|error| MicError::of(&error))?
            .unchecked_into();
        let options = MediaRecorderOptions::new();
        options.set_mime_type(media_type);
        options.set_audio_bits_per_second(BITS_PER_SECOND);
        let recorder =
            MediaRecorder::new_with_media_stream_and_media_recorder_options(&stream, &options)
                .map_err(|error| MicError::of(&error))?;
        let chunks = Array::new();
        let kept = chunks.clone();
        let came = Closure::<dyn FnMut(BlobEvent)>::new(move |event: BlobEvent| {
            if let Some(blob) = event.data() {
                kept.push(&blob);
            }
        });
        let (sender, receiver) = oneshot::channel();
        let mut sender = Some(sender);
        let stopped = Closure::<dyn FnMut()>::new(move || {
            if let Some(sender) = sender.take() {
                let _ = sender.send(());
            }
        });
        recorder.set_ondataavailable(Some(came.as_ref().unchecked_ref()));
        recorder.set_onstop(Some(stopped.as_ref().unchecked_ref()));
        recorder.start().map_err(|error| MicError::of(&error))?;
        let since = clock::monotonic_ms();
        let levels = Rc::<RefCell<Vec<u8>>>::default();
        let (context, analyser) = ear(&stream).unzip();
        let heard = levels.clone();
        let looks = timer::every(LEVEL_MS, move || {
            let level = analyser.as_ref().map_or(0, loudness);
            heard.borrow_mut().push(level);
            on_level(level, elapsed(since));
        });
        Ok(Self {
            recorder,
            stream,
            context,
            chunks,
            levels,
            since,
            media_type,
            ending,
            stopped: RefCell::new(Some(receiver)),
            done: Cell::new(false),
            _came: came,
            _stopped: stopped,
            _looks: Some(looks),
        })
    }

    /// Ends the recording and gives it; none when nothing was recorded.
    pub async fn finish(mut self) -> Option<Recording> {
        let duration_ms = elapsed(self.since);
        self._looks = None;
        let stopped = self.stopped.borrow_mut().take()?;
        self.done.set(true);
        self.recorder.stop().ok()?;
        stopped.await.ok()?;
        let plain = self.media_type.split(';').next().unwrap_or_default();
        let name = format!("voice.{}", self.ending);
        let file = files::joined(&self.chunks, plain, name)?;
        (file.size() > 0).then(|| Recording {
            file,
            duration_ms,
            levels: self.levels.borrow().clone(),
        })
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a recording is a minute long"
)]
fn elapsed(since: f64) -> u32 {
    (clock::monotonic_ms() - since).max(0.0) as u32
}

/// Listens to the stream without playing it.
fn ear(stream: &MediaStream) -> Option<(AudioContext, AnalyserNode)> {
    let context = AudioContext::new().ok()?;
    let source = context.create_media_stream_source(stream).ok()?;
    let analyser = context.create_analyser().ok()?;
    analyser.set_fft_size(SAMPLES);
    source.connect_with_audio_node(&analyser).ok()?;
    Some((context, analyser))
}

/// The loudest sample of the moment, 0 to 255.
fn loudness(analyser: &AnalyserNode) -> u8 {
    let mut samples = vec![128_u8; SAMPLES as usize];
    analyser.get_byte_time_domain_data(&mut samples);
    let peak = samples.iter().map(|sample| sample.abs_diff(128)).max();
    peak.unwrap_or_default().saturating_mul(2)
}
