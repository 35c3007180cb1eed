//! What is learned from: images (their file format, their preparation, their parts), and tables of the user's own.
//! Images: their file format, their preparation, their parts; and the plane's points.

pub mod augment;
pub mod digit;
pub mod idx;
pub mod image;
pub mod images;
pub mod noise;
pub mod plane;
pub mod resize;
pub mod schedule;
pub mod split;
pub mod table;
