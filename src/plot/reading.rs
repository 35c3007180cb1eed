//! The values of the loss chart under the pointer.

use super::loss_chart::LossData;
use crate::state::{
    CurveSample,
    words::{UNKNOWN, significant},
};
use hourglass_core::config::Model;

/// The losses at an epoch.
#[derive(Clone, Debug, PartialEq)]
pub struct LossReading {
    pub epoch: f64,
    pub losses: Vec<Losses>,
}

/// One network's losses.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Losses {
    pub model: Model,
    pub training: Option<f32>,
    pub validation: Option<f32>,
}

impl LossReading {
    /// The losses of the points nearest to an epoch, and of the nearest validation point if there is one; `None` without curves.
    pub fn at(input: &LossData, epoch: f64) -> Option<Self> {
        let last = input.series().filter_map(|(_, series)| Some(series.training.last()?.epoch)).fold(0.0, f32::max);
        let epoch = epoch.clamp(0.0, f64::from(last));
        let losses: Vec<Losses> = input
            .series()
            .map(|(model, series)| Losses {
                model,
                training: nearest(&series.training, epoch).map(|sample| input.term.of(sample)),
                validation: nearest(&series.validation, epoch).map(|sample| input.term.of(sample)),
            })
            .collect();
        (!losses.is_empty()).then_some(Self { epoch, losses })
    }

    /// A description for screen readers.
    pub fn words(&self) -> String {
        let number = |value: Option<f32>| value.map_or_else(|| UNKNOWN.into(), |value| significant(value, 5));
        let losses = self.losses.iter().map(|Losses { model, training, validation }| {
            format!("{}: training {}, validation {}", model.name(), number(*training), number(*validation))
        });
        format!("epoch {:.1}. {}", self.epoch, losses.collect::<Vec<_>>().join("; "))
    }
}

fn nearest(samples: &[CurveSample], epoch: f64) -> Option<&CurveSample> {
    let after = samples.partition_point(|sample| f64::from(sample.epoch) < epoch);
    let distance = |sample: &&CurveSample| (f64::from(sample.epoch) - epoch).abs();
    let around = samples.get(after.saturating_sub(1)).into_iter().chain(samples.get(after));
    around.min_by(|a, b| distance(a).total_cmp(&distance(b)))
}

#[cfg(test)]
mod tests {
    use super::{
        super::{
            loss_chart::Chart,
            mark::{Mark, Place, Size},
        },
        *,
    };
    use crate::state::{Curves, Scale, Term};
    use hourglass_core::protocol::{CurveKind, CurvePoint, PcaErrors, Terms};

    fn curves() -> Curves {
        let mut curves = Curves::default();
        for i in 0..=2_000u16 {
            let epoch = f32::from(i) / 200.0;
            for model in Model::ALL {
                let kl = if model == Model::Vae { 6.0 } else { 0.0 };
                let loss = 150.0 + 390.0 * (-3.0 * epoch).exp() + kl;
                let terms = Terms { loss, reconstruction: loss - kl, kl, penalty: 0.0 };
                curves.extend(&[CurvePoint { model, kind: CurveKind::Training, epoch, terms }]).unwrap();
                if i % 200 == 0 {
                    curves.extend(&[CurvePoint { model, kind: CurveKind::Validation, epoch, terms }]).unwrap();
                }
            }
        }
        curves
    }

