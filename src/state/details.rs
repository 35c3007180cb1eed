//! The details of a fault as plain text, for the user to pass on. Nothing is sent anywhere.

use std::fmt;

use hourglass_core::protocol::Backend;

/// What is known about a fault.
pub struct Details<'a> {
    pub message: &'a str,
    /// The backend that the networks ran on last.
    pub backend: Option<&'a Backend>,
    /// The page's address, which holds all settings.
    pub link: &'a str,
    /// The browser's name for itself.
    pub browser: &'a str,
    /// The last lines of the journal.
    pub lines: &'a [String],
}

impl fmt::Display for Details<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { message, backend, link, browser, lines } = self;
        writeln!(f, "Hourglass {}", env!("CARGO_PKG_VERSION"))?;
        writeln!(f, "Message: {message}")?;
        match backend {
            None => writeln!(f, "Backend: not decided yet")?,
            Some(Backend::Webgpu { adapter }) => writeln!(f, "Backend: webgpu, adapter “{adapter}”")?,
            Some(Backend::Cpu { why }) if why.is_empty() => writeln!(f, "Backend: cpu")?,
            Some(Backend::Cpu { why }) => writeln!(f, "Backend: cpu. {why}")?,
        }
        writeln!(f, "Link: {link}")?;
        writeln!(f, "Browser: {browser}")?;
        writeln!(f, "Last events:")?;
        lines.iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_known_details_are_listed() {
        let backend = Backend::Webgpu { adapter: "a card".into() };
        let mut details = Details {
            message: "It broke.",
            backend: Some(&backend),
            link: "http://host/#latent=2",
            browser: "Browser/1",
            lines: &["1.000 s  → cpu Train".into()],
        };
        let expected = format!(
            "Hourglass {}\nMessage: It broke.\nBackend: webgpu, adapter “a card”\nLink: http://host/#latent=2\n\
             Browser: Browser/1\nLast events:\n1.000 s  → cpu Train\n",
            env!("CARGO_PKG_VERSION")
        );
        assert_eq!(details.to_string(), expected);
        details.backend = None;
        assert!(details.to_string().contains("Backend: not decided yet"));
    }
}
