//! The table of settings. An entry holds all that links, the page, the documentation and the tests need to know about a setting.
//!
//! All of them iterate over [`settings`]. CONTRIBUTING.md describes how to add an entry.

/// A value that is chosen from a list: the enum, and the field of the [`Config`] that holds it.
macro_rules! pick {
    ($choice:ident, $field:ident) => {
        Value::Pick {
            options: $choice::OPTIONS,
            get: |config| config.$field.index(),
            set: |config, index| config.$field = $choice::at(index),
        }
    };
}

/// A value that is an integer: its bounds, and its field.
macro_rules! whole {
    ($bounds:ident, $field:ident) => {
        Value::Whole { bounds: $bounds, get: |config| config.$field, set: |config, value| config.$field = value }
    };
}

/// A value that is a decimal number: its bounds, and its field.
macro_rules! decimal {
    ($bounds:ident, $field:ident) => {
        Value::Decimal { bounds: $bounds, get: |config| config.$field, set: |config, value| config.$field = value }
    };
}

mod data;
mod loss;
mod network;
mod noise;
mod room;
mod training;
mod typed;

pub(super) use loss::{BETA, CONTRACTIVE, SPARSE};
pub(super) use network::{CHANNELS, HIDDEN};
pub use network::{HIDDEN_LAYERS, HIDDEN_WIDTH, LATENT};
pub use noise::LEVEL;
pub use room::Availability;
pub(super) use training::{BATCH_SIZE, PATIENCE, SEED};
pub use training::{EPOCHS, LEARNING_RATE, TRAIN};

use super::{Bounds, Config, DataKind};

/// The entries of each topic. Links list the settings in this order.
static TOPICS: [&[Setting]; 5] =
    [&data::ENTRIES, &network::ENTRIES, &loss::ENTRIES, &noise::ENTRIES, &training::ENTRIES];

/// All settings, in the order in which links list them.
pub fn settings() -> impl Iterator<Item = &'static Setting> {
    TOPICS.into_iter().flatten()
}

/// The setting with this key. In a constant, an unknown key is a compile error.
pub const fn setting(key: &str) -> &'static Setting {
    let mut topic = 0;
    while topic < TOPICS.len() {
        let mut entry = 0;
        while entry < TOPICS[topic].len() {
            if is_equal(TOPICS[topic][entry].key, key) {
                return &TOPICS[topic][entry];
            }
            entry += 1;
        }
        topic += 1;
    }
    panic!("no setting has this key")
}

/// Whether two texts are equal; `==` is not available in constants yet.
const fn is_equal(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let mut at = 0;
    while at < one.len() && at < other.len() && one[at] == other[at] {
        at += 1;
    }
    at == one.len() && at == other.len()
}

/// One entry of the table.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// The name in links.
    pub key: &'static str,
    /// The part of the page that shows it.
    pub group: Group,
    pub label: Label,
    /// A few sentences that explain it.
    pub help: &'static str,
    pub value: Value,
    /// How much choice the other settings leave.
    pub room: fn(&Config) -> Availability,
}

/// The name of a setting on the page.
#[derive(Clone, Copy, Debug)]
pub enum Label {
    Always(&'static str),
    /// Depends on the kind of data.
    Of {
        images: &'static str,
        points: &'static str,
        rows: &'static str,
    },
}

/// The part of the page that shows a setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// The panel beside the pictures, which places each setting individually.
    Main,
    Network,
    Input,
    Penalties,
    Stopping,
}

impl Group {
    /// The groups below the pictures, with their names.
    pub const MORE: [(Self, &'static str); 4] = [
        (Self::Network, "Network"),
        (Self::Input, "Input"),
        (Self::Penalties, "Penalties"),
        (Self::Stopping, "Stopping"),
    ];
}

/// The type of a setting, and how to access its value.
#[derive(Clone, Copy, Debug)]
pub enum Value {
    Whole {
        bounds: Bounds<usize>,
        get: fn(&Config) -> usize,
        set: fn(&mut Config, usize),
    },
    Decimal {
        bounds: Bounds<f32>,
        get: fn(&Config) -> f32,
        set: fn(&mut Config, f32),
    },
    /// One of a list, each with a word in links and a name on the page. It is read and set by its index.
    Pick {
        options: &'static [(&'static str, &'static str)],
        get: fn(&Config) -> usize,
        set: fn(&mut Config, usize),
    },
    /// The widths of the hidden layers.
    Widths,
    /// The digits that are learned.
    Digits,
}

impl Setting {
    /// Unique among all elements with a help text on the page.
    pub fn id(&self) -> &'static str {
        match self.key {
            "model" => "models",
            "lr" => "learning-rate",
            key => key,
        }
    }

    pub fn label(&self, kind: DataKind) -> &'static str {
        match (self.label, kind) {
            (Label::Always(label), _)
            | (Label::Of { images: label, .. }, DataKind::Images)
            | (Label::Of { points: label, .. }, DataKind::Plane)
            | (Label::Of { rows: label, .. }, DataKind::Table) => label,
        }
    }

    /// The value as it is written in links.
    pub fn write(&self, config: &Config) -> String {
        match self.value {
            Value::Whole { get, .. } => get(config).to_string(),
            Value::Decimal { get, .. } => get(config).to_string(),
            Value::Pick { .. } => self.word(config).into(),
            Value::Widths => config.hidden.iter().map(usize::to_string).collect::<Vec<_>>().join(","),
            Value::Digits => config.digits.to_string(),
        }
    }

    /// Moves the value to the nearest within the bounds.
    pub fn bound(&self, config: &mut Config) {
        match self.value {
            Value::Whole { bounds, get, set } => set(config, bounds.nearest(get(config))),
            Value::Decimal { bounds, get, set } => set(config, bounds.nearest(get(config))),
            Value::Pick { .. } => {}
            Value::Widths => {
                config.hidden.truncate(HIDDEN_LAYERS.most);
                config.hidden.iter_mut().for_each(|width| *width = HIDDEN_WIDTH.nearest(*width));
            }
            Value::Digits => config.digits = config.digits.nearest(),
        }
    }

    /// The options to pick from; empty if the value is typed.
    pub fn options(&self) -> &'static [(&'static str, &'static str)] {
        if let Value::Pick { options, .. } = self.value { options } else { &[] }
    }

    /// The index of the picked option.
    pub fn picked(&self, config: &Config) -> usize {
        if let Value::Pick { get, .. } = self.value { get(config) } else { 0 }
    }

    /// Picks the option at an index.
    pub fn pick(&self, config: &mut Config, index: usize) {
        if let Value::Pick { set, .. } = self.value {
            set(config, index);
        }
    }

    /// The word of the picked option.
    pub fn word(&self, config: &Config) -> &'static str {
        self.options().get(self.picked(config)).map_or("", |(word, _)| word)
    }

    /// Whether the other settings allow an option, that is, whether [`Config::nearest`] would keep it.
    pub fn is_open(&self, config: &Config, index: usize) -> bool {
        let mut asked = config.clone();
        self.pick(&mut asked, index);
        self.picked(&asked.nearest()) == index
    }
}
