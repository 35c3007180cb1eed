//! The page's handle: the state, the trainers, and the messages between them.

use gloo::timers::callback::Timeout;
use leptos::{
    prelude::*,
    reactive::graph::{AnySubscriber, Source, Subscriber, ToAnySubscriber},
    task::spawn_local,
};

use crate::{
    state::{
        Outbox, Program, State,
        export::Download,
        tracked::{Part, Parts, reads, take_changes},
    },
    web::{
        download, framed, journal,
        trainer::{News, Trainer, files},
        unfetched,
    },
};
use hourglass_core::{
    config::Config,
    protocol::{Command, Event},
};

/// The number of milliseconds that a trial of WebGPU may take.
const LONGEST_TRIAL: u32 = 30_000;

/// Runs an effect again when the memo changes. A memo without readers is not computed, and never changes.
pub fn follow<T: Send + Sync + 'static>(memo: Memo<T>) {
    memo.with(|_| ());
}

/// Removes a memo from everything it has read when its component goes. Otherwise a part of the state that never changes would
/// hold on to every memo that has ever read it.
fn unsubscribe_on_cleanup(memo: AnySubscriber) {
    on_cleanup(move || memo.clear_sources(&memo));
}

/// The running workers.
#[derive(Default)]
struct Trainers {
    cpu: Option<Trainer>,
    webgpu: Option<Trainer>,
}

impl Trainers {
    fn slot(&mut self, program: Program) -> &mut Option<Trainer> {
        match program {
            Program::Cpu => &mut self.cpu,
            Program::Webgpu => &mut self.webgpu,
        }
    }
}

/// The handle given to every component. Actions go in, derived values come out.
#[derive(Clone, Copy)]
pub struct Page {
    state: StoredValue<State>,
    /// One signal per part of the state, in the order of [`Part::ALL`]. It notifies the readers of that part.
    parts: StoredValue<Vec<RwSignal<()>>>,
    trainers: StoredValue<Trainers, LocalStorage>,
    /// Ends a trial that takes too long.
    deadline: StoredValue<Option<Timeout>, LocalStorage>,
    /// The last table handed to the browser, if the page is in a frame that may prevent saving it.
    pub saved: RwSignal<Option<Download>>,
    /// Changes with the colors, so that canvases are repainted.
    pub look: RwSignal<u32>,
}

impl Page {
    pub fn new(state: State) -> Self {
        Self {
            state: StoredValue::new(state),
            parts: StoredValue::new(Part::ALL.iter().map(|_| RwSignal::new(())).collect()),
            trainers: StoredValue::new_local(Trainers::default()),
            deadline: StoredValue::new_local(None),
            saved: RwSignal::new(None),
            look: RwSignal::new(0),
        }
    }

    /// The page of the calling component.
    pub fn get() -> Self {
        expect_context()
    }

