//! Messages arrive unchanged through a browser's port, and anything that is not a message does no harm.

#![cfg(target_arch = "wasm32")]

use std::fmt::Debug;

use futures::{StreamExt, channel::mpsc::unbounded};
use gloo::events::EventListener;
use hourglass_core::{
    config::{Config, Model, PerModel, Study},
    data::{
        image::PIXELS,
        table::{ActiveTable, sample},
    },
    protocol::{
        Asker, Backend, Command, Components, CurveKind, CurvePoint, Data, Drawn, Event, Finding, LoadId, Loaded,
        Measure, Measured, PcaErrors, Pictures, Prepared, Progress, Query, Reply, Report, RunEvent, RunId, Sample,
        Sizes, SweepPoint, Terms, Timing, Tuning,
    },
};
use hourglass_web::port::{pack, unpack};
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{MessageChannel, MessageEvent};

wasm_bindgen_test_configure!(run_in_browser);

/// The messages that arrive at the other end of a channel after `post` has sent them.
async fn through_a_port<T: DeserializeOwned + 'static>(count: usize, post: impl Fn(&MessageChannel)) -> Vec<Option<T>> {
    let channel = MessageChannel::new().unwrap();
    let (sender, receiver) = unbounded();
    let _listener = EventListener::new(&channel.port2(), "message", move |event| {
        sender.unbounded_send(unpack::<T>(event.dyn_ref::<MessageEvent>().unwrap())).unwrap();
    });
    channel.port2().start();
    post(&channel);
    receiver.take(count).collect().await
}

async fn survive<T: Serialize + DeserializeOwned + PartialEq + Debug + 'static>(messages: Vec<T>) {
    let arrived = through_a_port::<T>(messages.len(), |channel| {
        for message in &messages {
            let parcel = pack(message).unwrap();
            channel.port1().post_message_with_transferable(&parcel.message, &parcel.transfer).unwrap();
            assert_eq!(parcel.message.byte_length(), 0, "the buffer was moved, not copied");
        }
    })
    .await;
    assert_eq!(arrived, messages.into_iter().map(Some).collect::<Vec<_>>());
}

#[wasm_bindgen_test]
async fn every_command_survives() {
    let query = |query| Command::Query { model: Model::Vae, asker: Asker::Codes, query };
    let (run, config) = (RunId(7), Config { beta: 0.1, ..Config::default() });
    let load = |data| Command::Load { load: LoadId(3), data };
    survive(vec![
        Command::Prepare { run, config: config.clone() },
        load(Data::Images { images: vec![1; 100_000].into(), labels: Some([2, 3].into()) }),
        Command::Train,
        Command::TrainEpoch,
        Command::Pause,
        Command::Tune(Tuning::from(&config)),
        Command::Draw(Some(vec![9; PIXELS])),
        Command::Draw(None),
        query(Query::Decode(vec![f32::MIN, 0.0, 1e-30])),
        query(Query::Rebuild(vec![9; PIXELS])),
        query(Query::Errors),
        Command::Painted,
        load(Data::Table { bytes: vec![b'a'; 3_000].into(), choice: None }),
        load(Data::Table { bytes: vec![].into(), choice: Some(sample::choice()) }),
        load(Data::Choice(sample::choice())),
        Command::Trial(config.clone()),
        Command::BeginStudy {
            run,
            config: config.clone(),
            study: Study::Sweep { least: 1, most: 9 },
            known: vec![sweep_point()],
        },
        Command::PauseStudy,
        Command::ResumeStudy,
        Command::EndStudy,
        Command::Restore { run, config: Some(config), checkpoint: vec![9; 3000].into() },
        Command::Restore { run, config: None, checkpoint: vec![].into() },
        Command::UseOneWorker(true),
        Command::Save,
        Command::Latents,
    ])
    .await;
}

fn sweep_point() -> SweepPoint {
    SweepPoint { latent: 4, ae: 0.03, pca: 0.04 }
}

fn components() -> Components {
    Components {
        images: 10,
        cumulative: vec![0.5, 1.0],
        errors: vec![0.06],
        mean: vec![0.1; PIXELS],
        axes: vec![vec![0.2; PIXELS]],
        side: 28,
        places: vec![1.0, 2.0],
        labels: None,
    }
}

