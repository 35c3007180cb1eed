//! Test support: drawn digits as IDX files, and a host without a browser.

#![allow(dead_code, reason = "each test uses only some of it")]

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    time::Instant,
};

use futures::{
    FutureExt,
    channel::mpsc::{UnboundedSender, unbounded},
    executor::{LocalPool, LocalSpawner},
    future::LocalBoxFuture,
    task::LocalSpawnExt,
};
use hourglass_core::{
    config::{BackendChoice, Config},
    data::{
        digit::{Drawing, Point},
        idx::{IMAGES_MAGIC, LABELS_MAGIC},
    },
    protocol::{Command, CurveKind, CurvePoint, Data, Event, LoadId, Loaded, Prepared, RunEvent, RunId},
};
use hourglass_trainer::session::{self, DataError, FromHelper, HelperPort, Host, ToHelper, Yield};
use serde::{Serialize, de::DeserializeOwned};

/// The ten digits, each as strokes over a unit square.
const DIGITS: [&[&[(f64, f64)]]; 10] = [
    &[&[(0.5, 0.1), (0.25, 0.3), (0.25, 0.7), (0.5, 0.9), (0.75, 0.7), (0.75, 0.3), (0.5, 0.1)]],
    &[&[(0.45, 0.2), (0.55, 0.1), (0.55, 0.9)]],
    &[&[(0.25, 0.3), (0.5, 0.1), (0.75, 0.3), (0.25, 0.9), (0.75, 0.9)]],
    &[&[(0.25, 0.1), (0.7, 0.2), (0.45, 0.45), (0.75, 0.7), (0.25, 0.9)]],
    &[&[(0.6, 0.9), (0.6, 0.1), (0.2, 0.65), (0.8, 0.65)]],
    &[&[(0.75, 0.1), (0.3, 0.1), (0.3, 0.45), (0.7, 0.55), (0.65, 0.85), (0.25, 0.9)]],
    &[&[(0.7, 0.1), (0.35, 0.45), (0.3, 0.8), (0.6, 0.9), (0.7, 0.65), (0.35, 0.6)]],
    &[&[(0.25, 0.1), (0.75, 0.1), (0.4, 0.9)]],
    &[&[(0.5, 0.5), (0.3, 0.3), (0.5, 0.1), (0.7, 0.3), (0.5, 0.5), (0.3, 0.7), (0.5, 0.9), (0.7, 0.7), (0.5, 0.5)]],
    &[&[(0.7, 0.3), (0.4, 0.4), (0.4, 0.15), (0.7, 0.15), (0.7, 0.3), (0.6, 0.9)]],
];

/// Two IDX files with `count` drawn digits of 28x28, each a little different, labelled 0 to 9 in turn.
pub fn digit_files(count: usize) -> (Vec<u8>, Vec<u8>) {
    let mut pixels = Vec::new();
    for i in 0..count {
        // A slant and a stretch whose periods differ from that of the labels.
        let (slant, stretch) = ((i * 7 % 31) as f64 / 100.0, 1.0 - (i * 11 % 23) as f64 / 60.0);
        let place = |&(x, y): &(f64, f64)| Point::from_unit(0.5 + (x - 0.5) * stretch - (y - 0.5) * slant, y);
        let strokes = DIGITS[i % 10].iter().map(|stroke| stroke.iter().map(place).collect());
        pixels.extend(Drawing::new(strokes).image().unwrap().bytes());
    }
    let labels: Vec<u8> = (0..count).map(|i| (i % 10) as u8).collect();
    (idx(&[IMAGES_MAGIC, count as u32, 28, 28], &pixels), idx(&[LABELS_MAGIC, count as u32], &labels))
}

pub fn idx(header: &[u32], values: &[u8]) -> Vec<u8> {
    header.iter().flat_map(|number| number.to_be_bytes()).chain(values.iter().copied()).collect()
}

/// A small configuration on the CPU.
pub fn small() -> Config {
    Config { backend: BackendChoice::Cpu, hidden: vec![32], batch_size: 16, epochs: 2, ..Config::default() }
}

