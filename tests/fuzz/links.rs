//! Untrusted text: the hash of an address, and the stored points of a sweep.

use hourglass::state::State;
use hourglass_core::{
    config::{Setting, settings},
    data::digit::{Drawing, MOST_POINTS, Point},
    link::{Link, NOTE, TITLE, Teaching},
    protocol::{Event, Finding, RunId, SweepPoint},
};

use crate::{Kind, memory::within};

/// The memory that may be allocated for a link of any length.
const MOST: usize = 4 << 20;
/// The maximum number of characters in a notice.
const LONGEST_NOTICE: usize = 400;

pub fn link() -> Kind {
    Kind { name: "link", samples: links, words: words().leak(), cases: 1_000, check: check_link }
}

/// Words that do not come from a setting.
const WORDS: [&str; 44] = [
    "&",
    "=",
    "%",
    "%2C",
    "%FF",
    "%00",
    ",",
    ";",
    ":",
    ".",
    "-",
    "_",
    "#",
    "v=",
    "study=",
    "sweep-",
    "betas",
    "play=",
    "explore:",
    "interpolate:",
    "arithmetic:",
    "generate:",
    "digit:",
    "pad",
    "none",
    "run=1",
    "draw=",
    "v=2",
    "end=1",
    "&amp;",
    "%26",
    "%3D",
    "+",
    "t=",
    "n=",
    "hide=",
    "lock=1",
    "large=1",
    "lesson=open",
    "title=",
    "note=",
    "\u{202e}",
    "é",
    "\n",
];

/// The words with a meaning in a link: every setting's key, every option's word.
fn words() -> Vec<&'static str> {
    let keys = settings().map(|setting| &*format!("{}=", setting.key).leak());
    let options = settings().flat_map(Setting::options).map(|(word, _)| *word);
    keys.chain(options).chain(WORDS).collect()
}

pub const MEMORY: Kind =
    Kind { name: "memory", samples: memories, words: &["AA", "__", "-"], cases: 500, check: check_memory };

fn links() -> Vec<Vec<u8>> {
    let zigzag = |i: u16| Point { x: (i % 27) * 37, y: (i % 11) * 91 };
    let strokes = (0..200u16).map(|stroke| (0..10).map(|i| zigzag(stroke * 10 + i)).collect());
    let mut teaching = Teaching::default();
    teaching.set_title(&"題".repeat(TITLE));
    teaching.set_note(&"𝟛".repeat(NOTE));
    let longest = Link { drawing: Drawing::new(strokes), teaching, ..Link::default() };
    assert_eq!(longest.drawing.strokes().iter().map(Vec::len).sum::<usize>(), MOST_POINTS);
    let mut links = vec![longest.to_hash(), Link::default().to_hash()];
    links.extend(
        [
            "#model=vae&backend=cpu&hidden=128,32&latent=3&loss=mse&beta=0.5&lr=0.01&batch=64&epochs=5&train=500&digits=17&seed=9&run=1",
            "net=conv&activation=leaky&code=relu&output=tanh&init=keras&size=14&range=signed&split=order&kl=sum&noise=mask&level=0.25",
            "augment=both&sparse=0.001&patience=5&study=sweep-1-10&data=mnist&contractive=0.1",
            "data=moons&noise=gaussian&level=0.1",
            "data=table&run=1",
            "study=betas&run=1",
            "play=explore:0.5,1.25;-3,0&latent=2",
            "play=interpolate:4,pad",
            "play=arithmetic:pad,2,999",
            "play=digit:3,0.25,14.9",
            "play=generate:7&hide=draw,latent&lock=1&large=1&lesson=open&title=Week%203&note=First%20train.%0AThen%20draw.",
        ]
        .map(String::from),
    );
    links.into_iter().map(String::into_bytes).collect()
}

/// Checks that any text gives a lesson within bounds, which its own link reproduces, and that a page can start with it.
fn check_link(bytes: &[u8]) {
    let hash = String::from_utf8_lossy(bytes);
    let (link, notices) = within(MOST, || Link::from_hash(&hash));
    assert_eq!(link.config.clone().nearest(), link.config);
    assert_eq!(link.play.clone().nearest(), link.play);
    assert_eq!(link.study.nearest(), link.study);
    assert!(link.teaching.title().chars().count() <= TITLE && link.teaching.note().chars().count() <= NOTE);
    assert!(notices.len() <= 9 && notices.iter().all(|notice| notice.chars().count() <= LONGEST_NOTICE), "{notices:?}");
    let written = link.to_hash();
    let kept = Link { play: link.play.of_tool(), ..link.clone() };
    assert_eq!(Link::from_hash(&written), (kept.clone(), vec![]), "{written}");
    let written = link.to_short_hash();
    assert_eq!(Link::from_hash(&written), (kept, vec![]), "{written}");
    State::new(link, notices).apply(Event::Ready);
}

const SWEEP: &str = "study=sweep-1-10";

fn memories() -> Vec<Vec<u8>> {
    let mut state = sweeping();
    state.apply(Event::Ready);
    state.begin_study();
    for latent in [1, 4, 10] {
        let point = SweepPoint { latent, ae: 0.05, pca: 0.06 };
        state.apply(Event::Studied { run: RunId(2), finding: Box::new(Finding::Point(point)) });
    }
    let memory = state.sweep_memory().expect("the sweep should have points");
    vec![memory.into_bytes()]
}

fn sweeping() -> State {
    let (link, notices) = Link::from_hash(SWEEP);
    State::new(link, notices)
}

/// Checks that any text gives points within the sweep, or none.
fn check_memory(bytes: &[u8]) {
    let mut state = sweeping();
    let text = String::from_utf8_lossy(bytes);
    within(MOST + 64 * bytes.len(), || state.remember_sweep(&text));
    let sizes: Vec<usize> = state.study.sweep().iter().map(|point| point.latent).collect();
    assert!(sizes.is_sorted() && sizes.iter().all(|latent| (1..=10).contains(latent)), "{sizes:?}");
}
