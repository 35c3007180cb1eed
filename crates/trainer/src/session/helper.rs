//! A helper: another worker that trains one of the run's networks, so that two of them use two cores.
//!
//! A run begins with all its networks in the first worker. When a helper is listening, one of them moves there. If the helper
//! is lost, the network comes back: everything random depends only on the seed and the step, so the asks since its last known
//! state, answered again, lead to exactly the same network.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    future::poll_fn,
    rc::Rc,
};

use futures::{StreamExt, channel::mpsc::UnboundedReceiver};

use super::{
    ask::{Answer, Ask, FromHelper, ToHelper},
    host::Yield,
    material::Material,
    trainee::Trainee,
};
use crate::{
    model::Weights,
    train::{Compute, Learned},
};
use hourglass_core::config::{Config, Model};

/// The maximum size in bytes of a data set that a helper gets a copy of.
pub const MOST_COPIED: usize = 64_000_000;

/// Answers a run's asks until the sender is gone.
pub async fn help(host: impl Yield, mut asks: UnboundedReceiver<ToHelper>, emit: impl Fn(FromHelper)) {
    emit(FromHelper::Ready);
    let mut trainees = BTreeMap::new();
    while let Some(ask) = asks.next().await {
        let answer = match ask {
            ToHelper::Begin { network, model, config, data } => {
                let place = Compute::cpu();
                let material = Material::new(&config, &data, &place).ok().map(Rc::new);
                let trainee = material.and_then(|material| Trainee::new(model, &config, &material, &place));
                trainee.map(|trainee| {
                    trainees.insert(network, trainee);
                    Answer::Done
                })
            }
            ToHelper::Ask { network, ask } => match trainees.get_mut(&network) {
                Some(trainee) => trainee.answer(&ask, &host).await.ok(),
                None => None,
            },
            ToHelper::End { network } => {
                trainees.remove(&network);
                continue;
            }
        };
        emit(answer.map_or(FromHelper::Failed, FromHelper::Answer));
    }
}

/// A run's connection to a helper.
pub struct HelperPort {
    post: Box<dyn Fn(&ToHelper)>,
    /// Ends when the helper does.
    messages: RefCell<UnboundedReceiver<FromHelper>>,
    state: Cell<HelperState>,
    /// The number of networks that it has been given.
    networks: Cell<u32>,
    /// The numbers of asks and of answers so far.
    asked: Cell<u64>,
    answered: Cell<u64>,
}

/// The number of an ask; answers come in the same order.
#[derive(Clone, Copy)]
pub struct Ticket(u64);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum HelperState {
    Starting,
    Ready,
    Lost,
}

/// The helper is gone, or does not answer as it should.
#[derive(Debug)]
pub struct HelperLost;

impl HelperPort {
    /// `post` sends a message at once; it is dropped when the helper is not needed any more.
    pub fn new(post: impl Fn(&ToHelper) + 'static, messages: UnboundedReceiver<FromHelper>) -> Self {
        Self {
            post: Box::new(post),
            messages: RefCell::new(messages),
            state: Cell::new(HelperState::Starting),
            networks: Cell::default(),
            asked: Cell::default(),
            answered: Cell::default(),
        }
    }

    /// Whether it is listening.
    pub fn is_ready(&self) -> bool {
        if self.state.get() == HelperState::Starting {
            match self.messages.borrow_mut().try_recv() {
                Ok(FromHelper::Ready) => self.state.set(HelperState::Ready),
                Ok(_) => self.state.set(HelperState::Lost),
                Err(error) if error.is_closed() => self.state.set(HelperState::Lost),
                Err(_) => {}
            }
        }
        self.state.get() == HelperState::Ready
    }

    pub fn is_lost(&self) -> bool {
        self.state.get() == HelperState::Lost
    }

    fn ask(&self, message: &ToHelper) -> Ticket {
        (self.post)(message);
        self.asked.set(self.asked.get() + 1);
        Ticket(self.asked.get())
    }

    /// The answer to an ask. Earlier answers that nobody has waited for are dropped.
    ///
    /// # Errors
    /// The helper is lost.
    async fn answer(&self, Ticket(number): Ticket) -> Result<Answer, HelperLost> {
        while !self.is_lost() {
            let message = poll_fn(|context| self.messages.borrow_mut().poll_next_unpin(context)).await;
            self.answered.set(self.answered.get() + 1);
            match message {
                Some(FromHelper::Answer(answer)) if self.answered.get() == number => return Ok(answer),
                Some(FromHelper::Answer(_)) if self.answered.get() < number => {}
                _ => self.state.set(HelperState::Lost),
            }
        }
        Err(HelperLost)
    }
}

/// A network in a helper.
pub struct Remote {
    port: Rc<HelperPort>,
    /// Its number in the helper.
    network: u32,
    known: KnownState,
    /// What has changed the network since.
    since: Vec<Ask>,
}

/// What a network had learned at some moment, and its settings then.
pub struct KnownState {
    pub config: Config,
    pub learned: Box<Learned>,
    pub remembered: Option<Weights>,
}

impl Remote {
    /// Moves a network to a helper that is listening.
    ///
    /// # Errors
    /// The helper is lost.
    pub async fn begin(
        port: &Rc<HelperPort>,
        model: Model,
        material: &Material,
        known: KnownState,
    ) -> Result<Self, HelperLost> {
        let (config, data) = (Box::new(known.config.clone()), material.data.clone());
        let network = port.networks.get();
        port.networks.set(network + 1);
        let ask = Ask::Resume(known.learned.clone(), known.remembered.clone());
        let remote = Self { port: Rc::clone(port), network, known, since: vec![] };
        let begun = port.ask(&ToHelper::Begin { network, model, config, data });
        let resumed = port.ask(&ToHelper::Ask { network, ask });
        match (port.answer(begun).await?, port.answer(resumed).await?) {
            (Answer::Done, Answer::Done) => Ok(remote),
            _ => Err(HelperLost),
        }
    }

    /// Sends what is asked at once; [`Self::answer`] waits for the answer.
    pub fn ask(&mut self, ask: &Ask) -> Ticket {
        if ask.changes() {
            self.since.push(ask.clone());
        }
        self.port.ask(&ToHelper::Ask { network: self.network, ask: ask.clone() })
    }

    /// # Errors
    /// The helper is lost.
    pub async fn answer(&self, ticket: Ticket) -> Result<Answer, HelperLost> {
        self.port.answer(ticket).await
    }

    /// Takes note of what the network has learned so far.
    pub fn note(&mut self, known: KnownState) {
        self.known = known;
        self.since.clear();
    }

    /// Creates the network in this worker, in its current state; returns it with the answer to the last ask that has changed it.
    /// `None` if the device failed.
    pub async fn bring_home(
        &self,
        model: Model,
        material: &Rc<Material>,
        host: &dyn Yield,
    ) -> Option<(Trainee, Answer)> {
        let KnownState { config, learned, remembered } = &self.known;
        let mut trainee = Trainee::new(model, config, material, &Compute::cpu())?;
        let mut answer = trainee.answer(&Ask::Resume(learned.clone(), remembered.clone()), host).await.ok()?;
        for ask in &self.since {
            host.yield_now().await;
            answer = trainee.answer(ask, host).await.ok()?;
        }
        Some((trainee, answer))
    }
}

impl Drop for Remote {
    fn drop(&mut self) {
        // The helper frees the network's memory. There is no answer.
        (self.port.post)(&ToHelper::End { network: self.network });
    }
}
