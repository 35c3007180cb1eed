//! Bytes that arrive in pieces, of which there may be only so many.

/// What has arrived so far.
#[derive(Debug)]
pub struct Arrived {
    bytes: Vec<u8>,
    most: usize,
}

/// There are more bytes than may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooMany;

impl Arrived {
    pub fn at_most(most: usize) -> Self {
        Self { bytes: Vec::new(), most }
    }

    /// Takes a piece, for which room is made only if all of it may be there.
    ///
    /// # Errors
    /// A piece too many.
    pub fn take(&mut self, piece: &[u8]) -> Result<(), TooMany> {
        let length = self.bytes.len().saturating_add(piece.len());
        if length > self.most {
            return Err(TooMany);
        }
        if length > self.bytes.capacity() {
            // Twice as much, as usual, but never more than will be needed.
            let room = length.saturating_mul(2).min(self.most);
            self.bytes.reserve_exact(room - self.bytes.len());
        }
        self.bytes.extend_from_slice(piece);
        Ok(())
    }

    pub fn len(&self) -> usize {
        self.bytes.len()
    }

    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_taken_until_there_are_too_many() {
        let mut arrived = Arrived::at_most(10);
        assert_eq!((arrived.take(&[1; 4]), arrived.take(&[2; 6])), (Ok(()), Ok(())));
        assert_eq!((arrived.take(&[3]), arrived.len()), (Err(TooMany), 10));
        assert_eq!(arrived.into_bytes(), [1, 1, 1, 1, 2, 2, 2, 2, 2, 2]);
    }

    #[test]
    fn there_is_never_more_room_than_may_be_needed() {
        let mut arrived = Arrived::at_most(1_000);
        for _ in 0..10 {
            assert_eq!(arrived.take(&[0; 100]), Ok(()));
            assert!(arrived.bytes.capacity() <= 1_000);
        }
    }
}
