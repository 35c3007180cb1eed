//! The curves of a run and what was measured: all of it, bounded in memory, and which of it has not been sent.

use hourglass_core::{
    config::{Model, PerModel},
    protocol::{CurveKind, CurvePoint, Measured, Terms},
};

/// More points of [`CurveKind::Training`] than this, of both networks, become half as many or fewer.
const MOST: usize = 4_096;

/// What a run has told, and what it has still to tell.
#[derive(Debug, Default)]
pub struct History {
    curve: Sent<CurvePoint>,
    measures: Sent<Measured>,
}

/// A list of which the last have not been sent.
#[derive(Debug)]
struct Sent<T> {
    sent: Vec<T>,
    fresh: Vec<T>,
}

impl<T> Default for Sent<T> {
    fn default() -> Self {
        Self { sent: Vec::new(), fresh: Vec::new() }
    }
}

impl<T: Copy> Sent<T> {
    fn take(&mut self) -> Vec<T> {
        self.sent.extend(&self.fresh);
        std::mem::take(&mut self.fresh)
    }

    fn all(&self) -> Vec<T> {
        [self.sent.as_slice(), &self.fresh].concat()
    }
}

impl History {
    /// That of a run that is gone on with, none of which has been sent.
    pub fn unsent(curve: Vec<CurvePoint>, measures: Vec<Measured>) -> Self {
        Self { curve: Sent { sent: Vec::new(), fresh: curve }, measures: Sent { sent: Vec::new(), fresh: measures } }
    }

    pub fn add_point(&mut self, point: CurvePoint) {
        self.curve.fresh.push(point);
    }

    pub fn add_measures(&mut self, measures: impl IntoIterator<Item = Measured>) {
        self.measures.fresh.extend(measures);
    }

    /// The points of the curves since the last call.
    pub fn take_curve(&mut self) -> Vec<CurvePoint> {
        let fresh = self.curve.take();
        if self.curve.sent.iter().filter(|point| point.kind == CurveKind::Training).count() > MOST {
            self.curve.sent = merged(&self.curve.sent);
        }
        fresh
    }

    /// What was measured since the last call.
    pub fn take_measures(&mut self) -> Vec<Measured> {
        self.measures.take()
    }

    /// The curves so far, those of training coarser the longer they are.
    pub fn curve(&self) -> Vec<CurvePoint> {
        self.curve.all()
    }

    /// What a network lost on the validation examples before its first step.
    pub fn untrained(&self, model: Model) -> Option<Terms> {
        let is_wanted =
            |point: &&CurvePoint| point.model == model && point.kind == CurveKind::Validation && point.epoch == 0.0;
        self.curve.sent.iter().chain(&self.curve.fresh).find(is_wanted).map(|point| point.terms)
    }

    /// Everything that was measured.
    pub fn measures(&self) -> Vec<Measured> {
        self.measures.all()
    }
}

/// The training curves with points at even distances, each the mean of those around it; all other points stay.
fn merged(points: &[CurvePoint]) -> Vec<CurvePoint> {
    let end = points.iter().fold(0f32, |end, point| end.max(point.epoch));
    let part = |point: &CurvePoint| (point.epoch / end * (MOST / 4) as f32) as usize;
    let mut merged: Vec<CurvePoint> = Vec::with_capacity(points.len());
    // Where the last of each network lies, and how many points it is the mean of.
    let mut last = PerModel::<(usize, f32)>::default();
    for point in points {
        if point.kind == CurveKind::Training {
            if let Some((place, count)) = last.slot(point.model)
                && part(&merged[*place]) == part(point)
            {
                *count += 1.0;
                let terms = towards(merged[*place].terms, point.terms, 1.0 / *count);
                merged[*place] = CurvePoint { terms, ..*point };
                continue;
            }
            *last.slot(point.model) = Some((merged.len(), 1.0));
        }
        merged.push(*point);
    }
    merged
}

/// A part of the way from one to the other.
fn towards(from: Terms, to: Terms, part: f32) -> Terms {
    let on_the_way = |from: f32, to: f32| from + (to - from) * part;
    Terms {
        loss: on_the_way(from.loss, to.loss),
        reconstruction: on_the_way(from.reconstruction, to.reconstruction),
        kl: on_the_way(from.kl, to.kl),
        penalty: on_the_way(from.penalty, to.penalty),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(model: Model, kind: CurveKind, at: usize) -> CurvePoint {
        CurvePoint { model, kind, epoch: at as f32, terms: Terms { loss: at as f32, ..Terms::default() } }
    }

    #[test]
    fn a_point_is_sent_once_and_kept() {
        let mut history = History::default();
        history.add_point(point(Model::Ae, CurveKind::Validation, 0));
        assert_eq!(history.take_curve().len(), 1);
        history.add_point(point(Model::Ae, CurveKind::Validation, 1));
        assert_eq!((history.curve().len(), history.take_curve().len(), history.take_curve().len()), (2, 1, 0));
        assert_eq!(History::unsent(history.curve(), vec![]).take_curve(), history.curve());
    }

    #[test]
    fn a_long_curve_becomes_coarser_and_keeps_its_epochs() {
        let mut history = History::default();
        for at in 0..10 * MOST {
            Model::ALL.into_iter().for_each(|model| history.add_point(point(model, CurveKind::Training, at)));
            if at % 1_000 == 0 {
                history.add_point(point(Model::Vae, CurveKind::TrainingEpoch, at));
            }
            history.take_curve();
        }
        let points = history.curve();
        let of = |kind| points.iter().filter(|point| point.kind == kind).copied().collect::<Vec<_>>();
        assert_eq!(of(CurveKind::TrainingEpoch).len(), 10 * MOST / 1_000 + 1);
        let training = of(CurveKind::Training);
        assert!(training.len() <= MOST && training.len() > MOST / 4, "{}", training.len());
        let vae: Vec<_> = training.iter().filter(|point| point.model == Model::Vae).collect();
        let gaps: Vec<f32> = vae.windows(2).map(|pair| pair[1].epoch - pair[0].epoch).collect();
        assert!(gaps.iter().all(|gap| *gap > 0.0 && *gap < 200.0), "as even as they can be");
        assert!(vae.iter().all(|point| (point.epoch - point.terms.loss).abs() < 100.0), "means of what is near");
    }
}
