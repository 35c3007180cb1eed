//! Which digits are used.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A set of the digits 0 to 9, printed as `0123456789`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Digits(u16);

impl Digits {
    pub const ALL: Self = Self(0b11_1111_1111);

    /// The set of the digits in a text; other characters are skipped.
    pub fn from_text(text: &str) -> Self {
        let bits = text.chars().filter_map(|c| c.to_digit(10));
        Self(bits.fold(0, |set, digit| set | 1 << digit))
    }

    pub fn contains(self, digit: u8) -> bool {
        digit < 10 && self.0 >> digit & 1 == 1
    }

    /// The set without bits that are not digits; all digits if nothing is left. Idempotent.
    #[must_use]
    pub fn nearest(self) -> Self {
        match self.0 & Self::ALL.0 {
            0 => Self::ALL,
            digits => Self(digits),
        }
    }

    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The set with this digit added, or removed if it was there.
    #[must_use]
    pub fn toggled(self, digit: u8) -> Self {
        if digit < 10 { Self(self.0 ^ 1 << digit) } else { self }
    }
}

impl fmt::Display for Digits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (0..10).filter(|&digit| self.contains(digit)).try_for_each(|digit| write!(f, "{digit}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_print_as_they_are_read() {
        for text in ["0", "19", "0123456789"] {
            assert_eq!(Digits::from_text(text).to_string(), text);
        }
        assert_eq!(Digits::from_text("3x31").to_string(), "13");
        assert_eq!(Digits::ALL.toggled(4).to_string(), "012356789");
    }
}
