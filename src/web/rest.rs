//! The rest of the page's code, which comes once the page can be used: `xtask/src/split` cuts it out, `www/start.js` fetches it.

/// The window's event when it has come.
pub const ARRIVED: &str = "rest";
