//! Images: their file format, their preparation, their parts.

pub mod augment;
pub mod digit;
pub mod idx;
pub mod image;
pub mod images;
pub mod noise;
pub mod resize;
pub mod schedule;
pub mod split;
