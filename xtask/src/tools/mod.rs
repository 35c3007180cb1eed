//! What set-up and commands are made of.

pub mod cargo;
pub mod debian;
pub mod npm;
pub mod process;
pub mod project;
pub mod server;
pub mod steps;
