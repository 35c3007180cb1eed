//! The trainer's loop: commands in, events out.
//!
//! It handles commands between stretches of training, so that a command waits at most a few dozen milliseconds, and it never
//! makes more pictures than the page paints. Its only access to the outside is a [`Host`].

mod arrived;
mod ask;
mod compare;
mod dataset;
mod helper;
mod helpers;
mod history;
mod host;
mod keep;
mod lost;
mod material;
mod measures;
mod member;
mod pace;
mod patience;
mod pca_comparison;
mod pictures;
mod replies;
mod resume;
mod run;
mod store;
mod study;
mod trainee;
mod trial;

use std::{fmt::Display, rc::Rc};

use dataset::DataSet;
use futures::{FutureExt, StreamExt, channel::mpsc::UnboundedReceiver, future::LocalBoxFuture};

pub use arrived::{BoundedBuffer, LimitExceeded};
pub use ask::{FromHelper, ToHelper};
pub use helper::{HelperPort, help};
use helpers::Helpers;
pub use host::{DataError, Host, MOST_UNPACKED, Yield};
use keep::keep;
use run::{Run, RunError};
use store::Store;
use study::{StudyError, StudyRun};
use trial::trial;

use crate::{device::Devices, train::Compute};
use hourglass_core::{
    config::{Config, DataKind, Model, PerModel, Source, Study},
    data::image::PIXELS,
    protocol::{
        Asker, Backend, Command, Event, Finding, Pictures, Prepared, Query, Reply, Report, RunEvent, RunId, SweepPoint,
    },
};

/// Handles commands until the sender is gone.
pub async fn serve<H: Host + 'static>(host: H, mut commands: UnboundedReceiver<Command>) {
    let mut session = Session {
        host: Rc::new(host),
        store: Store::default(),
        devices: Devices::default(),
        run: None,
        helpers: Helpers::default(),
        is_alone: false,
        goal: Goal::Wait,
        study: None,
        is_studying: false,
        drawing: None,
        page_has_painted: true,
        is_stale: false,
    };
    session.host.emit(Event::Ready);
    loop {
        if session.has_work() {
            session.host.yield_now().await;
        } else {
            match commands.next().await {
                Some(command) => session.handle(command).await,
                None => return,
            }
        }
        loop {
            match commands.try_recv() {
                Ok(command) => session.handle(command).await,
                Err(error) if error.is_closed() => return,
                Err(_) => break,
            }
        }
        session.work().boxed_local().await;
    }
}

/// When to stop training.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Goal {
    Wait,
    /// After the last epoch of the configuration.
    End,
    /// When this many epochs are finished.
    Epoch(usize),
}

impl Goal {
    fn is_reached(self, run: &Run) -> bool {
        match self {
            Self::Wait => false,
            Self::End => run.is_done(),
            Self::Epoch(epoch) => run.is_done() || run.epoch() >= epoch,
        }
    }
}

/// What a run is created from, and the notices about what was replaced.
type Found = (DataSet, Compute, Backend, Vec<String>);

struct Session<H> {
    /// A study's work shares it.
    host: Rc<H>,
    store: Store,
    devices: Devices,
    run: Option<Run>,
    helpers: Helpers,
    /// Whether the link asks for one worker.
    is_alone: bool,
    goal: Goal,
    study: Option<StudyRun>,
    /// Whether the study is running rather than paused.
    is_studying: bool,
    /// 784 bytes.
    drawing: Option<Vec<u8>>,
    /// Whether the page has painted the last pictures.
    page_has_painted: bool,
    /// Whether the page's pictures are out of date.
    is_stale: bool,
}

