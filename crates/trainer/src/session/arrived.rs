//! Collects bytes that arrive in pieces, up to a limit.

/// The bytes received so far.
#[derive(Debug)]
pub struct BoundedBuffer {
    bytes: Vec<u8>,
    most: usize,
}

/// The limit is exceeded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LimitExceeded;

impl BoundedBuffer {
    pub fn at_most(most: usize) -> Self {
        Self { bytes: Vec::new(), most }
    }

    /// Appends a piece. Memory is reserved only if the piece fits within the limit.
    ///
    /// # Errors
    /// The piece exceeds the limit.
    pub fn take(&mut self, piece: &[u8]) -> Result<(), LimitExceeded> {
        let length = self.bytes.len().saturating_add(piece.len());
        if length > self.most {
            return Err(LimitExceeded);
        }
        if length > self.bytes.capacity() {
            // Doubles the capacity, as usual, but never exceeds the limit.
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
    fn pieces_are_taken_up_to_the_limit() {
        let mut arrived = BoundedBuffer::at_most(10);
        assert_eq!((arrived.take(&[1; 4]), arrived.take(&[2; 6])), (Ok(()), Ok(())));
        assert_eq!((arrived.take(&[3]), arrived.len()), (Err(LimitExceeded), 10));
        assert_eq!(arrived.into_bytes(), [1, 1, 1, 1, 2, 2, 2, 2, 2, 2]);
    }

    #[test]
    fn the_capacity_never_exceeds_the_limit() {
        let mut arrived = BoundedBuffer::at_most(1_000);
        for _ in 0..10 {
            assert_eq!(arrived.take(&[0; 100]), Ok(()));
            assert!(arrived.bytes.capacity() <= 1_000);
        }
    }
}
