//! The numbers in the experiments' notes, and where the page shows each of them.
//!
//! `tests/notes.rs` opens the links, trains to the end and compares the numbers. If you change a number in a note, change it here
//! too; that test then checks it.

use super::{State, words::Readout};
use hourglass_core::{
    config::{Architecture, Config, KlOver, Model},
    protocol::Measure,
};

/// A number in a note.
#[derive(Clone, Copy, Debug)]
pub struct Figure {
    /// The experiment's id.
    pub of: &'static str,
    /// The note's wording: a number, and before it how precise it is.
    pub says: &'static str,
    /// What the note asks the user to change after opening the link.
    pub change: Option<fn(&mut Config)>,
    /// The number that the page shows at the end.
    pub shows: fn(&State) -> Option<f32>,
}

const PIXELS: fn(&State) -> Option<f32> = |state| Some(state.config.size.side().pow(2) as f32);
const TRAINED_ON: fn(&State) -> Option<f32> = |state| Some(state.run.prepared()?.sizes.train as f32);
const PARAMETERS: fn(&State) -> Option<f32> = |state| Some(*state.run.prepared()?.parameters.get(Model::Ae)? as f32);
const TEST_MSE: fn(&State) -> Option<f32> = |state| state.readout(Model::Ae, Readout::TestMse);
const PCA_MSE: fn(&State) -> Option<f32> = |state| Some(state.run.curves().pca()?.test_mse);
const VAE_LOSS: fn(&State) -> Option<f32> = |state| state.readout(Model::Vae, Readout::Validation);
const VAE_KL: fn(&State) -> Option<f32> = |state| state.readout(Model::Vae, Readout::Kl);
const ANGLE: fn(&State) -> Option<f32> = |state| state.measured(Model::Ae, Measure::Angle);
const JACOBIAN: fn(&State) -> Option<f32> = |state| state.measured(Model::Ae, Measure::Jacobian);
const ACTIVE: fn(&State) -> Option<f32> = |state| Some(100.0 * state.measured(Model::Ae, Measure::Active)?);

/// The numbers, note by note. A number said of two networks is listed twice.
pub const FIGURES: [Figure; 16] = [
    plain("ae-pca", "near 0.02", TEST_MSE),
    plain("ae-pca", "0.034", PCA_MSE),
    plain("vae-notebook", "784", PIXELS),
    plain("vae-notebook", "near 18", VAE_LOSS),
    plain("vae-notebook", "8,000", TRAINED_ON),
    plain("linear", "below 5", ANGLE),
    plain("sparse", "about 26", ACTIVE),
    changed("sparse", "about 83", |config| config.sparse = 0.0, ACTIVE),
    plain("contractive", "below 1", JACOBIAN),
    changed("contractive", "above 100", |config| config.contractive = 0.0, JACOBIAN),
    plain("convolutional", "206,947", PARAMETERS),
    changed("convolutional", "435,858", usual_network, PARAMETERS),
    plain("convolutional", "near 0.048", TEST_MSE),
    changed("convolutional", "near 0.048", usual_network, TEST_MSE),
    changed("table", "β 1", summed_kl, |state| Some(state.config.beta)),
    changed("table", "below 0.01", summed_kl, VAE_KL),
];

const fn plain(of: &'static str, says: &'static str, shows: fn(&State) -> Option<f32>) -> Figure {
    Figure { of, says, change: None, shows }
}

const fn changed(
    of: &'static str,
    says: &'static str,
    change: fn(&mut Config),
    shows: fn(&State) -> Option<f32>,
) -> Figure {
    Figure { of, says, change: Some(change), shows }
}

fn usual_network(config: &mut Config) {
    let Config { hidden, learning_rate, .. } = Config::default();
    (config.architecture, config.hidden, config.learning_rate) = (Architecture::Dense, hidden, learning_rate);
}

fn summed_kl(config: &mut Config) {
    (config.kl, config.beta) = (KlOver::Sum, 1.0);
}

impl Figure {
    /// Whether the statement is true of a number: below it, above it, or equal when rounded to the written precision. For "near"
    /// and "about", a difference of one in the last place is allowed.
    pub fn is_true_of(&self, shown: f32) -> bool {
        let Some(number) = numbers(self.says).next() else { return false };
        let Ok(said) = number.replace(',', "").parse::<f64>() else { return false };
        let places = number.split_once('.').map_or(0, |(_, places)| places.len());
        let unit = 0.1f64.powi(places as i32);
        let distance = (f64::from(shown) - said).abs();
        match self.says.split_once(' ').map(|(word, _)| word) {
            Some("below") => f64::from(shown) < said,
            Some("above") => f64::from(shown) > said,
            Some("near" | "about") => distance <= 1.0 * unit,
            _ => distance <= 0.5 * unit,
        }
    }
}

/// The numbers in a text, as written.
fn numbers(text: &str) -> impl Iterator<Item = &str> {
    let is_part = |c: char| c.is_ascii_digit() || c == ',' || c == '.';
    text.split(move |c: char| !is_part(c)).map(|part| part.trim_matches([',', '.'])).filter(|part| !part.is_empty())
}

#[cfg(test)]
mod tests {
    use super::{super::experiments::Experiment, *};

    #[test]
    fn every_number_in_a_note_is_a_figure_and_every_figure_is_in_a_note() {
        for Experiment { id, look_for, .. } in Experiment::all() {
            let figures = || FIGURES.iter().filter(|figure| figure.of == *id);
            for Figure { says, .. } in figures() {
                assert!(look_for.contains(says), "{id}: “{says}” is not part of “{look_for}”");
                assert_eq!(numbers(says).count(), 1, "{id}: “{says}”");
            }
            for number in numbers(look_for) {
                let is_known = figures().any(|figure| numbers(figure.says).any(|said| said == number));
                assert!(is_known, "{id}: no figure for {number} in “{look_for}”");
            }
            // Number words, which the test would miss.
            for word in ["half", "twice", "third", "quarter", "percent", " in five", "times as"] {
                assert!(!look_for.contains(word), "{id}: “{word}” in “{look_for}”");
            }
        }
        assert!(FIGURES.iter().all(|figure| Experiment::find(figure.of).is_some()));
    }

    #[test]
    fn a_figure_is_compared_at_its_written_precision() {
        for (says, shown, expected) in [
            ("0.034", 0.0344, true),
            ("0.034", 0.0346, false),
            ("near 0.02", 0.0195, true),
            ("near 0.02", 0.034, false),
            ("about 26", 25.5, true),
            ("about 26", 20.0, false),
            ("below 1", 0.66, true),
            ("below 1", 1.2, false),
            ("above 100", 129.4, true),
            ("above 100", 40.0, false),
            ("206,947", 206_947.0, true),
            ("206,947", 206_946.0, false),
            ("β 1", 1.0, true),
            ("nothing", 0.0, false),
        ] {
            assert_eq!(plain("", says, PIXELS).is_true_of(shown), expected, "{says}: {shown}");
        }
    }
}
