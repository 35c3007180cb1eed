//! Gzip (RFC 1952): only its detection. Each platform has its own way to unpack it.

/// Whether a file starts like a gzip file.
pub fn is_gzip(file: &[u8]) -> bool {
    file.starts_with(&[0x1f, 0x8b])
}
