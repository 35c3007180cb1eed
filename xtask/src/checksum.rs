//! A file's checksum, as documents name it and browsers check it: <https://www.w3.org/TR/SRI/>.

use base64::prelude::{BASE64_STANDARD, Engine};
use sha2::{Digest, Sha384};

pub fn checksum(body: &[u8]) -> String {
    format!("sha384-{}", BASE64_STANDARD.encode(Sha384::digest(body)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checksums_are_as_browsers_want_them() {
        assert_eq!(
            checksum(b"alert('Hello, world.');"),
            "sha384-H8BRh8j48O9oYatfu5AZzq6A9RINhZO5H16dQZngK7T62em8MUt1FLm52t+eX6xO"
        );
    }
}