impl<H: Host + 'static> Session<H> {
    fn has_work(&self) -> bool {
        self.is_studying || self.run.is_some() && (self.goal != Goal::Wait || self.is_stale && self.page_has_painted)
    }

    fn handle(&mut self, command: Command) -> LocalBoxFuture<'_, ()> {
        // In a box, so that it is compiled only once and not for every caller.
        self.do_handle(command).boxed_local()
    }

    async fn do_handle(&mut self, command: Command) {
        match command {
            Command::Prepare { run, config } => self.prepare(run, config).await,
            Command::Load { load, data } => {
                let outcome = self.store.accept(&*self.host, data).await.map_err(|error| error.to_string());
                self.host.emit(Event::Loaded { load, outcome });
            }
            Command::Train => self.set_goal(Goal::End),
            Command::TrainEpoch => self.set_goal(Goal::Epoch(self.run.as_ref().map_or(0, |run| run.epoch() + 1))),
            Command::Pause => self.pause(),
            Command::Tune(tuning) => {
                if let Some(run) = &mut self.run {
                    let outcome = run.tune(tuning, &*self.host).await;
                    self.is_stale = true;
                    outcome.unwrap_or_else(|error| self.fail(error));
                }
            }
            Command::Draw(drawing) => {
                self.drawing = drawing.filter(|bytes| bytes.len() == PIXELS);
                self.is_stale = true;
            }
            Command::Query { model, asker, query } => self.reply(model, asker, query).await,
            Command::Painted => self.page_has_painted = true,
            Command::BeginStudy { run, config, study, known } => {
                self.begin_study(run, config.nearest(), study, &known).await
            }
            Command::PauseStudy => self.pause_study(),
            Command::ResumeStudy => self.resume_study(),
            Command::EndStudy => {
                self.study = None;
                self.is_studying = false;
            }
            Command::Trial(config) => {
                let outcome = trial(&*self.host, &mut self.devices, config.nearest()).await;
                self.host.emit(Event::TrialResult(outcome));
            }
            Command::Restore { run, config, checkpoint } => self.restore(run, config, &checkpoint).await,
            Command::UseOneWorker(is_alone) => self.is_alone = is_alone,
            Command::Save => self.save().await,
            Command::Latents => self.latents().await,
        }
    }

    async fn prepare(&mut self, id: RunId, config: Config) {
        self.goal = Goal::Wait;
        self.run = None;
        match self.prepared(id, config.nearest()).await {
            Ok((run, prepared)) => self.begin(run, prepared),
            Err(error) => self.give_up(id, &error),
        }
    }

    /// Replaces the current run.
    fn begin(&mut self, run: Run, prepared: Prepared) {
        let id = run.id;
        self.goal = Goal::Wait;
        self.run = Some(run);
        self.page_has_painted = true;
        self.is_stale = true;
        self.host.emit(Event::Run { run: id, event: RunEvent::Prepared(Box::new(prepared)) });
    }

    /// Ends the current run and reports why.
    fn give_up(&mut self, run: RunId, why: &impl Display) {
        self.goal = Goal::Wait;
        self.run = None;
        self.host.emit(Event::Run { run, event: RunEvent::Failed(why.to_string()) });
    }

    async fn prepared(&mut self, id: RunId, mut config: Config) -> Result<(Run, Prepared), DataError> {
        let found = self.found(id, &mut config).boxed_local().await?;
        self.made(id, config, found)
    }

    fn made(&self, id: RunId, config: Config, found: Found) -> Result<(Run, Prepared), DataError> {
        let (data, place, backend, notices) = found;
        let run = Run::new(id, config, &data, &place)?;
        let prepared = Prepared {
            config: run.config().clone(),
            backend,
            sizes: run.split().sizes(),
            has_mnist: self.store.offers_mnist(),
            sample: run.sample().clone(),
            baseline: run.baseline(),
            parameters: run.parameters(),
            notices,
        };
        Ok((run, prepared))
    }

    /// The data and the device for a configuration, and notices. The configuration's source is replaced if it is unavailable.
    async fn found(&mut self, id: RunId, config: &mut Config) -> Result<Found, DataError> {
        let host = &*self.host;
        let progress = |loaded, total| host.emit(Event::Run { run: id, event: RunEvent::Fetching { loaded, total } });
        let (source, data) = self.store.load(host, config.source, config.seed, &progress).await?;
        let mut notices = Vec::new();
        if source != config.source {
            notices.push(match config.source {
                Source::Mnist => "This page was built without the whole of MNIST; its 10,000 digits are used.".into(),
                _ => "Your own files are gone after a reload; choose them again. The page's digits are used.".into(),
            });
            config.source = source;
        }
        let checking = || host.emit(Event::Run { run: id, event: RunEvent::CheckingWebgpu });
        let (place, backend) = self.devices.choose(config.backend, checking, || host.open_webgpu()).await;
        Ok((data, place, backend, notices))
    }

    async fn begin_study(&mut self, id: RunId, mut config: Config, study: Study, known: &[SweepPoint]) {
        self.pause();
        (self.study, self.is_studying) = (None, false);
        let found = self.found(id, &mut config).boxed_local().await;
        let begun = found.and_then(|(data, place, _, _)| {
            if config.source.kind() != DataKind::Images {
                return Err(DataError::NoImages);
            }
            StudyRun::new(id, study, known, config, data, place)
        });
        match begun {
            Ok(study) => {
                self.is_studying = study.is_some();
                self.study = study;
            }
            Err(error) => self.tell(id, Finding::Failed(error.to_string())),
        }
    }

    fn pause_study(&mut self) {
        if let (Some(study), true) = (&self.study, self.is_studying) {
            let id = study.id;
            self.is_studying = false;
            self.tell(id, Finding::Paused);
        }
    }

    fn resume_study(&mut self) {
        if self.study.is_some() {
            self.pause();
            self.is_studying = true;
        }
    }

    async fn study(&mut self) -> Result<(), StudyError> {
        let Some(study) = &mut self.study else { return Ok(()) };
        let id = study.id;
        let most = if self.is_alone { 0 } else { study.helpers() };
        let helpers = self.helpers.ready(most, &*self.host);
        for finding in study.advance(&self.host, &helpers).await? {
            if finding == Finding::Finished {
                (self.study, self.is_studying) = (None, false);
            }
            self.tell(id, finding);
        }
        Ok(())
    }

    fn tell(&self, run: RunId, finding: Finding) {
        self.host.emit(Event::Studied { run, finding: Box::new(finding) });
    }

    fn set_goal(&mut self, goal: Goal) {
        self.pause_study();
        if self.run.is_some() {
            self.goal = goal;
        }
        self.stop_at_goal();
    }

    fn pause(&mut self) {
        if let Some(run) = &self.run
            && self.goal != Goal::Wait
        {
            self.goal = Goal::Wait;
            self.is_stale = true;
            self.host.emit(Event::Run { run: run.id, event: RunEvent::Paused });
        }
    }

    /// Stops training if the goal is reached.
    fn stop_at_goal(&mut self) {
        let Some(run) = &self.run else { return };
        let is_done = run.is_done();
        if self.goal.is_reached(run) {
            self.goal = Goal::Wait;
            self.is_stale = true;
            let run = run.id;
            self.report(None);
            let event = if is_done { RunEvent::Finished } else { RunEvent::Paused };
            self.host.emit(Event::Run { run, event });
        }
    }

    async fn work(&mut self) {
        if self.is_studying
            && let Err(error) = self.study().await
            && let Some(study) = self.study.take()
        {
            self.is_studying = false;
            self.tell(study.id, Finding::Failed(error.to_string()));
        }
        if let Err(error) = self.try_to_work().await {
            self.fail(error);
        }
    }

    /// Ends the run because of an error.
    fn fail(&mut self, error: RunError) {
        let Some(run) = self.run.take().map(|run| run.id) else { return };
        self.goal = Goal::Wait;
        let message = error.to_string();
        let event = match error {
            RunError::Diverged { model, step, learning_rate }
            | RunError::LossTooHigh { model, step, learning_rate } => {
                RunEvent::Diverged { model, step, learning_rate, message }
            }
            RunError::Read(_) | RunError::HelperLost => RunEvent::Failed(message),
        };
        self.host.emit(Event::Run { run, event });
    }

    async fn try_to_work(&mut self) -> Result<(), RunError> {
        let Some(run) = &mut self.run else { return Ok(()) };
        let is_training = self.goal != Goal::Wait;
        if is_training {
            if run.is_untrained() {
                take_snapshot(run, &*self.host).await?;
            }
            if !self.is_alone
                && run.wants_helper(&*self.host)
                && let Some(port) = self.helpers.ready(1, &*self.host).first()
            {
                run.share(Model::Vae, port, &*self.host).await?;
            }
            run.advance(&*self.host).await?;
            if run.is_between_epochs() {
                take_snapshot(run, &*self.host).await?;
                keep(run, &*self.host, self.goal.is_reached(run)).await?;
            }
        }
        if is_training || run.is_done() {
            run.compare(&*self.host).await?;
        }
        let now = self.host.now();
        let wanted = self.is_stale || is_training && run.pace.pictures_are_due(now);
        if wanted && self.page_has_painted {
            let pictures = run.pictures(self.drawing.as_deref(), &*self.host).await?;
            run.pace.pictures_done(now, self.host.now());
            self.report(Some(pictures));
            self.is_stale = false;
            self.page_has_painted = false;
        } else if run.pace.report_is_due(now) {
            self.report(None);
        }
        self.stop_at_goal();
        Ok(())
    }

    /// Sends losses and progress, and pictures if there are new ones.
    fn report(&mut self, pictures: Option<PerModel<Pictures>>) {
        if let Some(run) = &mut self.run {
            run.pace.reported(self.host.now());
            let report = Report {
                progress: run.progress(),
                curve: run.take_curve(),
                measures: run.take_measures(),
                pictures,
                pca: run.pca_comparison.take(),
            };
            self.host.emit(Event::Run { run: run.id, event: RunEvent::Report(Box::new(report)) });
        }
    }

    async fn reply(&mut self, model: Model, asker: Asker, query: Query) {
        let Some(run) = &mut self.run else { return };
        let began = self.host.now();
        // If the device has failed, the next stretch will report it.
        let reply = run.reply(model, query, &*self.host).await.unwrap_or(Reply::Nothing);
        run.pace.replied(self.host.now() - began);
        self.host.emit(Event::Run { run: run.id, event: RunEvent::Reply { model, asker, reply } });
    }
}

/// Sends the pictures of the run's current state, for the page to keep.
async fn take_snapshot(run: &mut Run, host: &impl Host) -> Result<(), RunError> {
    let pictures = Box::new(run.pictures(None, host).await?);
    host.emit(Event::Run { run: run.id, event: RunEvent::Snapshot { epoch: run.epoch(), pictures } });
    Ok(())
}
