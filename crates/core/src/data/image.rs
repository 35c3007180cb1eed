//! One image in the form that the networks see.

/// The number of pixels along each side.
pub const SIDE: usize = 28;
/// The number of pixels in an image.
pub const PIXELS: usize = SIDE * SIDE;

/// The mean squared difference between the bytes of two images, in squared intensity; 0 if there is nothing to compare.
pub fn squared_error(image: &[u8], other: &[u8]) -> f32 {
    let count = image.len().min(other.len()).max(1);
    let squares = image.iter().zip(other).map(|(&a, &b)| u64::from(a.abs_diff(b)).pow(2));
    (squares.sum::<u64>() as f64 / (255.0 * 255.0) / count as f64) as f32
}

/// 28x28 intensities by rows from the top left, each in `0..=1`: 0 is the background, 1 is ink.
#[derive(Clone, Debug, PartialEq)]
pub struct Image([f32; PIXELS]);

impl Image {
    /// An image with the result of `value` for each pixel, clamped to `0..=1`; NaN becomes background.
    pub fn from_fn(value: impl Fn(usize) -> f32) -> Self {
        Self(std::array::from_fn(|i| {
            let value = value(i);
            if value.is_nan() { 0.0 } else { value.clamp(0.0, 1.0) }
        }))
    }

    /// An image from bytes; `None` unless there are 784.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        (bytes.len() == PIXELS).then(|| Self::from_fn(|i| f32::from(bytes[i]) / 255.0))
    }

    pub fn values(&self) -> &[f32; PIXELS] {
        &self.0
    }

    /// Each intensity, rounded to a byte.
    pub fn bytes(&self) -> Vec<u8> {
        self.0.iter().map(|value| (value * 255.0).round() as u8).collect()
    }

    /// The centre of mass as (column, row) in pixels, where the middle of the first pixel is 0.5; `None` if there is no ink.
    pub fn centre_of_mass(&self) -> Option<(f32, f32)> {
        let (mut x, mut y, mut mass) = (0.0, 0.0, 0.0);
        for (i, value) in self.0.iter().enumerate() {
            x += value * ((i % SIDE) as f32 + 0.5);
            y += value * ((i / SIDE) as f32 + 0.5);
            mass += value;
        }
        (mass > 0.0).then(|| (x / mass, y / mass))
    }
}
