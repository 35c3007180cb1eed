//! The browser's edge: one interface per file, wasm only.

pub mod address;
pub mod canvas;
pub mod clipboard;
pub mod download;
pub mod fault;
pub mod frame;
pub mod framed;
mod helpers;
pub mod journal;
pub mod offline;
mod palette;
pub mod pictures;
pub mod pointer;
pub mod random;
pub mod runs;
pub mod screen;
pub mod storage;
pub mod trainer;
pub mod unfetched;