    /// A value derived from the state. It is recomputed when a part of the state that it has read changes, and notifies its
    /// readers if its value differs.
    pub fn derive<T>(self, of: impl Fn(&State) -> T + Send + Sync + 'static) -> Memo<T>
    where
        T: PartialEq + Send + Sync + 'static,
    {
        let memo = ArcMemo::new(move |_| {
            let (value, parts) = self.peek(|state| reads(|| of(state)));
            self.track(parts);
            value
        });
        unsubscribe_on_cleanup(memo.to_any_subscriber());
        memo.into()
    }

    fn track(self, parts: Parts) {
        self.parts.with_value(|signals| parts.iter().for_each(|part| signals[part as usize].track()));
    }

    /// A value derived only from the settings.
    pub fn derive_setting<T>(self, of: impl Fn(&Config) -> T + Send + Sync + 'static) -> Memo<T>
    where
        T: PartialEq + Send + Sync + 'static,
    {
        self.derive(move |state| of(state.config()))
    }

    /// Whether a teacher's link locks the settings.
    pub fn is_locked(self) -> Memo<bool> {
        self.derive(|state| state.teaching().is_locked)
    }

    /// Reads the state without tracking it.
    pub fn peek<T>(self, of: impl FnOnce(&State) -> T) -> T {
        self.state.with_value(of)
    }

    /// Changes the state and carries out the resulting requests. This is the only way to change it.
    pub fn act(self, act: impl FnOnce(&mut State)) {
        self.do_act(Box::new(act));
    }

    /// Takes a boxed action, so that this is compiled only once and not for every action.
    fn do_act(self, act: Box<dyn FnOnce(&mut State) + '_>) {
        let before = self.peek(|state| state.run.phase());
        let Some(Outbox { commands, trial, downloads }) = self.update(act) else { return };
        let phase = self.peek(|state| state.run.phase());
        if phase != before {
            journal::write(&format!("state: {}, was {}", phase.word(), before.word()));
        }
        downloads.iter().for_each(download::save);
        let table = downloads.into_iter().find(Download::is_text).filter(|_| framed::saving().is_some());
        if table.is_some() {
            self.saved.set(table);
        }
        self.send(self.peek(State::in_charge), &commands);
        self.send(Program::Webgpu, trial.as_slice());
        self.sync_trainers();
    }

    /// Changes the state and notifies its readers.
    fn update(self, act: impl FnOnce(&mut State)) -> Option<Outbox> {
        let outbox = self.state.try_update_value(|state| {
            act(state);
            state.drain()
        });
        self.notify(take_changes());
        outbox
    }

    /// Notifies the readers of these parts and then forgets them: those that still exist read the parts again.
    fn notify(self, parts: Parts) {
        let signals =
            self.parts.with_value(|signals| parts.iter().map(|part| signals[part as usize]).collect::<Vec<_>>());
        for signal in signals {
            signal.notify();
            signal.clear_subscribers();
        }
    }

    /// Stops the trainers that have no work left, and starts those that are missing.
    pub fn sync_trainers(self) {
        for program in Program::ALL {
            let is_there = self.trainers.try_update_value(|trainers| trainers.slot(program).is_some()) == Some(true);
            let (is_kept, is_needed) = self.peek(|state| (state.keeps(program), state.needs(program)));
            if is_there && !is_kept {
                self.dismiss(program);
            } else if !is_there && is_needed {
                self.start(program);
            }
        }
    }

    fn start(self, program: Program) {
        match Trainer::spawn(program, move |news| self.on_news(program, news)) {
            Ok(trainer) => self.trainers.update_value(|trainers| *trainers.slot(program) = Some(trainer)),
            Err(error) => {
                journal::write(&format!("{}: not started: {error:?}", program.word()));
                self.on_trainer_death(program);
            }
        }
    }

    fn dismiss(self, program: Program) {
        let trainer = self.trainers.try_update_value(|trainers| trainers.slot(program).take());
        if let Some(trainer) = trainer.flatten() {
            trainer.end();
        }
    }

    fn send(self, program: Program, commands: &[Command]) {
        self.trainers.update_value(|trainers| {
            if let Some(trainer) = trainers.slot(program) {
                commands.iter().for_each(|command| trainer.send(command));
            }
        });
    }

    fn on_news(self, program: Program, news: News) {
        let is_in_charge = program == self.peek(State::in_charge);
        match news {
            News::Event(event) if is_in_charge => match self.peek(|state| state.fatal_error(&event)) {
                Some(why) => {
                    journal::write(&format!("{}: given up: {why}", program.word()));
                    self.on_trainer_death(program);
                }
                None => self.act(|state| state.apply(event)),
            },
            News::Event(Event::Ready) => self.begin_trial(),
            News::Event(Event::TrialResult(outcome)) => self.act(|state| state.webgpu_was_timed(outcome)),
            // It belongs to a run that this trainer no longer has.
            News::Event(_) => {}
            News::Crashed => self.on_trainer_death(program),
            News::NeverResponded => spawn_local(async move {
                match unfetched::find(&files(program)).await {
                    Some(unfetched) => {
                        self.dismiss(program);
                        self.act(|state| state.trainer_not_fetched(program, unfetched));
                    }
                    None => self.on_trainer_death(program),
                }
            }),
        }
    }

    fn on_trainer_death(self, program: Program) {
        self.dismiss(program);
        self.act(|state| state.trainer_died(program));
    }

    fn begin_trial(self) {
        self.act(State::webgpu_is_ready);
        self.deadline.set_value(Some(Timeout::new(LONGEST_TRIAL, move || self.act(State::give_up_trial))));
    }
}
