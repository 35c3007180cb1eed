//! From values to pixels and back.

/// Maps a domain of values to a range of pixels, linearly or logarithmically.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Axis {
    domain: (f64, f64),
    range: (f64, f64),
    logarithmic: bool,
}

impl Axis {
    pub fn linear(domain: (f64, f64), range: (f64, f64)) -> Self {
        Self { domain, range, logarithmic: false }
    }

    /// A logarithmic axis; its domain must be positive.
    pub fn logarithmic(domain: (f64, f64), range: (f64, f64)) -> Self {
        Self { domain, range, logarithmic: true }
    }

    pub fn domain(&self) -> (f64, f64) {
        self.domain
    }

    /// The pixel of a value.
    pub fn pixel(&self, value: f64) -> f64 {
        let (least, most) = (self.even(self.domain.0), self.even(self.domain.1));
        let part = (self.even(value) - least) / (most - least);
        let (from, to) = self.range;
        if part.is_nan() { from } else { from + part * (to - from) }
    }

    /// The value at a pixel.
    pub fn value(&self, pixel: f64) -> f64 {
        let (from, to) = self.range;
        let part = if from == to { 0.0 } else { (pixel - from) / (to - from) };
        let (least, most) = (self.even(self.domain.0), self.even(self.domain.1));
        let even = least + part * (most - least);
        if self.logarithmic { even.exp() } else { even }
    }

    /// The value on the scale on which the axis is linear. Numbers without a logarithm are replaced by the smallest positive one.
    fn even(&self, value: f64) -> f64 {
        if self.logarithmic { value.max(f64::MIN_POSITIVE).ln() } else { value }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ends_meet_ends() {
        for axis in [Axis::linear((1.0, 100.0), (10.0, 210.0)), Axis::logarithmic((1.0, 100.0), (10.0, 210.0))] {
            assert_eq!((axis.pixel(1.0), axis.pixel(100.0)), (10.0, 210.0));
        }
        assert!((Axis::logarithmic((1.0, 100.0), (0.0, 2.0)).pixel(10.0) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn an_empty_domain_still_gives_a_pixel() {
        assert_eq!(Axis::linear((1.0, 1.0), (5.0, 9.0)).pixel(1.0), 5.0);
    }

    proptest! {
        #[test]
        fn a_pixels_value_lies_on_that_pixel(least in 0.1..50f64, span in 0.1..50f64, pixel in 0.0..300f64, log in any::<bool>()) {
            let make = if log { Axis::logarithmic } else { Axis::linear };
            let axis = make((least, least + span), (300.0, 0.0));
            prop_assert!((axis.pixel(axis.value(pixel)) - pixel).abs() < 1e-6);
        }
    }
}