#[wasm_bindgen_test]
async fn every_event_survives() {
    let run = RunId(7);
    let sample =
        Sample { images: vec![5; 2 * PIXELS], labels: Some(vec![3, 4]), exhibits: vec![0, 1], ..Sample::default() };
    let prepared = Prepared {
        config: Config::default(),
        backend: Backend::Cpu { why: "No adapter.".into() },
        sizes: Sizes { train: 8, validation: 1, test: 1 },
        has_mnist: true,
        sample,
        baseline: 206.5,
        parameters: PerModel { ae: Some(400), vae: None },
        notices: vec!["“ü”".into()],
    };
    let pictures = Pictures {
        reconstructions: vec![1; PIXELS],
        latents: vec![0.5; 4],
        drawn: Some(Drawn { latent: vec![1.0, 2.0], logvar: vec![-0.5, 0.25], image: vec![7; PIXELS] }),
        field: vec![0.25; 800],
    };
    let terms = Terms { loss: 3.0, reconstruction: 2.0, kl: 1.0, penalty: 0.5 };
    let point = CurvePoint { model: Model::Vae, kind: CurveKind::Test { mse: 0.04 }, epoch: 1.5, terms };
    let report = Report {
        progress: Progress { epoch: 1, step: 63, ms_per_step: 21.5, ..Progress::default() },
        curve: vec![point],
        measures: vec![Measured { model: Model::Ae, measure: Measure::Angle, epoch: 1, value: 12.5 }],
        pictures: Some(PerModel { ae: None, vae: Some(pictures) }),
        pca: Some(PcaErrors { validation: 27.0, test_mse: 0.034 }),
    };
    let reply = |reply| Event::Run { run, event: RunEvent::Reply { model: Model::Ae, asker: Asker::Place, reply } };
    let loaded = |outcome| Event::Loaded { load: LoadId(3), outcome };
    let (_, summary, chosen) = ActiveTable::read(sample::csv().as_bytes(), None).unwrap();
    survive(vec![
        Event::Ready,
        loaded(Ok(Loaded::Images)),
        loaded(Ok(Loaded::Table { summary: Box::new(summary), chosen: chosen.clone() })),
        loaded(Ok(Loaded::Choice { chosen, is_new: true })),
        loaded(Err("No.".into())),
        Event::Run { run, event: RunEvent::Fetching { loaded: 10, total: u64::MAX } },
        Event::Run { run, event: RunEvent::CheckingWebgpu },
        Event::Run { run, event: RunEvent::Prepared(Box::new(prepared)) },
        Event::Run { run, event: RunEvent::Report(Box::new(report)) },
        reply(Reply::Images(vec![0; PIXELS])),
        reply(Reply::Errors(vec![0.25])),
        reply(Reply::Nothing),
        Event::Run { run, event: RunEvent::Paused },
        Event::Run { run, event: RunEvent::Finished },
        Event::Studied { run, finding: Box::new(Finding::Progress(0.5)) },
        Event::Studied { run, finding: Box::new(Finding::Point(sweep_point())) },
        Event::Studied { run, finding: Box::new(Finding::Components(components())) },
        Event::Studied { run, finding: Box::new(Finding::Betas(Default::default())) },
        Event::Run { run, event: RunEvent::Refused("No.".into()) },
        Event::Run { run, event: RunEvent::Failed("Why.".into()) },
        Event::TrialResult(Ok(Timing { adapter: "Toy".into(), webgpu: 1.5, cpu: 9.0 })),
        Event::TrialResult(Err("No adapter.".into())),
        Event::Run { run, event: RunEvent::Checkpoint { epoch: 3, bytes: vec![9; 3000] } },
        Event::Run { run, event: RunEvent::Saved { epoch: 0, bytes: vec![] } },
        Event::Run {
            run,
            event: RunEvent::Latents {
                latents: PerModel { ae: None, vae: Some(vec![0.5; 4]) },
                labels: Some(vec![1, 2]),
                latent: 2,
            },
        },
        Event::Run {
            run,
            event: RunEvent::Diverged { model: Model::Ae, step: 9, learning_rate: 1.0, message: "Why.".into() },
        },
    ])
    .await;
}

#[wasm_bindgen_test]
async fn anything_that_is_not_a_message_is_ignored() {
    let noise = js_sys::Uint8Array::from([255, 255, 255, 255, 255, 255, 255, 255].as_slice()).buffer();
    let strangers: [JsValue; 5] = [JsValue::NULL, "text".into(), 5.into(), js_sys::Object::new().into(), noise.into()];
    let arrived = through_a_port::<Event>(strangers.len(), |channel| {
        for stranger in &strangers {
            channel.port1().post_message(stranger).unwrap();
        }
    })
    .await;
    assert_eq!(arrived, [None, None, None, None, None]);
}
