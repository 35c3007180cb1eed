//! The state in words and plain numbers.

use super::{Fetched, Phase, State};
use hourglass_core::{
    config::{Config, DataKind, Model},
    protocol::{Prepared, Progress},
};

/// The number of significant digits of a loss.
const DIGITS: usize = 5;

/// Shown for an unknown number.
pub const UNKNOWN: &str = "–";

impl Phase {
    pub fn word(self) -> &'static str {
        match self {
            Self::Loading => "loading",
            Self::Ready => "ready",
            Self::Training => "training",
            Self::Paused => "paused",
            Self::Finished => "finished",
            Self::Failed => "failed",
        }
    }
}

/// A loss that is displayed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Readout {
    Train,
    Validation,
    /// A part of the validation loss, like the next ones up to the KL.
    Reconstruction,
    /// KL times its weight at the time: its contribution to the loss.
    WeightedKl,
    Kl,
    TestMse,
}

impl State {
    pub fn readout(&self, model: Model, which: Readout) -> Option<f32> {
        let series = self.run.curves().get(model)?;
        match which {
            Readout::Train => series.train_terms().map(|terms| terms.loss),
            Readout::Validation => series.validation_terms().map(|terms| terms.loss),
            Readout::Reconstruction => series.validation_terms().map(|terms| terms.reconstruction),
            // The weight may have changed since, and may depend on the batch; the rest of the loss is always right.
            Readout::WeightedKl => {
                series.validation_terms().map(|terms| terms.loss - terms.reconstruction - terms.penalty)
            }
            Readout::Kl => series.validation_terms().map(|terms| terms.kl),
            Readout::TestMse => series.test_mse,
        }
    }

    /// A loss in words. The parts of a loss are rounded to its precision, so that they add up to it exactly.
    pub fn readout_words(&self, model: Model, which: Readout) -> String {
        let Some(value) = self.readout(model, which) else { return UNKNOWN.into() };
        let parts = || {
            let terms = self.run.curves().get(model)?.validation_terms()?;
            let decimals = decimals_of(&significant(terms.loss, DIGITS))?;
            let unit = 10f64.powi(decimals as i32);
            let [loss, reconstruction, penalty] =
                [terms.loss, terms.reconstruction, terms.penalty].map(|term| (f64::from(term) * unit).round());
            let part = if which == Readout::Reconstruction { reconstruction } else { loss - reconstruction - penalty };
            Some(format!("{:.decimals$}", part / unit))
        };
        match which {
            Readout::Reconstruction | Readout::WeightedKl => parts(),
            _ => None,
        }
        .unwrap_or_else(|| significant(value, DIGITS))
    }

    /// The number of training examples, if it is lower than the settings ask for.
    pub fn fewer_used(&self) -> Option<usize> {
        let Prepared { config, sizes, .. } = &**self.run.prepared()?;
        let asks = |config: &Config| (config.source, config.split, config.digits, config.train);
        (asks(config) == asks(&self.config) && sizes.train < config.train).then_some(sizes.train)
    }

    /// One line that says how far the run is.
    pub fn progress_words(&self) -> String {
        match self.run.phase() {
            _ if self.is_reading_files() => "Reading your files".into(),
            Phase::Loading => match self.run.fetched() {
                Some(fetched) => fetched_words(fetched),
                None if !self.life.listens() => "The trainer is loading".into(),
                None => "Setting up".into(),
            },
            Phase::Ready => match self.run.prepared() {
                Some(prepared) => {
                    let (used, examples) = (grouped(prepared.sizes.train), self.examples_word());
                    match self.fewer_used() {
                        Some(_) => format!("{used} of {} {examples}", grouped(self.config.train)),
                        None => format!("{used} training {examples}"),
                    }
                }
                None => String::new(),
            },
            Phase::Training if self.run.is_pausing() => "Pausing".into(),
            Phase::Training => self.time_left().map_or_else(String::new, |left| format!("{left} left")),
            Phase::Paused => "Paused".into(),
            Phase::Finished => match Model::ALL.into_iter().find_map(|model| self.restored_epoch(model)) {
                Some(best) if self.run.progress().epoch < self.config.epochs => {
                    format!("Stopped early; kept epoch {best}")
                }
                _ => "Reset, or add epochs".into(),
            },
            Phase::Failed => "Stopped".into(),
        }
    }

    /// The announcement for screen readers: how the run ended or where it paused, and nothing that changes during training.
    pub fn announcement(&self) -> String {
        let epochs = match self.run.progress().epoch {
            0 => "before the end of the first epoch".into(),
            1 => "after 1 epoch".into(),
            epochs => format!("after {epochs} epochs"),
        };
        let is_early = Model::ALL.into_iter().any(|model| self.restored_epoch(model).is_some())
            && self.run.progress().epoch < self.config.epochs;
        let what = match self.run.phase() {
            // The past of a continued run has not arrived yet.
            _ if self.run.awaits_past() => return String::new(),
            Phase::Loading => return String::new(),
            Phase::Ready => return "Ready".into(),
            Phase::Training => return "Training".into(),
            // The message gives the reason.
            Phase::Failed if self.run.prepared().is_none() => return "Failed".into(),
            Phase::Failed => "Failed",
            Phase::Paused => "Paused",
            Phase::Finished if is_early => "Finished early,",
            Phase::Finished => "Finished",
        };
        let loss = |model: Model| {
            let loss = self.readout(model, Readout::Validation)?;
            Some(format!("{} for the {}", significant(loss, 3), model.name()))
        };
        let losses: Vec<String> = Model::ALL.into_iter().filter_map(loss).collect();
        match losses.as_slice() {
            [] => format!("{what} {epochs}."),
            losses => format!("{what} {epochs}: validation loss {}.", losses.join(", ")),
        }
    }

