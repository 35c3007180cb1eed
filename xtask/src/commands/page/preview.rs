//! The picture that messengers and social networks show beside a link to the page. They need its absolute address, which only the
//! owner of the host knows: `HOURGLASS_URL`. Without it, the address stays relative.

use std::env;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};

const ADDRESS: &str = "HOURGLASS_URL";
/// The name in index.html.
const PICTURE: &str = "screenshot.png";

/// Makes the picture's address in a built site absolute, if the page's address is known.
pub fn complete(site: &Path) -> Result<()> {
    let Some(address) = env::var(ADDRESS).ok().filter(|address| !address.is_empty()) else { return Ok(()) };
    let path = site.join("index.html");
    let document = fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))?;
    fs::write(&path, with_address(&document, &address)?)
        .with_context(|| format!("{} cannot be written", path.display()))
}

fn with_address(document: &str, address: &str) -> Result<String> {
    // Trunk drops the quotation marks of an attribute that does not need them.
    let is_safe = |c: char| c.is_ascii_alphanumeric() || "-._~:/[]%".contains(c);
    ensure!(
        (address.starts_with("https://") || address.starts_with("http://")) && address.chars().all(is_safe),
        "{ADDRESS} is `{address}`, but should be the address of the page, such as https://example.org/hourglass/"
    );
    ensure!(document.matches(PICTURE).count() == 1, "the built index.html does not name {PICTURE} once");
    Ok(document.replace(PICTURE, &format!("{}/{PICTURE}", address.trim_end_matches('/'))))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The document without the lines that Trunk removes.
    fn built() -> String {
        let document = include_str!("../../../../index.html");
        document.split_inclusive('\n').filter(|line| !line.contains("data-trunk")).collect()
    }

    #[test]
    fn the_picture_gets_the_address_of_the_page() {
        for address in ["https://example.org/hourglass/", "https://example.org/hourglass"] {
            let document = with_address(&built(), address).unwrap();
            let meta = r#"<meta property="og:image" content="https://example.org/hourglass/screenshot.png">"#;
            assert!(document.contains(meta), "{address}");
        }
    }

    #[test]
    fn invalid_addresses_are_refused() {
        for address in
            ["example.org", "javascript:alert(1)", "https://example.org/\" onload=\"", "https://example.org/?a=1"]
        {
            assert!(with_address(&built(), address).is_err(), "{address}");
        }
        assert!(with_address("<html></html>", "https://example.org/").is_err());
    }
}
