//! The bounds of a number.

/// The minimum, maximum and default of a setting.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds<T> {
    pub least: T,
    pub most: T,
    pub default: T,
}

impl<T: PartialOrd + Copy> Bounds<T> {
    /// The nearest value within the bounds; the default for NaN.
    pub fn nearest(&self, value: T) -> T {
        if value < self.least {
            self.least
        } else if value > self.most {
            self.most
        } else if value.partial_cmp(&value).is_some() {
            value
        } else {
            self.default
        }
    }
}

pub(super) const fn bounds<T>(least: T, most: T, default: T) -> Bounds<T> {
    Bounds { least, most, default }
}
