//! The curves and measures of a run: all of them, in bounded memory, and which of them have not been sent.

use hourglass_core::{
    config::{Model, PerModel},
    protocol::{CurveKind, CurvePoint, Measured, Terms},
};

/// Above this number, the points of [`CurveKind::Training`], of both networks, are reduced to half or fewer.
const MOST: usize = 4_096;

/// What a run has reported, and what it has yet to report.
#[derive(Debug, Default)]
pub struct History {
    curve: Sent<CurvePoint>,
    measures: Sent<Measured>,
}

/// A list whose last items have not been sent.
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
    /// The history of a resumed run, none of which has been sent.
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

    /// The measures since the last call.
    pub fn take_measures(&mut self) -> Vec<Measured> {
        self.measures.take()
    }

    /// The curves so far; a long training curve has fewer points.
    pub fn curve(&self) -> Vec<CurvePoint> {
        self.curve.all()
    }

    /// A network's loss on the validation examples before its first step.
    pub fn untrained(&self, model: Model) -> Option<Terms> {
        let is_wanted =
            |point: &&CurvePoint| point.model == model && point.kind == CurveKind::Validation && point.epoch == 0.0;
        self.curve.sent.iter().chain(&self.curve.fresh).find(is_wanted).map(|point| point.terms)
    }

    /// All measures so far.
    pub fn measures(&self) -> Vec<Measured> {
        self.measures.all()
    }
}

/// Thins the training curves to evenly spaced points, each the mean of the points around it; all other points stay.
fn merged(points: &[CurvePoint]) -> Vec<CurvePoint> {
    let end = points.iter().fold(0f32, |end, point| end.max(point.epoch));
    let part = |point: &CurvePoint| (point.epoch / end * (MOST / 4) as f32) as usize;
    let mut merged: Vec<CurvePoint> = Vec::with_capacity(points.len());
    // The index of each network's last point, and the number of points that it averages.
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

/// Interpolates linearly between two values.
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
        assert!(gaps.iter().all(|gap| *gap > 0.0 && *gap < 200.0), "the points are evenly spaced");
        assert!(vae.iter().all(|point| (point.epoch - point.terms.loss).abs() < 100.0), "means of nearby points");
    }
}
