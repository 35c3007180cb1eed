//! Tests of exported files.

use super::*;
use crate::state::export::Download;
use hourglass_core::{config::PerModel, data::table::RuleKind};

fn csv(state: &mut State) -> (String, String) {
    let mut files = state.drain().downloads;
    assert_eq!(files.len(), 1);
    let Download { name, bytes, .. } = files.remove(0);
    (name, String::from_utf8(bytes).unwrap())
}

fn latents(run: RunId) -> Event {
    let latents = PerModel { ae: Some(vec![1.0, 2.0]), vae: None };
    Event::Run { run, event: RunEvent::Latents { latents, labels: Some(vec![3, 1]), latent: 1 } }
}

#[test]
fn losses_can_be_saved_once_there_are_some() {
    let mut state = ready("");
    assert!(state.lacks_losses().is_some());
    state.save_losses();
    assert_eq!(state.drain().downloads, vec![]);

    state.start();
    state.apply(report(state.run.id(), 2, 150.5));
    assert_eq!(state.lacks_losses(), None);
    state.save_losses();
    let (name, text) = csv(&mut state);
    assert_eq!(name, "hourglass-losses-epoch-2.csv");
    assert_eq!(text.lines().count(), 4);
    assert!(text.contains("AE,test,2,150.5,150.5,0,0,0.03"), "{text}");
    assert_eq!(state.drain().downloads, vec![], "each file is saved once");
}

#[test]
fn latents_are_requested_once_and_saved_when_they_arrive() {
    let mut state = ready("");
    assert_eq!(state.sent(State::save_latents), vec![Command::Latents]);
    assert!(state.lacks_latents().is_some());
    assert_eq!(state.sent(State::save_latents), vec![], "one request at a time");
    state.apply(latents(state.run.id()));
    let (name, text) = csv(&mut state);
    assert_eq!(name, "hourglass-latents-epoch-0.csv");
    assert_eq!(text, "index,label,model,z1\n0,3,AE,1\n1,1,AE,2\n");
    assert_eq!(state.lacks_latents(), None);
}

#[test]
fn latents_of_an_abandoned_run_are_not_saved() {
    let mut state = ready("");
    let old = state.run.id();
    state.save_latents();
    state.reset();
    assert!(state.lacks_latents().is_some(), "there are no networks to ask");
    state.apply(latents(old));
    assert_eq!(state.drain().downloads, vec![]);
    let event = prepared(&state, state.run.id());
    state.apply(event);
    assert_eq!(state.lacks_latents(), None);
    state.apply(latents(state.run.id()));
    assert_eq!(state.drain().downloads, vec![], "they were not requested");
}

#[test]
fn rows_of_a_table_are_named_by_their_class_which_is_plain_text() {
    let mut state = state("data=table");
    let rows = (0..20).map(|i| format!("{i},{},{}\n", i * 2, if i % 2 == 0 { "yes" } else { "no" }));
    let table = format!("a,b,=cmd()\n{}", rows.collect::<String>());
    let mut reader = Reader::default();
    reader.sent(&mut state, |state| state.apply(Event::Ready));
    reader.sent(&mut state, |state| state.offer_table("t.csv".into(), table.into_bytes()));
    reader.sent(&mut state, |state| {
        state.choose_label(2);
        state.choose_rule(RuleKind::Equals);
        state.write_rule("yes");
    });
    let event = prepared(&state, state.run.id());
    state.apply(event);
    state.save_latents();
    state.apply(Event::Run {
        run: state.run.id(),
        event: RunEvent::Latents {
            latents: PerModel { ae: Some(vec![0.5, -0.5]), vae: None },
            labels: Some(vec![1, 0]),
            latent: 1,
        },
    });
    let (_, text) = csv(&mut state);
    assert_eq!(text, "index,label,model,z1\n0,'=cmd() equals “yes”,AE,0.5\n1,the others,AE,-0.5\n");
}