/// A host whose only data set is `count` drawn digits; it collects every event.
struct TestHost {
    began: Instant,
    files: Vec<(&'static str, Vec<u8>)>,
    events: Rc<RefCell<Vec<Event>>>,
    later: Rc<RefCell<Later>>,
    helper: Option<TestHelper>,
}

/// The most helpers at a time.
const HELPERS: usize = 2;

/// A helper on the same thread. All messages pass through bytes, as between workers.
#[derive(Clone)]
struct TestHelper {
    spawner: LocalSpawner,
    /// The number of messages after which it is lost.
    lifetime: usize,
    /// How many networks it has been given.
    begun: Rc<Cell<usize>>,
}

/// A helper's turns to do something else.
struct Turn;

impl Yield for Turn {
    fn yield_now(&self) -> LocalBoxFuture<'_, ()> {
        std::future::ready(()).boxed_local()
    }
}

fn through_bytes<T: Serialize + DeserializeOwned>(message: &T) -> T {
    postcard::from_bytes(&postcard::to_allocvec(message).unwrap()).unwrap()
}

impl TestHelper {
    fn open(&self) -> HelperPort {
        let (asks, receiver) = unbounded();
        let (answers, messages) = unbounded();
        let sender = answers.clone();
        let emit = move |answer: FromHelper| _ = sender.unbounded_send(through_bytes(&answer));
        self.spawner.spawn_local(session::help(Turn, receiver, emit)).unwrap();
        let (left, begun) = (Cell::new(self.lifetime), self.begun.clone());
        let post = move |message: &ToHelper| {
            begun.set(begun.get() + usize::from(matches!(message, ToHelper::Begin { .. })));
            match left.get().checked_sub(1) {
                Some(less) => {
                    left.set(less);
                    asks.unbounded_send(through_bytes(message)).unwrap();
                }
                None => answers.close_channel(),
            }
        };
        HelperPort::new(post, messages)
    }
}

/// Commands to send during training, and the number of stretches until then.
type Later = (usize, Vec<Command>, Option<UnboundedSender<Command>>);

impl Yield for TestHost {
    fn yield_now(&self) -> LocalBoxFuture<'_, ()> {
        self.say_later();
        let mut is_first = true;
        futures::future::poll_fn(move |context| {
            if std::mem::take(&mut is_first) {
                context.waker().wake_by_ref();
                return std::task::Poll::Pending;
            }
            std::task::Poll::Ready(())
        })
        .boxed_local()
    }
}

impl Host for TestHost {
    fn now(&self) -> f64 {
        self.began.elapsed().as_secs_f64() * 1000.0
    }

    fn emit(&self, event: Event) {
        self.events.borrow_mut().push(event);
    }

    async fn sleep(&self, _: u32) {}

    async fn fetch(&self, name: &str, loaded: &dyn Fn(u64)) -> Result<Vec<u8>, DataError> {
        let file = self.files.iter().find(|(known, _)| *known == name);
        let (_, bytes) = file.ok_or(DataError::Fetch { name: name.into(), why: "404".into() })?;
        loaded(bytes.len() as u64);
        Ok(bytes.clone())
    }

    async fn unpack(&self, _: &[u8]) -> Result<Vec<u8>, DataError> {
        Err(DataError::Unpack)
    }

    fn open_helper(&self, open: usize) -> Option<HelperPort> {
        self.helper.as_ref().filter(|_| open < HELPERS).map(TestHelper::open)
    }

    fn worth_a_helper(&self) -> f64 {
        0.0
    }
}

impl TestHost {
    /// Called after each stretch.
    fn say_later(&self) {
        let (stretches, said, commands) = &mut *self.later.borrow_mut();
        *stretches = stretches.saturating_sub(1);
        if *stretches == 0 {
            said.drain(..).for_each(|command| commands.as_ref().unwrap().unbounded_send(command).unwrap());
        }
    }
}

/// A session under test.
pub struct TestSession {
    pool: LocalPool,
    commands: UnboundedSender<Command>,
    events: Rc<RefCell<Vec<Event>>>,
    later: Rc<RefCell<Later>>,
    /// How many networks a helper has been given.
    begun: Rc<Cell<usize>>,
}

impl TestSession {
    /// A session whose page has `digits` drawn digits.
    pub fn new(digits: usize) -> Self {
        let (images, labels) = digit_files(digits);
        Self::with_files(images, labels)
    }

