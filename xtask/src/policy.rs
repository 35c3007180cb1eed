//! Puts the content security policy in force that stands in index.html.
//!
//! There it is a remark, since `trunk serve` puts a script of its own into the document, which the policy would forbid.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

/// The policy as a remark, as it stands and as Trunk leaves it.
const REMARKS: [&str; 2] = ["name=\"content-security-policy\"", "name=content-security-policy"];
const IN_FORCE: &str = "http-equiv=content-security-policy";

/// Rewrites the document of a built site.
pub fn enforce(site: &Path) -> Result<()> {
    let path = site.join("index.html");
    let document = fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))?;
    let document = enforced(&document).with_context(|| format!("{} has no policy", path.display()))?;
    fs::write(&path, document).with_context(|| format!("{} cannot be written", path.display()))
}

fn enforced(document: &str) -> Option<String> {
    let remark = REMARKS.into_iter().find(|remark| document.contains(remark))?;
    Some(document.replacen(remark, IN_FORCE, 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_comes_into_force() {
        let forced = r#"<meta content="default-src 'none'" http-equiv=content-security-policy>"#;
        for remark in REMARKS {
            let document = format!(r#"<meta content="default-src 'none'" {remark}>"#);
            assert_eq!(enforced(&document).as_deref(), Some(forced));
        }
        assert_eq!(enforced("<meta charset=utf-8>"), None);
    }
}
