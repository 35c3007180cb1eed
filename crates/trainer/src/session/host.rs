//! What the trainer needs from its environment: a port, with one adapter for the browser and one for tests.

use futures::future::LocalBoxFuture;
use thiserror::Error;

use super::helper::HelperPort;
use crate::train::Compute;
use hourglass_core::{
    data::{idx::IdxError, table::TableError},
    protocol::Event,
};

/// An environment that other work has a turn in. It is passed as `dyn`, so that what trains a network is compiled only once for the
/// first worker and its helpers.
pub trait Yield {
    /// Yields, so that messages can arrive.
    fn yield_now(&self) -> LocalBoxFuture<'_, ()>;
}

/// The environment of a session.
#[allow(async_fn_in_trait, reason = "a session never leaves its thread")]
pub trait Host: Yield {
    /// Milliseconds since a fixed point in time.
    fn now(&self) -> f64;

    /// Sends an event to the page.
    fn emit(&self, event: Event);

    /// Sleeps.
    async fn sleep(&self, milliseconds: u32);

    /// Fetches a file from the page's data folder. `loaded` is called with the number of bytes so far.
    async fn fetch(&self, name: &str, loaded: &dyn Fn(u64)) -> Result<Vec<u8>, DataError>;

    /// Unpacks a gzip file.
    async fn unpack(&self, bytes: &[u8]) -> Result<Vec<u8>, DataError>;

    /// Starts a helper beside `open` others; `None` if there is no core for it.
    fn open_helper(&self, open: usize) -> Option<HelperPort> {
        _ = open;
        None
    }

    /// A helper is started only for a run that would take at least this many milliseconds more without it.
    fn worth_a_helper(&self) -> f64 {
        2_000.0
    }

    /// Opens WebGPU, which is possible only once. Returns the place to train and the adapter's name.
    ///
    /// # Errors
    /// Why WebGPU cannot be used, in a sentence for the user.
    async fn open_webgpu(&self) -> Result<(Compute, String), String> {
        Err("There is no WebGPU here.".into())
    }
}

/// Why data is unavailable, in a sentence for the user.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum DataError {
    #[error("{name} could not be fetched ({why}). Check the connection, then try again.")]
    Fetch { name: String, why: String },
    #[error("The list of data files is damaged. Try again; if that does not help, the page was built incorrectly.")]
    Index,
    #[error("A gzip file is damaged or cut off and cannot be unpacked.")]
    Unpack,
    #[error("An unpacked file would be larger than {} MB, more than this page can hold.", MOST_UNPACKED / 1_000_000)]
    TooLarge,
    #[error(transparent)]
    Idx(#[from] IdxError),
    #[error(transparent)]
    Table(#[from] TableError),
    #[error("There are only {images} images; at least {least} are needed, so that some can be kept for testing.")]
    TooFew { images: usize, least: usize },
    #[error("No table was chosen: choose a CSV file, or the synthetic table.")]
    NoTable,
    #[error("There are no images to study: choose digits under Settings, Data, then start again.")]
    NoImages,
    #[error("None of the {part} images shows one of the digits {digits}; choose other digits.")]
    NoDigits { part: &'static str, digits: String },
}

impl DataError {
    /// Whether a retry may succeed, since files come over a network.
    pub fn is_transient(&self) -> bool {
        matches!(self, Self::Fetch { .. } | Self::Index | Self::Unpack | Self::Idx(_))
    }
}

/// The maximum size of an unpacked file in bytes.
pub const MOST_UNPACKED: usize = 512_000_000;
