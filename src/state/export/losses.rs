//! All losses of a run, one per line.

use super::sheet::Sheet;
use crate::state::{CurveSample, Curves, Series};
use hourglass_core::config::Model;

const COLUMNS: [&str; 8] = ["model", "kind", "epoch", "loss", "reconstruction", "kl", "penalty", "test_mse"];

/// The curves as a table, network by network and kind by kind, in order of time.
pub fn csv(curves: &Curves) -> Vec<u8> {
    let mut sheet = Sheet::new(COLUMNS);
    for model in Model::ALL {
        if let Some(series) = curves.get(model) {
            lines(&mut sheet, model, series);
        }
    }
    sheet.bytes()
}

fn lines(sheet: &mut Sheet, model: Model, series: &Series) {
    let Series { training, epochs, validation, test, restored, test_mse, .. } = series;
    let without = |samples: &[CurveSample]| samples.iter().map(|sample| (*sample, None)).collect::<Vec<_>>();
    let restored = restored.map(|sample| (sample, *test_mse));
    for (kind, samples) in [
        ("training", without(training)),
        ("training epoch", without(epochs)),
        ("validation", without(validation)),
        ("test", test.iter().map(|(sample, mse)| (*sample, Some(*mse))).collect()),
        ("restored", restored.into_iter().collect()),
    ] {
        for (CurveSample { epoch, terms }, mse) in samples {
            sheet.text(model.name());
            sheet.text(kind);
            for number in [epoch, terms.loss, terms.reconstruction, terms.kl, terms.penalty] {
                sheet.number(number);
            }
            sheet.number(mse.unwrap_or(f32::NAN));
            sheet.end_row();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hourglass_core::protocol::{CurveKind, CurvePoint, Terms};

    #[test]
    fn every_point_has_a_line() {
        let mut curves = Curves::default();
        let terms = Terms { loss: 3.5, reconstruction: 2.0, kl: 1.0, penalty: 0.5 };
        let point = |model, kind, epoch| CurvePoint { model, kind, epoch, terms };
        curves
            .extend(&[
                point(Model::Vae, CurveKind::Test { mse: 0.25 }, 1.0),
                point(Model::Ae, CurveKind::Training, 0.5),
                point(Model::Ae, CurveKind::TrainingEpoch, 1.0),
                point(Model::Ae, CurveKind::Validation, 1.0),
                point(Model::Ae, CurveKind::Restored { mse: 0.125 }, 1.0),
            ])
            .unwrap();
        let expected = "\
model,kind,epoch,loss,reconstruction,kl,penalty,test_mse
AE,training,0.5,3.5,2,1,0.5,
AE,training epoch,1,3.5,2,1,0.5,
AE,validation,1,3.5,2,1,0.5,
AE,restored,1,3.5,2,1,0.5,0.125
VAE,test,1,3.5,2,1,0.5,0.25
";
        assert_eq!(String::from_utf8(csv(&curves)).unwrap(), expected);
    }

    #[test]
    fn without_losses_there_are_only_column_names() {
        assert_eq!(csv(&Curves::default()), format!("{}\n", COLUMNS.join(",")).into_bytes());
    }
}
