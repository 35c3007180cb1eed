//! Data to marks: the contents of the charts as plain values.
//!
//! Scales, ticks, layouts and hit-testing are pure functions of data and size. They know nothing of the browser;
//! [`crate::web`] paints the marks on a canvas.

pub mod axes;
pub mod bell;
pub mod digit_grid;
pub mod field;
pub mod glide;
pub mod glyph;
pub mod histogram;
pub mod illustration;
pub mod line_chart;
pub mod loss_chart;
pub mod mark;
pub mod measure_chart;
pub mod names;
pub mod orbit;
pub mod posterior;
pub mod projection;
pub mod raster;
pub mod reading;
pub mod scale;
pub mod scatter;
pub mod shown;
pub mod space;
pub mod studies;
pub mod svg;
pub mod thin;
pub mod ticks;
