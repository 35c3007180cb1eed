//! Tests of the displayed numbers: a loss and its parts, and the number of training examples.

use super::*;

fn validated(state: &mut State, terms: Terms) {
    let point = |model| CurvePoint { model, kind: CurveKind::Validation, epoch: 1.0, terms };
    let ae = CurvePoint { terms: Terms { loss: terms.reconstruction, kl: 0.0, ..terms }, ..point(Model::Ae) };
    let curve = vec![ae, point(Model::Vae)];
    state.apply(Event::Run {
        run: state.run.id(),
        event: RunEvent::Report(Box::new(Report { curve, ..Report::default() })),
    });
}

#[test]
fn the_parts_of_a_loss_add_up_to_it() {
    for (beta, reconstruction, kl) in
        [(0.1, 20.915_1, 26.951), (1.0, 157.338_7, 5.876_2), (0.0, 20.0, 3.3), (1e-6, 150.004_9, 8.0)]
    {
        let mut state = ready(&format!("beta={beta}"));
        validated(&mut state, Terms { loss: reconstruction + beta * kl, reconstruction, kl, penalty: 0.0 });
        // A later change of the weight does not affect this loss.
        let config = Config { beta: 7.0, ..state.config.clone() };
        state.choose(config);
        let value = |which| state.readout(Model::Vae, which).unwrap();
        assert_eq!((value(Readout::Reconstruction), value(Readout::Kl)), (reconstruction, kl));
        assert!((value(Readout::WeightedKl) - beta * kl).abs() < 1e-4, "{beta}: {}", value(Readout::WeightedKl));
        let shown = |which| state.readout_words(Model::Vae, which);
        let hundredths = |which| (shown(which).parse::<f64>().unwrap() * 1_000.0).round() as i64;
        assert_eq!(
            hundredths(Readout::Validation),
            hundredths(Readout::Reconstruction) + hundredths(Readout::WeightedKl),
            "{} = {} + {}",
            shown(Readout::Validation),
            shown(Readout::Reconstruction),
            shown(Readout::WeightedKl),
        );
    }
    assert_eq!(ready("").readout_words(Model::Vae, Readout::WeightedKl), "–");
}

#[test]
fn the_number_of_examples_used_is_shown_beside_the_number_requested() {
    let asked = |hash| {
        let state = ready(hash);
        (state.fewer_used(), state.progress_words())
    };
    assert_eq!(asked("train=60000"), (Some(8_000), "8,000 of 60,000 images".into()));
    assert_eq!(asked("").0, None);
    let mut state = ready("train=60000");
    let config = Config { train: 50_000, ..state.config.clone() };
    state.choose(config);
    assert_eq!(state.fewer_used(), None, "it is not known yet");
}
