//! The numbers that are read out: a loss and its parts, and how much is learned from.

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
        // A weight that is changed later is none of this loss's.
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
fn how_many_are_learned_from_is_told_beside_how_many_were_asked() {
    let asked = |hash| {
        let state = ready(hash);
        (state.fewer_used(), state.progress_words())
    };
    assert_eq!(asked("train=60000"), (Some(8_000), "8,000 of 60,000 images".into()));
    assert_eq!(asked("").0, None);
    let mut state = ready("train=60000");
    let config = Config { train: 50_000, ..state.config.clone() };
    state.choose(config);
    assert_eq!(state.fewer_used(), None, "nobody knows yet");
}
