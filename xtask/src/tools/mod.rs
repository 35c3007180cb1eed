//! The tools that set-up and commands share.

pub mod cargo;
pub mod debian;
pub mod npm;
pub mod process;
pub mod project;
pub mod server;
pub mod steps;
