//! Takes the names of functions out of a wasm module.
//!
//! They are a quarter of a trainer, and only a debugger reads them.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

const HEADER: usize = 8;
const CUSTOM: u8 = 0;

/// Rewrites a module without its section of names; how many bytes that saved.
pub fn slim(path: &Path) -> Result<usize> {
    let module = fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
    let slim = without_names(&module).with_context(|| format!("{} is not a wasm module", path.display()))?;
    fs::write(path, &slim).with_context(|| format!("{} cannot be written", path.display()))?;
    Ok(module.len() - slim.len())
}

/// The module without its custom section `name`; `None` if it is not one.
fn without_names(module: &[u8]) -> Option<Vec<u8>> {
    let (header, mut rest) = module.split_at_checked(HEADER)?;
    let mut slim = header.to_vec();
    while let Some((&id, after_id)) = rest.split_first() {
        let (length, body) = number(after_id)?;
        let (content, next) = body.split_at_checked(length)?;
        if id != CUSTOM || name(content)? != b"name" {
            slim.extend_from_slice(&rest[..rest.len() - next.len()]);
        }
        rest = next;
    }
    Some(slim)
}

/// The name at the beginning of a custom section.
fn name(content: &[u8]) -> Option<&[u8]> {
    let (length, rest) = number(content)?;
    rest.get(..length)
}

/// An unsigned LEB128 number, and what follows it.
fn number(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let mut value = 0;
    for (i, &byte) in bytes.iter().enumerate().take(5) {
        value |= usize::from(byte & 0x7f) << (7 * i);
        if byte < 0x80 {
            return Some((value, &bytes[i + 1..]));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_names_go() {
        let header = b"\0asm\x01\0\0\0".as_slice();
        let types = [1, 2, 9, 9].as_slice();
        let names = b"\0\x07\x04name\x01\x02".as_slice();
        let other = b"\0\x05\x03foo\x01".as_slice();
        let module = [header, types, names, other].concat();
        assert_eq!(without_names(&module), Some([header, types, other].concat()));
    }

    #[test]
    fn what_is_no_module_is_refused() {
        assert_eq!(without_names(b"\0asm"), None);
        assert_eq!(without_names(b"\0asm\x01\0\0\0\x01\xff\x01"), None);
    }
}
