//! What is learned from: images (their file format, their preparation, their parts), points of the plane, and tables of the
//! user's own.

pub mod augment;
pub mod damage;
pub mod digit;
pub mod examples;
pub mod gzip;
pub mod idx;
pub mod image;
pub mod images;
pub mod noise;
pub mod plane;
mod point;
pub mod resize;
pub mod schedule;
pub mod simplify;
pub mod split;
pub mod table;