    fn input(curves: &Curves, term: Term, scale: Scale) -> LossData<'_> {
        LossData {
            curves,
            term,
            scale,
            baseline: Some(206.0),
            baseline_name: "mean image",
            components: 10,
            unit: "nats per image",
            epochs: 20,
            marks_best: false,
        }
    }

    const SIZE: Size = Size { width: 320.0, height: 220.0 };

    #[test]
    fn a_chart_without_points_is_none() {
        assert_eq!(Chart::layout(&input(&Curves::default(), Term::Total, Scale::Linear), SIZE), None);
    }

    #[test]
    fn the_run_and_the_baseline_lie_within_the_frame() {
        let curves = curves();
        for scale in [Scale::Linear, Scale::Log] {
            for term in [Term::Total, Term::Reconstruction] {
                let chart = Chart::layout(&input(&curves, term, scale), SIZE).unwrap();
                for loss in [150.5, 206.0] {
                    let place = Place::new(chart.epochs.pixel(10.0), chart.losses.pixel(loss));
                    assert!(chart.frame.contains(place), "{scale:?} {term:?} {loss}: {place:?}");
                }
                assert_eq!(chart.epochs.domain(), (0.0, 20.0));
            }
        }
    }

    #[test]
    fn a_baseline_that_no_curve_has_reached_lies_within_the_frame() {
        let mut curves = Curves::default();
        for (epoch, loss) in [(0.0, 540.0), (1.0, 480.0), (2.0, 470.0)] {
            let terms = Terms { loss, reconstruction: loss, kl: 0.0, penalty: 0.0 };
            curves.extend(&[CurvePoint { model: Model::Ae, kind: CurveKind::Validation, epoch, terms }]).unwrap();
        }
        for scale in [Scale::Linear, Scale::Log] {
            let chart = Chart::layout(&input(&curves, Term::Total, scale), SIZE).unwrap();
            for loss in [206.0, 470.0, 480.0] {
                let place = Place::new(chart.epochs.pixel(2.0), chart.losses.pixel(loss));
                assert!(chart.frame.contains(place), "{scale:?} {loss}: {place:?}");
            }
        }
    }

    #[test]
    fn the_kl_is_the_vaes_alone_and_has_no_baseline() {
        let curves = curves();
        let input = input(&curves, Term::Kl, Scale::Linear);
        assert_eq!(input.series().map(|(model, _)| model).collect::<Vec<_>>(), [Model::Vae]);
        let chart = Chart::layout(&input, SIZE).unwrap();
        assert!(chart.losses.domain().1 < 20.0);
        let marks = chart.marks(&input, None);
        assert!(!format!("{marks:?}").contains("mean image"));
    }

    #[test]
    fn pca_is_a_line_with_a_name() {
        let mut curves = curves();
        let marks = |curves: &Curves, term| {
            let input = LossData { components: 3, ..input(curves, term, Scale::Linear) };
            let chart = Chart::layout(&input, SIZE).unwrap();
            let inside = chart.marks(&input, None).into_iter().find_map(|mark| match mark {
                Mark::Clipped { marks, .. } => Some(marks),
                _ => None,
            });
            let lines = inside.unwrap().into_iter().filter_map(|mark| match mark {
                Mark::Line { places, dashed: true, .. } => Some(places[0].y),
                Mark::Text { place, text, .. } if text == "PCA, 3 components" => Some(place.y),
                _ => None,
            });
            (chart, lines.collect::<Vec<f64>>())
        };
        assert_eq!(marks(&curves, Term::Total).1.len(), 1, "the mean image alone");
        // Near the mean image's, and far below all curves: always visible, with its name on the free side.
        for (validation, is_close) in [(203.0, true), (120.0, false)] {
            curves.compare(PcaErrors { validation, test_mse: 0.03 });
            let (chart, lines) = marks(&curves, Term::Reconstruction);
            let [_, line, name] = lines[..] else { panic!("{lines:?}") };
            assert_eq!(line, chart.losses.pixel(f64::from(validation)));
            assert!((chart.frame.top..=chart.frame.bottom).contains(&line), "{line}");
            assert_eq!(name > line, is_close, "{name} {line}");
        }
        assert_eq!(marks(&curves, Term::Kl).1.len(), 0);
        curves.compare(PcaErrors { validation: f32::NAN, test_mse: 0.03 });
        assert_eq!(marks(&curves, Term::Total).1.len(), 1, "what is no number is no line");
    }

    #[test]
    fn names_do_not_overlap() {
        let curves = curves();
        let input = input(&curves, Term::Reconstruction, Scale::Linear);
        let marks = Chart::layout(&input, SIZE).unwrap().marks(&input, Some(3.0));
        let names: Vec<f64> = marks
            .iter()
            .filter_map(|mark| match mark {
                Mark::Text { place, bold: true, .. } => Some(place.y),
                _ => None,
            })
            .collect();
        assert_eq!(names.len(), 2);
        assert!((names[0] - names[1]).abs() >= 13.9, "{names:?}");
    }

    #[test]
    fn the_pointer_reads_the_nearest_points() {
        let curves = curves();
        let input = input(&curves, Term::Total, Scale::Linear);
        let reading = LossReading::at(&input, 2.6).unwrap();
        assert_eq!(reading.losses.len(), 2);
        let validation = reading.losses[0].validation.unwrap();
        assert!((validation - (150.0 + 390.0 * (-9f32).exp())).abs() < 1e-3, "{validation}");
        let words = "epoch 0.0. AE: training 540.00, validation 540.00; VAE: training 546.00, validation 546.00";
        assert_eq!(LossReading::at(&input, 0.0).unwrap().words(), words);
        assert_eq!(LossReading::at(&input, 99.0).unwrap().epoch, 10.0);
        assert_eq!(LossReading::at(&self::input(&Curves::default(), Term::Total, Scale::Linear), 1.0), None);
    }

    #[test]
    fn the_best_epoch_is_marked_if_it_is_used() {
        let mut curves = Curves::default();
        for (epoch, loss) in [(0.0, 90.0), (1.0, 50.0), (2.0, 40.0), (3.0, 45.0)] {
            let terms = Terms { loss, reconstruction: loss, kl: 0.0, penalty: 0.0 };
            _ = curves.extend(&[CurvePoint { model: Model::Ae, kind: CurveKind::Validation, epoch, terms }]);
        }
        let words = |marks_best| {
            let input = LossData { marks_best, ..input(&curves, Term::Total, Scale::Linear) };
            let chart = Chart::layout(&input, Size { width: 400.0, height: 300.0 }).unwrap();
            let is_best = |mark: &&Mark| matches!(mark, Mark::Text { text, .. } if text == "best");
            let inside = chart.marks(&input, None);
            let clipped = inside
                .iter()
                .filter_map(|mark| if let Mark::Clipped { marks, .. } = mark { Some(marks) } else { None });
            clipped.flatten().filter(is_best).count()
        };
        assert_eq!((words(false), words(true)), (0, 1));
        assert_eq!(curves.get(Model::Ae).and_then(|series| series.best()).map(|best| best.epoch), Some(2.0));
    }
}
