//! The browser's edge: one interface a file, wasm only.

pub mod address;
pub mod canvas;
pub mod chance;
pub mod clipboard;
pub mod download;
pub mod fault;
pub mod frame;
pub mod framed;
#[cfg(feature = "webgpu")]
pub mod gpu;
pub mod journal;
pub mod lock;
pub mod offline;
mod palette;
pub mod pictures;
pub mod pointer;
pub mod port;
mod property;
pub mod rest;
#[cfg(feature = "page")]
pub mod runs;
pub mod screen;
pub mod storage;
pub mod trainer;
#[cfg(feature = "page")]
pub mod unfetched;
#[cfg(feature = "trainer")]
pub mod worker;
