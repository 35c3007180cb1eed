//! The data: images (file format, preparation, split), points on a plane, and the user's own tables.

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