    /// The finished share of the current work, from 0 to 1.
    pub fn progress_part(&self) -> f64 {
        let part = match (self.run.phase(), self.run.fetched()) {
            (Phase::Loading, Some(Fetched { loaded, total })) => loaded as f64 / total as f64,
            (Phase::Loading, None) => 0.0,
            _ => self.run.progress().step as f64 / self.steps() as f64,
        };
        if part.is_finite() { part.clamp(0.0, 1.0) } else { 0.0 }
    }

    pub fn time_left(&self) -> Option<String> {
        let Progress { step, ms_per_step, .. } = self.run.progress();
        let steps = self.steps().checked_sub(step)?;
        (ms_per_step > 0.0 && ms_per_step.is_finite() && steps > 0)
            .then(|| duration(steps as f64 * ms_per_step / 1_000.0))
    }

    /// The number of steps of the whole run.
    fn steps(&self) -> usize {
        self.run.progress().steps_per_epoch.saturating_mul(self.config.epochs)
    }

    /// The unit of the run's losses.
    pub fn unit(&self) -> &'static str {
        let Config { loss, source, .. } = self.run.prepared().map_or(self.config(), |prepared| &prepared.config);
        match source.kind() {
            DataKind::Images => loss.unit(),
            DataKind::Plane => "squared error per point",
            DataKind::Table => "nats per row",
        }
    }

    /// The name of the baseline that always answers with the mean.
    pub fn baseline_word(&self) -> &'static str {
        match self.config.source.kind() {
            DataKind::Images => "mean image",
            DataKind::Plane => "mean point",
            DataKind::Table => "class share",
        }
    }

    /// The word for training examples, in the plural.
    pub fn examples_word(&self) -> &'static str {
        match self.config.source.kind() {
            DataKind::Images => "images",
            DataKind::Plane => "points",
            DataKind::Table => "rows",
        }
    }

    /// The word for the sample that the page shows, in the plural.
    pub fn sample_word(&self) -> &'static str {
        match self.config.source.kind() {
            DataKind::Images => "test digits",
            DataKind::Plane => "points",
            DataKind::Table => "rows",
        }
    }

    /// The epoch that a network was restored to after early stopping.
    pub fn restored_epoch(&self, model: Model) -> Option<usize> {
        Some(self.run.curves().get(model)?.restored?.epoch.round() as usize)
    }
}

fn fetched_words(Fetched { loaded, total }: Fetched) -> String {
    const MEGABYTE: f64 = 1e6;
    if total == 0 {
        return format!("Digits: {:.1} MB", loaded as f64 / MEGABYTE);
    }
    format!("Digits: {:.1} of {:.1} MB", loaded as f64 / MEGABYTE, total as f64 / MEGABYTE)
}

/// A coordinate: a number with two significant digits and a proper minus sign.
pub fn coordinate(value: f32) -> String {
    significant(value, 2).replace('-', "−")
}

/// A number with this many significant digits. It has no exponent in the range of usual losses.
pub fn significant(value: f32, digits: usize) -> String {
    if !value.is_finite() {
        return UNKNOWN.into();
    }
    if value == 0.0 {
        return "0".into();
    }
    let value = f64::from(value);
    let magnitude = value.abs().log10().floor() as i32;
    if !(-6..9).contains(&magnitude) {
        return format!("{value:.*e}", digits.saturating_sub(1));
    }
    let decimals = (digits as i32 - 1 - magnitude).max(0) as usize;
    format!("{value:.decimals$}")
}

/// The number of decimals that a number is written with; `None` if it has an exponent or is unknown.
fn decimals_of(text: &str) -> Option<usize> {
    if text == UNKNOWN || text.contains('e') {
        return None;
    }
    Some(text.split_once('.').map_or(0, |(_, decimals)| decimals.len()))
}

/// A whole number with its digits grouped in threes, as in 60,000.
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Seconds in a readable form: 9 s, 3:05, 2:03:05.
pub fn duration(seconds: f64) -> String {
    let seconds = seconds.round().max(0.0) as u64;
    match (seconds / 3600, seconds / 60 % 60, seconds % 60) {
        (0, 0, seconds) => format!("{seconds} s"),
        (0, minutes, seconds) => format!("{minutes}:{seconds:02}"),
        (hours, minutes, seconds) => format!("{hours}:{minutes:02}:{seconds:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn losses_keep_five_significant_digits() {
        let cases = [
            (163.211_5, "163.21"),
            (0.034_512_3, "0.034512"),
            (1_234.567, "1234.6"),
            (5.0, "5.0000"),
            (0.0, "0"),
            (f32::NAN, UNKNOWN),
            (1e-9, "1.0000e-9"),
            (999_999_000.0, "999998976"),
            (2.7e24, "2.7000e24"),
        ];
        for (value, expected) in cases {
            assert_eq!(significant(value, 5), expected);
        }
    }

    #[test]
    fn numbers_are_grouped() {
        for (number, expected) in
            [(0, "0"), (999, "999"), (8_000, "8,000"), (60_000, "60,000"), (1_234_567, "1,234,567")]
        {
            assert_eq!(grouped(number), expected);
        }
    }

    #[test]
    fn durations_are_easy_to_read() {
        for (seconds, expected) in [(0.2, "0 s"), (59.4, "59 s"), (185.0, "3:05"), (7_385.0, "2:03:05")] {
            assert_eq!(duration(seconds), expected);
        }
    }
}
