//! The loss curves of a run, one set for each network, bounded in memory.

use hourglass_core::{
    config::{Model, PerModel},
    protocol::{CurveKind, CurvePoint, Measure, Measured, PcaErrors, Terms},
};

/// Above this number, training points are merged in pairs.
const MOST: usize = 8_192;

/// One point of a curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CurveSample {
    pub epoch: f32,
    pub terms: Terms,
}

/// The curves of one network.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Series {
    /// Means over a few steps.
    pub training: Vec<CurveSample>,
    /// Means over whole epochs.
    pub epochs: Vec<CurveSample>,
    pub validation: Vec<CurveSample>,
    /// On the test images, with the mean squared error per pixel.
    pub test: Vec<(CurveSample, f32)>,
    /// The latest such error.
    pub test_mse: Option<f32>,
    /// The epoch that the network was restored to after training.
    pub restored: Option<CurveSample>,
    /// The other measures, by epoch.
    pub measured: Vec<Measured>,
}

/// The curves of a run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Curves {
    series: PerModel<Series>,
    pca: Option<PcaErrors>,
    version: u32,
    has_fault: bool,
}

/// A loss is not a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotANumber;

impl Curves {
    pub fn get(&self, model: Model) -> Option<&Series> {
        self.series.get(model)
    }

    pub fn is_empty(&self) -> bool {
        self.series.iter().next().is_none()
    }

    /// PCA's errors on the same images, once they are known.
    pub fn pca(&self) -> Option<PcaErrors> {
        self.pca
    }

    /// Increases with every change: two states with the same version have the same curves.
    pub fn version(&self) -> u32 {
        self.version
    }

    pub(super) fn clear(&mut self) {
        self.series = PerModel::default();
        self.pca = None;
        self.version += 1;
        self.has_fault = false;
    }

    /// Adds points. Points that are not finite are left out, and the first of them in a run is reported.
    pub fn extend(&mut self, points: &[CurvePoint]) -> Result<(), NotANumber> {
        self.version += 1;
        let mut outcome = Ok(());
        for point in points {
            if point.terms.loss.is_finite() && point.epoch.is_finite() {
                self.push(point);
            } else if !std::mem::replace(&mut self.has_fault, true) {
                outcome = Err(NotANumber);
            }
        }
        outcome
    }

    /// Adds other measures.
    pub fn measure(&mut self, measured: &[Measured]) {
        for one in measured.iter().filter(|one| one.value.is_finite()) {
            self.series.slot(one.model).get_or_insert_default().measured.push(*one);
        }
    }

    /// Sets PCA's errors.
    pub fn compare(&mut self, pca: PcaErrors) {
        self.version += 1;
        self.pca = (pca.validation.is_finite() && pca.test_mse.is_finite()).then_some(pca);
    }

    fn push(&mut self, point: &CurvePoint) {
        let series = self.series.slot(point.model).get_or_insert_default();
        let sample = CurveSample { epoch: point.epoch, terms: point.terms };
        match point.kind {
            CurveKind::Training => {
                series.training.push(sample);
                if series.training.len() > MOST {
                    series.training = series.training.chunks(2).map(mean).collect();
                }
            }
            CurveKind::TrainingEpoch => series.epochs.push(sample),
            CurveKind::Validation => series.validation.push(sample),
            CurveKind::Test { mse } => {
                series.test.push((sample, mse));
                series.test_mse = Some(mse);
            }
            CurveKind::Restored { mse } => (series.test_mse, series.restored) = (Some(mse), Some(sample)),
        }
    }
}

impl Series {
    /// The training loss to display: that of the last whole epoch, or before the first one, that of the last steps.
    pub fn train_terms(&self) -> Option<Terms> {
        self.epochs.last().or(self.training.last()).map(|sample| sample.terms)
    }

    /// The validation loss to display: the latest, or that of the epoch that the network was restored to.
    pub fn validation_terms(&self) -> Option<Terms> {
        self.restored.as_ref().or(self.validation.last()).map(|sample| sample.terms)
    }

    /// The epoch with the lowest validation loss, not counting the initial weights.
    pub fn best(&self) -> Option<CurveSample> {
        let learned = self.validation.iter().filter(|sample| sample.epoch > 0.0);
        learned.min_by(|a, b| a.terms.loss.total_cmp(&b.terms.loss)).copied()
    }

    /// The values of a measure, by finished epoch.
    pub fn measure(&self, measure: Measure) -> impl Iterator<Item = (usize, f32)> {
        self.measured.iter().filter(move |one| one.measure == measure).map(|one| (one.epoch, one.value))
    }
}

/// The mean of several points.
fn mean(samples: &[CurveSample]) -> CurveSample {
    let over = |of: fn(&CurveSample) -> f32| samples.iter().map(of).sum::<f32>() / samples.len() as f32;
    CurveSample {
        epoch: over(|sample| sample.epoch),
        terms: Terms {
            loss: over(|sample| sample.terms.loss),
            reconstruction: over(|sample| sample.terms.reconstruction),
            kl: over(|sample| sample.terms.kl),
            penalty: over(|sample| sample.terms.penalty),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(epoch: f32, loss: f32, kind: CurveKind) -> CurvePoint {
        CurvePoint { model: Model::Ae, kind, epoch, terms: Terms { loss, reconstruction: loss, kl: 0.0, penalty: 0.0 } }
    }

    #[test]
    fn a_long_run_stays_bounded_and_keeps_its_mean() {
        let mut curves = Curves::default();
        for i in 0..100_000 {
            curves.extend(&[point(i as f32, 3.0, CurveKind::Training)]).unwrap();
        }
        let training = &curves.get(Model::Ae).unwrap().training;
        assert!(training.len() <= MOST);
        assert!(training.iter().all(|sample| sample.terms.loss == 3.0));
        assert!(training.windows(2).all(|pair| pair[0].epoch < pair[1].epoch));
    }

    #[test]
    fn a_loss_that_is_not_a_number_is_reported_and_left_out() {
        let mut curves = Curves::default();
        assert_eq!(curves.extend(&[point(1.0, f32::NAN, CurveKind::Training)]), Err(NotANumber));
        assert!(curves.is_empty());
    }

    #[test]
    fn the_training_loss_is_that_of_the_last_epoch_once_there_is_one() {
        let mut curves = Curves::default();
        curves.extend(&[point(0.5, 9.0, CurveKind::Training)]).unwrap();
        assert_eq!(curves.get(Model::Ae).unwrap().train_terms().unwrap().loss, 9.0);
        curves.extend(&[point(1.0, 8.0, CurveKind::TrainingEpoch), point(1.1, 7.0, CurveKind::Training)]).unwrap();
        assert_eq!(curves.get(Model::Ae).unwrap().train_terms().unwrap().loss, 8.0);
    }
}
