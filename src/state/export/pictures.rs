//! What pictures are called, on the page and as files, by the test ids of their canvases.

use super::file_name;
use crate::state::State;

/// What a picture is called on the page.
pub fn title(testid: &str) -> String {
    let words = testid.split('-').map(|word| match word {
        "ae" | "vae" | "pca" => word.to_uppercase(),
        _ => word.into(),
    });
    let words = words.collect::<Vec<_>>().join(" ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

impl State {
    /// The name of a picture's file: by the epoch that it shows.
    pub fn picture_name(&self, testid: &str, ending: &str) -> String {
        let follows_the_scrubber = testid.starts_with("latent") || testid == "reconstructions";
        let epoch = if follows_the_scrubber { self.epoch_shown() } else { self.run.progress().epoch };
        file_name(testid, epoch, ending)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_called_by_what_they_show() {
        for (testid, expected) in [
            ("latent-vae", "Latent VAE"),
            ("loss-chart", "Loss chart"),
            ("pca-scatter", "PCA scatter"),
            ("pad", "Pad"),
            ("", ""),
        ] {
            assert_eq!(title(testid), expected);
        }
    }
}
