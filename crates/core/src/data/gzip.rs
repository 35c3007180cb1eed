//! Gzip (RFC 1952), as far as it can be told from other files: who unpacks it depends on where.

/// Whether a file begins as a gzip file does.
pub fn is_gzip(file: &[u8]) -> bool {
    file.starts_with(&[0x1f, 0x8b])
}
