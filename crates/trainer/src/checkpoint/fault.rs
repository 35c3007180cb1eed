//! Why a file cannot be resumed, and why a run cannot be saved: each in a sentence for the user.

use thiserror::Error;

use hourglass_core::config::Model;

/// Why a file cannot be resumed.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Fault {
    #[error("This is not a safetensors file. Choose one that was saved by this page.")]
    NotSafetensors,
    #[error("The file is cut off, or something was added to it. Choose another copy of it.")]
    Length,
    #[error("The safetensors file was not saved by this page: it does not say which run it comes from.")]
    NotFromThisPage,
    #[error("The file was saved by another version of this page, in a format unknown to this one.")]
    Version,
    #[error("The file is damaged: its {0} cannot be read. Choose another copy of it.")]
    Damaged(&'static str),
    #[error("The file contains no {}.", .0.name())]
    NoNetwork(Model),
    #[error("The file's layers do not match its settings.")]
    Layers,
    #[error("The file does not fit its settings or their data: {0} is missing or has the wrong shape.")]
    Tensor(String),
    #[error("The file is damaged: {0} contains something that is not a number. Choose another copy of it.")]
    NotANumber(String),
}

/// Why a run cannot be saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("The run cannot be saved: something in it is no longer a number.")]
pub struct Unsavable;
