//! What carries requests: the browser, or a fake one in tests.

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use anjian_api::frame::{ClientFrame, Frame};
use anjian_sync::{Failure, Transport};

use super::live;
use crate::platform::files::PickedFile;
use crate::platform::net::{self, Answer, NetError, Request};
use crate::platform::send::{self, Part};

/// A request under way.
pub type Answering = Pin<Box<dyn Future<Output = Result<Answer, NetError>>>>;

/// A request under way whose answer is a file; where it fails there is none.
pub type Taking = Pin<Box<dyn Future<Output = Result<(Answer, Option<PickedFile>), NetError>>>>;

/// What a live connection says.
#[derive(Clone, Debug, PartialEq)]
pub enum LiveEvent {
    /// A frame.
    Frame(Frame),
    /// It could not be opened, or ended. Nothing follows.
    Closed(Failure),
}

/// Hears a live connection.
pub type OnLive = Rc<dyn Fn(LiveEvent)>;

/// A live connection; dropping it closes it and silences it.
pub trait LiveConnection {
    /// Sends a frame, where the connection can.
    fn send(&self, frame: &ClientFrame);
}

/// Carries requests and live connections.
pub trait Wire {
    /// Sends a request and brings the whole answer.
    fn send(&self, request: Request) -> Answering;
    /// Sends a run of a file's bytes; a wire without files refuses.
    fn send_part(&self, part: Part) -> Answering {
        drop(part);
        Box::pin(async { Err(NetError::Impossible) })
    }
    /// Sends a request and brings the file that is its answer; a wire without files refuses.
    fn take(&self, request: Request) -> Taking {
        drop(request);
        Box::pin(async { Err(NetError::Impossible) })
    }
    /// Opens a live connection; `on_event` is never called before this returns.
    fn open_live(&self, transport: Transport, on_event: OnLive) -> Box<dyn LiveConnection>;
}

/// The browser's own wire.
#[derive(Clone, Copy, Debug, Default)]
pub struct BrowserWire;

impl Wire for BrowserWire {
    fn send(&self, request: Request) -> Answering {
        Box::pin(net::send(request))
    }

    fn send_part(&self, part: Part) -> Answering {
        Box::pin(send::put(part))
    }

    fn take(&self, request: Request) -> Taking {
        Box::pin(net::take(request))
    }

    fn open_live(&self, transport: Transport, on_event: OnLive) -> Box<dyn LiveConnection> {
        live::open(transport, on_event)
    }
}
