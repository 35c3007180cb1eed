//! A file's bytes, which the page hands from place to place without copying them.

use std::{
    fmt::{Debug, Formatter, Result},
    ops::Deref,
    sync::Arc,
};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Immutable bytes that clones share. A message carries them as one block.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Bytes(Arc<Vec<u8>>);

impl From<Vec<u8>> for Bytes {
    fn from(bytes: Vec<u8>) -> Self {
        Self(Arc::new(bytes))
    }
}

impl<const N: usize> From<[u8; N]> for Bytes {
    fn from(bytes: [u8; N]) -> Self {
        bytes.to_vec().into()
    }
}

impl Deref for Bytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl Debug for Bytes {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self.len() {
            0..=16 => self.0.fmt(f),
            bytes => write!(f, "{bytes} bytes"),
        }
    }
}

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serde_bytes::serialize(self.0.as_slice(), serializer)
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        serde_bytes::deserialize::<Vec<u8>, D>(deserializer).map(Self::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clones_share_their_bytes() {
        let bytes = Bytes::from(vec![1, 2, 3]);
        assert!(std::ptr::eq(bytes.as_ptr(), bytes.clone().as_ptr()));
        assert_eq!(bytes, Bytes::from([1, 2, 3]));
        assert_ne!(bytes, Bytes::from([1, 2, 4]));
    }

    #[test]
    fn a_journal_does_not_show_large_files() {
        assert_eq!(format!("{:?}", Bytes::from([7; 3])), "[7, 7, 7]");
        assert_eq!(format!("{:?}", Bytes::from([7; 100])), "100 bytes");
    }
}
