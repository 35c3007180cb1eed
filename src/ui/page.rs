//! The page's handle: the state, the trainer behind it, and the way between them.

use leptos::prelude::*;

use crate::{
    protocol::Command,
    state::{Phase, Revival, State},
    web::trainer::{News, Trainer},
};

/// Runs an effect again when the memo changes. A memo that nobody reads is not computed, and never changes.
pub fn follow<T: Send + Sync + 'static>(memo: Memo<T>) {
    memo.with(|_| ());
}

/// Handed to every component. Acts go in, derived values come out.
#[derive(Clone, Copy)]
pub struct Page {
    state: RwSignal<State>,
    trainer: StoredValue<Option<Trainer>, LocalStorage>,
    /// Changes when colours do, so that canvases follow.
    pub look: RwSignal<u32>,
    /// The digit of the sample that was last under the pointer in a scatter.
    pub touched: RwSignal<Option<usize>>,
}

impl Page {
    pub fn new(state: State) -> Self {
        Self {
            state: RwSignal::new(state),
            trainer: StoredValue::new_local(None),
            look: RwSignal::new(0),
            touched: RwSignal::new(None),
        }
    }

    /// The page of the component that asks.
    pub fn get() -> Self {
        expect_context()
    }

    /// Something derived from the state; those who use it are told only when it changes.
    pub fn derive<T>(self, of: impl Fn(&State) -> T + Send + Sync + 'static) -> Memo<T>
    where
        T: PartialEq + Send + Sync + 'static,
    {
        Memo::new(move |_| self.state.with(&of))
    }

    /// Whether a teacher's link keeps the settings as they are.
    pub fn is_locked(self) -> Memo<bool> {
        self.derive(|state| state.teaching.is_locked)
    }

    /// Reads the state without following it.
    pub fn peek<T>(self, of: impl FnOnce(&State) -> T) -> T {
        self.state.with_untracked(of)
    }

    /// Does something to the state, and tells the trainer what follows.
    pub fn act(self, act: impl FnOnce(&mut State) -> Vec<Command>) {
        let commands = self.state.try_update(act).unwrap_or_default();
        self.trainer.with_value(|trainer| {
            if let Some(trainer) = trainer {
                commands.iter().for_each(|command| trainer.send(command));
            }
        });
        // Given up before, and asked for again.
        if self.trainer.with_value(Option::is_none) && self.peek(|state| state.phase == Phase::Loading) {
            self.start_trainer();
        }
    }

    /// Does something to the state that the trainer need not know.
    pub fn change(self, change: impl FnOnce(&mut State)) {
        self.state.update(change);
    }

    /// Starts the trainer, in place of the one before.
    pub fn start_trainer(self) {
        match Trainer::spawn(move |news| self.hear(news)) {
            Ok(trainer) => self.trainer.set_value(Some(trainer)),
            Err(_) => self.hear(News::Died("This browser does not start workers.".into())),
        }
    }

    fn hear(self, news: News) {
        match news {
            News::Event(event) => self.act(|state| state.apply(event)),
            News::Died(why) => {
                let revival = self.state.try_update(|state| state.trainer_died(&why));
                let dead = self.trainer.try_update_value(Option::take);
                // A timer, so that the dead worker is not dropped while it is being heard.
                set_timeout(
                    move || {
                        drop(dead);
                        // The user may have asked for another meanwhile.
                        if revival == Some(Revival::StartAgain) && self.trainer.with_value(Option::is_none) {
                            self.start_trainer();
                        }
                    },
                    std::time::Duration::from_millis(50),
                );
            }
        }
    }
}