    /// A session whose page has these IDX files.
    pub fn with_files(images: Vec<u8>, labels: Vec<u8>) -> Self {
        let index = format!(
            r#"{{"sets":[{{"name":"digits10k","images":"i","labels":"l","images_bytes":{},"labels_bytes":{}}}]}}"#,
            images.len(),
            labels.len()
        );
        Self::with(vec![("index.json", index.into_bytes()), ("i", images), ("l", labels)], None)
    }

    /// A session whose page has `digits` drawn digits, and whose helper is lost after `lifetime` messages.
    pub fn with_helper(digits: usize, lifetime: usize) -> Self {
        let (images, labels) = digit_files(digits);
        let index = br#"{"sets":[{"name":"digits10k","images":"i","labels":"l","images_bytes":1,"labels_bytes":1}]}"#;
        Self::with(vec![("index.json", index.to_vec()), ("i", images), ("l", labels)], Some(lifetime))
    }

    /// A session whose page was built with the whole of MNIST: images and labels for training, images and labels for test.
    pub fn with_mnist([images, labels, test_images, test_labels]: [Vec<u8>; 4]) -> Self {
        let set = r#"{"name":"mnist","images":"i","labels":"l","images_bytes":1,"labels_bytes":1,"test_images":"t","test_labels":"u"}"#;
        let index = format!(r#"{{"sets":[{set}]}}"#).into_bytes();
        Self::with(
            vec![("index.json", index), ("i", images), ("l", labels), ("t", test_images), ("u", test_labels)],
            None,
        )
    }

    fn with(files: Vec<(&'static str, Vec<u8>)>, helper_lifetime: Option<usize>) -> Self {
        let events = Rc::new(RefCell::new(Vec::new()));
        let later = Rc::new(RefCell::new(Later::default()));
        let (pool, begun) = (LocalPool::new(), Rc::new(Cell::new(0)));
        let helper =
            helper_lifetime.map(|lifetime| TestHelper { spawner: pool.spawner(), lifetime, begun: begun.clone() });
        let host = TestHost { began: Instant::now(), files, events: events.clone(), later: later.clone(), helper };
        let (commands, receiver) = unbounded();
        pool.spawner().spawn_local(session::serve(host, receiver)).unwrap();
        Self { pool, commands, events, later, begun }
    }

    /// How many networks the helper has been given.
    pub fn begun(&self) -> usize {
        self.begun.get()
    }

    pub fn send(&self, command: Command) {
        self.commands.unbounded_send(command).unwrap();
    }

    /// Sends commands during training, after this many stretches.
    pub fn send_after(&self, stretches: usize, commands: Vec<Command>) {
        *self.later.borrow_mut() = (stretches, commands, Some(self.commands.clone()));
    }

    /// Runs the session until it waits for commands; returns the events since the last call.
    pub fn listen(&mut self) -> Vec<Event> {
        self.pool.run_until_stalled();
        self.events.take()
    }

    /// Sends a command and returns the events.
    pub fn say(&mut self, command: Command) -> Vec<Event> {
        self.send(command);
        self.listen()
    }

    /// Sends the user's own data.
    pub fn load(&mut self, data: Data) -> Result<Loaded, String> {
        match self.say(Command::Load { load: LoadId(1), data }).pop() {
            Some(Event::Loaded { load: LoadId(1), outcome }) => outcome,
            other => panic!("{other:?}"),
        }
    }

    pub fn prepare(&mut self, run: u32, config: Config) -> Prepared {
        let events = self.say(Command::Prepare { run: RunId(run), config });
        let prepared = events.into_iter().find_map(|event| match event {
            Event::Run { event: RunEvent::Prepared(prepared), .. } => Some(*prepared),
            Event::Run { event: RunEvent::Failed(message), .. } => panic!("{message}"),
            _ => None,
        });
        prepared.expect("the run should be prepared")
    }
}

/// All curve points in these events.
pub fn curve(events: &[Event]) -> Vec<CurvePoint> {
    let reports = events.iter().filter_map(|event| match event {
        Event::Run { event: RunEvent::Report(report), .. } => Some(report.curve.clone()),
        _ => None,
    });
    reports.flatten().collect()
}

/// The points of whole epochs, which do not depend on how fast the machine is.
pub fn epochs(events: &[Event]) -> Vec<CurvePoint> {
    curve(events).into_iter().filter(|point| point.kind != CurveKind::Training).collect()
}
