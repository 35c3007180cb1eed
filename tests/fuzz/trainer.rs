//! The trainer, with any commands that a page could send, in any order.

use std::{
    cell::{Cell, RefCell},
    future::poll_fn,
    rc::Rc,
    task::{Poll, Waker},
};

use futures::{FutureExt, channel::mpsc::unbounded, executor::LocalPool, future::LocalBoxFuture, task::LocalSpawnExt};
use hourglass_core::protocol::{Command, Event, RunEvent};
use hourglass_trainer::session::{DataError, Host, Yield, serve};

use crate::{Kind, files, messages};

pub const TRAINER: Kind = Kind { name: "trainer", samples: talks, words: &["\u{1}"], cases: 100, check };

/// The number of stretches that is enough to see the effect of a command.
const STRETCHES: usize = 3;
/// The unpacking limit here, in bytes.
const UNPACKED: usize = 1 << 20;
/// The number of images in the page's data.
const IMAGES: u32 = 40;

/// All commands in turn, each of them after the first, and each alone, to be joined to others.
fn talks() -> Vec<Vec<u8>> {
    let all: Vec<Vec<u8>> = messages::commands().iter().map(messages::pack).collect();
    let each = all.iter().map(|command| [all[0].clone(), all[7].clone(), command.clone()].concat());
    each.chain(all.clone()).chain([all.concat(), all.iter().rev().cloned().collect::<Vec<_>>().concat()]).collect()
}

fn check(bytes: &[u8]) {
    let mut commands = vec![];
    let mut rest = bytes;
    while let Ok((command, after)) = postcard::take_from_bytes::<Command>(rest) {
        rest = after;
        commands.push(command);
    }
    served(commands);
}

/// Handles commands, each for some stretches, and checks that the trainer survives. Returns its events.
pub fn served(commands: Vec<Command>) -> Vec<Event> {
    let (sender, receiver) = unbounded();
    let mut pool = LocalPool::new();
    let world = Rc::new(World::default());
    pool.spawner().spawn_local(serve(Around(world.clone()), receiver)).expect("the pool should accept tasks");
    for command in commands {
        sender.unbounded_send(command).expect("the trainer should be listening");
        world.goes_on();
        pool.run_until_stalled();
    }
    assert!(!sender.is_closed(), "the trainer should still be listening");
    world.events.take()
}

/// An environment that stops after some stretches, with a clock that advances by itself.
#[derive(Default)]
struct World {
    /// The number of stretches until it stops, and the waker for when it continues.
    left: Cell<usize>,
    waiting: Cell<Option<Waker>>,
    clock: Cell<f64>,
    events: RefCell<Vec<Event>>,
}

impl World {
    fn goes_on(&self) {
        self.left.set(STRETCHES);
        self.waiting.take().into_iter().for_each(Waker::wake);
    }
}

/// The host of a trainer in this environment.
struct Around(Rc<World>);

impl Yield for Around {
    fn yield_now(&self) -> LocalBoxFuture<'_, ()> {
        let mut has_yielded = false;
        poll_fn(move |context| match self.0.left.get() {
            0 => {
                self.0.waiting.set(Some(context.waker().clone()));
                Poll::Pending
            }
            _ if has_yielded => Poll::Ready(()),
            left => {
                self.0.left.set(left - 1);
                has_yielded = true;
                context.waker().wake_by_ref();
                Poll::Pending
            }
        })
        .boxed_local()
    }
}

impl Host for Around {
    fn now(&self) -> f64 {
        self.0.clock.set(self.0.clock.get() + 20.0);
        self.0.clock.get()
    }

    fn emit(&self, event: Event) {
        if let Event::Run { event: RunEvent::Failed(message), .. }
        | Event::Run { event: RunEvent::Refused(message), .. } = &event
        {
            assert!(message.ends_with('.'), "not a sentence: {message}");
        }
        self.0.events.borrow_mut().push(event);
    }

    async fn sleep(&self, _: u32) {}

    async fn fetch(&self, name: &str, _: &dyn Fn(u64)) -> Result<Vec<u8>, DataError> {
        let pixel = |i: u32| (i * 31 % 256) as u8;
        Ok(match name {
            "index.json" => {
                br#"{"sets":[{"name":"digits10k","images":"i","labels":"l","images_bytes":1,"labels_bytes":1}]}"#
                    .to_vec()
            }
            "i" => files::idx(&[0x803, IMAGES, 4, 4], &(0..IMAGES * 16).map(pixel).collect::<Vec<_>>()),
            _ => files::idx(&[0x801, IMAGES], &(0..IMAGES).map(|i| (i % 10) as u8).collect::<Vec<_>>()),
        })
    }

    async fn unpack(&self, bytes: &[u8]) -> Result<Vec<u8>, DataError> {
        files::unpack(bytes, UNPACKED).ok_or(DataError::Unpack)
    }
}
