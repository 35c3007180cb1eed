//! The note of the opened experiment: the result here, and the one that the course published.
//!
//! The note stays while the user changes settings. It goes away when the user hides it or opens another link.

use super::{
    Experiment, State,
    words::{grouped, significant},
};
use hourglass_core::{config::Model, protocol::Measure};

/// The share of the variance for which components are counted.
const MOST_OF_IT: f32 = 0.9;

impl State {
    /// The experiment whose note is shown.
    pub fn noted(&self) -> Option<&'static Experiment> {
        *self.noted
    }

    pub fn hide_note(&mut self) {
        *self.noted = None;
    }

    /// The latest value of a measure other than the losses.
    pub fn measured(&self, model: Model, measure: Measure) -> Option<f32> {
        self.run.curves().get(model)?.measure(measure).last().map(|(_, value)| value)
    }

    /// The penalty part of the AE's validation loss, for its code and its slopes.
    pub fn penalty(&self) -> Option<f32> {
        let terms = self.run.curves().get(Model::Ae)?.validation_terms()?;
        (terms.penalty != 0.0).then_some(terms.penalty)
    }
}

/// A measure in words, where a code has `latent` numbers.
pub fn measure_words(measure: Measure, value: f32, latent: usize) -> String {
    match measure {
        Measure::Angle => format!("{}°", significant(value, 3)),
        Measure::Jacobian => significant(value, 3),
        Measure::Dead => format!("{value} of {latent}"),
        Measure::Active | Measure::Accuracy | Measure::Precision | Measure::Recall | Measure::F1 => {
            format!("{:.0}%", 100.0 * value)
        }
    }
}

pub(super) fn components(state: &State) -> Option<String> {
    let (components, enough) = (state.study.components()?, state.study.components_for(MOST_OF_IT)?);
    Some(format!("{enough} components hold 90%, for {} images", grouped(components.images)))
}

pub(super) fn test_mse(state: &State) -> Option<String> {
    let mse = significant(state.run.curves().get(Model::Ae)?.test_mse?, 3);
    Some(match state.run.curves().pca() {
        Some(pca) => format!("{mse} on the test digits, PCA {}", significant(pca.test_mse, 3)),
        None => format!("{mse} on the test digits"),
    })
}

/// The number of parameters of each network.
pub(super) fn parameters(state: &State) -> Option<String> {
    let parameters = &state.run.prepared()?.parameters;
    let words: Vec<String> =
        parameters.iter().map(|(model, &count)| format!("{} {}", model.name(), grouped(count))).collect();
    (!words.is_empty()).then(|| format!("{} parameters", words.join(", ")))
}

pub(super) fn vae_loss(state: &State) -> Option<String> {
    let loss = state.run.curves().get(Model::Vae)?.validation_terms()?.loss;
    Some(format!("{} on the validation digits", significant(loss, 4)))
}

pub(super) fn angle(state: &State) -> Option<String> {
    measure(state, Measure::Angle).map(|words| format!("{words} between the two"))
}

pub(super) fn active(state: &State) -> Option<String> {
    measure(state, Measure::Active).map(|words| format!("{words} of the units are active"))
}

pub(super) fn jacobian(state: &State) -> Option<String> {
    measure(state, Measure::Jacobian).map(|words| format!("a squared norm of {words}"))
}

pub(super) fn accuracy(state: &State) -> Option<String> {
    let words: Vec<String> = Model::ALL
        .into_iter()
        .filter_map(|model| {
            let value = state.measured(model, Measure::Accuracy)?;
            Some(format!("{} {}", model.name(), measure_words(Measure::Accuracy, value, 0)))
        })
        .collect();
    (!words.is_empty()).then(|| format!("{} of test rows classified correctly", words.join(", ")))
}

fn measure(state: &State, measure: Measure) -> Option<String> {
    let value = state.measured(Model::Ae, measure)?;
    Some(measure_words(measure, value, state.config.latent))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::experiments::EXPERIMENTS;
    use hourglass_core::{
        link::Link,
        protocol::{CurveKind, CurvePoint, Measured, PcaErrors, Report, Terms},
    };

    fn opened(id: &str) -> State {
        let experiment = EXPERIMENTS.iter().find(|experiment| experiment.id == id).unwrap();
        State::new(experiment.link(false), vec![])
    }

    fn here(state: &State) -> Option<String> {
        state.noted.and_then(|experiment| experiment.here).and_then(|here| here(state))
    }

    #[test]
    fn the_note_shows_the_result_here_once_it_is_known() {
        let mut state = opened("ae-pca");
        assert_eq!(here(&state), None);
        let kind = CurveKind::Test { mse: 0.020_31 };
        let point = CurvePoint { model: Model::Ae, kind, epoch: 1.0, terms: Terms::default() };
        state.run.report(Report { curve: vec![point], ..Report::default() }, 1);
        assert_eq!(here(&state).as_deref(), Some("0.0203 on the test digits"));
        let pca = Some(PcaErrors { validation: 26.6, test_mse: 0.033_9 });
        state.run.report(Report { pca, ..Report::default() }, 1);
        assert_eq!(here(&state).as_deref(), Some("0.0203 on the test digits, PCA 0.0339"));

        let mut state = opened("sparse");
        let measured = |epoch, value| Measured { model: Model::Ae, measure: Measure::Active, epoch, value };
        let measures = vec![measured(1, 0.9), measured(2, 0.314)];
        state.run.report(Report { measures, ..Report::default() }, 2);
        assert_eq!(here(&state).as_deref(), Some("31% of the units are active"));
    }

    #[test]
    fn the_note_stays_when_settings_change_and_goes_when_another_link_opens() {
        let mut state = opened("linear");
        let noted = |state: &State| state.noted.map(|experiment| experiment.id);
        let mut config = state.config.clone();
        config.latent = 7;
        state.choose(config);
        assert_eq!((state.experiment().map(|shown| shown.id), noted(&state)), (None, Some("linear")));
        state.load(Link::default(), vec![]);
        assert_eq!(noted(&state), None);
    }

    #[test]
    fn a_hidden_note_is_shown_again_with_its_experiment() {
        let mut state = opened("linear");
        state.hide_note();
        assert!(state.noted.is_none());
        state.open_experiment(&EXPERIMENTS[6]);
        assert_eq!(state.noted.map(|experiment| experiment.id), Some("linear"));
    }

    #[test]
    fn measures_are_short_to_read() {
        for (measure, value, expected) in [
            (Measure::Angle, 12.345, "12.3°"),
            (Measure::Jacobian, 0.512_3, "0.512"),
            (Measure::Active, 0.436, "44%"),
            (Measure::Dead, 3.0, "3 of 64"),
        ] {
            assert_eq!(measure_words(measure, value, 64), expected);
        }
    }
}
