//! The commands, a file or a folder each.

pub mod bench;
pub mod checks;
pub mod fuzz;
pub mod page;
pub mod screenshots;
pub mod serve;
pub mod soak;
pub mod styles;
