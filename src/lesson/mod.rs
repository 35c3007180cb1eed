//! A link is a lesson: the page's whole state, to and from the hash of its address.
//!
//! Reading takes any bytes: what is unknown, absurd or broken is replaced by the nearest sensible value and reported in
//! words. Writing gives every choice, so that a link keeps its meaning when a default changes. It knows nothing of the
//! browser.

mod play;
mod strokes;
mod teaching;
#[cfg(test)]
mod tests;

use std::str::FromStr;

pub use teaching::{NOTE, Part, Parts, TITLE, Teaching};

use crate::{
    config::{self, Bounds, Choice, Config, Digits, HIDDEN_LAYERS, HIDDEN_WIDTH, Play, Source, Study},
    data::digit::Drawing,
};

/// The version of the format that is written.
const VERSION: u32 = 1;
/// A longer hash is not read: no page writes one.
const LONGEST: usize = 32 * 1024;

/// What a link sets up.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lesson {
    pub config: Config,
    /// What is looked into beside the run.
    pub study: Study,
    /// What the playground shows, as [`Play::of_tool`] gives it.
    pub play: Play,
    /// Start training at once.
    pub run: bool,
    pub drawing: Drawing,
    /// What a teacher says and leaves out.
    pub teaching: Teaching,
}

/// What was replaced while reading, each in a sentence for the user.
pub type Notices = Vec<String>;

impl Lesson {
    /// Reads a hash, with or without its `#`.
    pub fn from_hash(hash: &str) -> (Self, Notices) {
        let hash = hash.strip_prefix('#').unwrap_or(hash);
        if hash.len() > LONGEST {
            let notice = "The link is too long to be one of this page's; the usual settings are used.";
            return (Self::default(), vec![notice.into()]);
        }
        let mut reader = Reader::default();
        for pair in hash.split('&').filter(|pair| !pair.is_empty()) {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            reader.read(key, &unescape(value));
        }
        reader.finish()
    }

    /// Writes the hash, without its `#`.
    pub fn to_hash(&self) -> String {
        let mut pairs = vec![("v", VERSION.to_string())];
        pairs.extend(settings(&self.config));
        match self.study {
            Study::None => {}
            Study::Pca => pairs.push(("study", "pca".into())),
            Study::Sweep { least, most } => pairs.push(("study", format!("sweep-{least}-{most}"))),
            Study::Betas => pairs.push(("study", "betas".into())),
        }
        pairs.extend(play::to_text(&self.play).map(|play| ("play", play)));
        if self.run {
            pairs.push(("run", "1".into()));
        }
        if !self.drawing.is_empty() {
            pairs.push(("draw", strokes::to_text(&self.drawing)));
        }
        pairs.extend(self.teaching.pairs());
        let pairs: Vec<String> = pairs.iter().map(|(key, value)| format!("{key}={value}")).collect();
        pairs.join("&")
    }
}

/// Every setting with its key; one line per choice.
fn settings(config: &Config) -> Vec<(&'static str, String)> {
    let hidden: Vec<String> = config.hidden.iter().map(usize::to_string).collect();
    vec![
        ("model", config.models.word().into()),
        ("backend", config.backend.word().into()),
        ("data", config.source.word().into()),
        ("split", config.split.word().into()),
        ("size", config.size.word().into()),
        ("range", config.range.word().into()),
        ("net", config.architecture.word().into()),
        ("hidden", hidden.join(",")),
        ("activation", config.activation.word().into()),
        ("latent", config.latent.to_string()),
        ("code", config.code.word().into()),
        ("output", config.output.word().into()),
        ("init", config.init.word().into()),
        ("loss", config.loss.word().into()),
        ("beta", config.beta.to_string()),
        ("kl", config.kl.word().into()),
        ("sparse", config.sparse.to_string()),
        ("contractive", config.contractive.to_string()),
        ("noise", config.noise.word().into()),
        ("level", config.level.to_string()),
        ("augment", config.augment.word().into()),
        ("patience", config.patience.to_string()),
        ("lr", config.learning_rate.to_string()),
        ("batch", config.batch_size.to_string()),
        ("epochs", config.epochs.to_string()),
        ("train", config.train.to_string()),
        ("digits", config.digits.to_string()),
        ("seed", config.seed.to_string()),
    ]
}

#[derive(Default)]
struct Reader {
    lesson: Lesson,
    /// The keys that were given.
    keys: Vec<String>,
    notices: Notices,
}

impl Reader {
    /// One line per choice.
    fn read(&mut self, key: &str, value: &str) {
        self.keys.push(key.into());
        let mut config = std::mem::take(&mut self.lesson.config);
        match key {
            "v" => self.version(value),
            "model" => self.choice(key, value, &mut config.models),
            "backend" => self.choice(key, value, &mut config.backend),
            "data" => self.source(value, &mut config.source),
            "split" => self.choice(key, value, &mut config.split),
            "size" => self.choice(key, value, &mut config.size),
            "range" => self.choice(key, value, &mut config.range),
            "net" => self.choice(key, value, &mut config.architecture),
            "hidden" => self.hidden(value, &mut config.hidden),
            "activation" => self.choice(key, value, &mut config.activation),
            "latent" => self.number(key, value, config::LATENT, &mut config.latent),
            "code" => self.choice(key, value, &mut config.code),
            "output" => self.choice(key, value, &mut config.output),
            "init" => self.choice(key, value, &mut config.init),
            "loss" => self.choice(key, value, &mut config.loss),
            "beta" => self.number(key, value, config::BETA, &mut config.beta),
            "kl" => self.choice(key, value, &mut config.kl),
            "sparse" => self.number(key, value, config::SPARSE, &mut config.sparse),
            "contractive" => self.number(key, value, config::CONTRACTIVE, &mut config.contractive),
            "noise" => self.choice(key, value, &mut config.noise),
            "level" => self.number(key, value, config::LEVEL, &mut config.level),
            "augment" => self.choice(key, value, &mut config.augment),
            "patience" => self.number(key, value, config::PATIENCE, &mut config.patience),
            "lr" => self.number(key, value, config::LEARNING_RATE, &mut config.learning_rate),
            "batch" => self.number(key, value, config::BATCH_SIZE, &mut config.batch_size),
            "epochs" => self.number(key, value, config::EPOCHS, &mut config.epochs),
            "train" => self.number(key, value, config::TRAIN, &mut config.train),
            "digits" => self.digits(value, &mut config.digits),
            "seed" => self.number(key, value, config::SEED, &mut config.seed),
            "study" => self.study(value),
            "play" => self.play(value),
            "run" => self.run(value),
            "draw" => self.drawing(value),
            "hide" => self.hide(value),
            "lock" => self.lesson.teaching.is_locked = self.switch(key, value, "1"),
            "large" => self.lesson.teaching.is_large = self.switch(key, value, "1"),
            "lesson" => self.lesson.teaching.opens_lesson = self.switch(key, value, "open"),
            "title" | "note" => self.words(key, value),
            _ => self.say(format!("The link's “{}” is not a setting of this page; it is left out.", shown(key))),
        }
        self.lesson.config = config;
    }

    /// Choices that do not go together give way, which is said.
    fn finish(mut self) -> (Lesson, Notices) {
        let config = self.lesson.config.clone().nearest();
        for ((key, asked), (_, used)) in settings(&self.lesson.config).into_iter().zip(settings(&config)) {
            if asked != used && self.keys.iter().any(|given| given == key) {
                self.say(format!("The link's {key} “{asked}” does not go with its other settings; {used} is used."));
            }
        }
        self.lesson.config = config;
        (self.lesson, self.notices)
    }

    fn say(&mut self, notice: String) {
        // A page of complaints helps nobody.
        if self.notices.len() < 8 {
            self.notices.push(notice);
        }
    }

    fn version(&mut self, value: &str) {
        if value.parse() != Ok(VERSION) {
            self.say("The link was made by another version of this page; some settings may differ.".into());
        }
    }

    fn choice<T: Choice>(&mut self, key: &str, value: &str, into: &mut T) {
        match T::from_word(value) {
            Some(choice) => *into = choice,
            None => self.say(format!(
                "The link's {key} is “{}”, which this page does not know; {} is used.",
                shown(value),
                into.word()
            )),
        }
    }

    fn source(&mut self, value: &str, into: &mut Source) {
        match Source::from_word(value) {
            Some(Source::Own) => self.say(
                "The link was made with somebody's own files, which it cannot carry; the digits of this page are used."
                    .into(),
            ),
            _ => self.choice("data", value, into),
        }
    }

    fn number<T>(&mut self, key: &str, value: &str, bounds: Bounds<T>, into: &mut T)
    where
        T: FromStr + PartialOrd + Copy + ToString,
    {
        let (number, fault) = match parse_number(value, bounds) {
            Ok(number) if number.partial_cmp(&number).is_some() => (number, "is out of bounds"),
            Ok(nearest) | Err(nearest) => (nearest, "is not a number that fits"),
        };
        let nearest = bounds.nearest(number);
        let exact = value.parse::<T>().is_ok_and(|number| number == nearest);
        *into = nearest;
        if !exact {
            self.say(format!("The link's {key} “{}” {fault}; {} is used.", shown(value), nearest.to_string()));
        }
    }

    fn hidden(&mut self, value: &str, into: &mut Vec<usize>) {
        if value.is_empty() {
            into.clear();
            return;
        }
        let words: Vec<&str> = value.split(',').collect();
        if words.len() > HIDDEN_LAYERS.most {
            self.say(format!(
                "The link asks for {} hidden layers; the first {} are used.",
                words.len(),
                HIDDEN_LAYERS.most
            ));
        }
        *into = words
            .iter()
            .take(HIDDEN_LAYERS.most)
            .map(|word| {
                let mut width = HIDDEN_WIDTH.default;
                self.number("hidden", word, HIDDEN_WIDTH, &mut width);
                width
            })
            .collect();
    }

    fn digits(&mut self, value: &str, into: &mut Digits) {
        let digits = Digits::from_text(value);
        *into = if digits.is_empty() { Digits::ALL } else { digits };
        if digits.is_empty() || !value.chars().all(|c| c.is_ascii_digit()) {
            self.say(format!("The link's digits “{}” should be some of 0 to 9; {into} are used.", shown(value)));
        }
    }

    fn study(&mut self, value: &str) {
        let study = match value {
            "none" => Some(Study::None),
            "pca" => Some(Study::Pca),
            "betas" => Some(Study::Betas),
            _ => sweep(value),
        };
        self.lesson.study = study.unwrap_or_default().nearest();
        if study.is_none_or(|study| study != self.lesson.study) {
            self.say(format!("The link's study “{}” should be pca, betas or a sweep as in sweep-1-10.", shown(value)));
        }
    }

    fn play(&mut self, value: &str) {
        let play = play::from_text(value);
        self.lesson.play = play.clone().unwrap_or_default().nearest();
        if play.is_none_or(|play| play != self.lesson.play) {
            self.say(format!("The link's play “{}” is none of the playground's; the nearest is used.", shown(value)));
        }
    }

    fn run(&mut self, value: &str) {
        self.lesson.run = value == "1";
        if !["0", "1"].contains(&value) {
            self.say(format!("The link's run is “{}”, neither 0 nor 1; training waits for Train.", shown(value)));
        }
    }

    fn hide(&mut self, value: &str) {
        let (parts, unknown) = Parts::from_text(value);
        self.lesson.teaching.hidden = parts;
        if let Some(word) = unknown {
            self.say(format!("The link hides “{}”, which is no part of this page; it is left out.", shown(word)));
        }
    }

    fn switch(&mut self, key: &str, value: &str, on: &str) -> bool {
        if ![on, "0", ""].contains(&value) {
            self.say(format!("The link's {key} is “{}”, not {on}; it is left out.", shown(value)));
        }
        value == on
    }

    /// A teacher's own words.
    fn words(&mut self, key: &str, value: &str) {
        let teaching = &mut self.lesson.teaching;
        let (fits, most) = match key {
            "title" => (teaching.set_title(value), TITLE),
            _ => (teaching.set_note(value), NOTE),
        };
        if !fits {
            self.say(format!("The link's {key} is longer than {most} characters; the rest is left out."));
        }
    }

    fn drawing(&mut self, value: &str) {
        match strokes::from_text(value) {
            Some(drawing) => self.lesson.drawing = drawing,
            None => self.say("The drawing in the link is damaged; the pad is left empty.".into()),
        }
    }
}

/// A sweep as in `sweep-1-10`.
fn sweep(text: &str) -> Option<Study> {
    let (least, most) = text.strip_prefix("sweep-")?.split_once('-')?;
    Some(Study::Sweep { least: least.parse().ok()?, most: most.parse().ok()? })
}

/// The number in a text, or the bound that an unreadable one lies beyond, or the default.
fn parse_number<T: FromStr + Copy>(value: &str, bounds: Bounds<T>) -> Result<T, T> {
    value.parse().map_err(|_| {
        let digits = value.strip_prefix('-').unwrap_or(value);
        let is_number = !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit());
        match (is_number, value.starts_with('-')) {
            (true, true) => bounds.least,
            (true, false) => bounds.most,
            (false, _) => bounds.default,
        }
    })
}

/// A stranger's text, short enough for a sentence.
fn shown(text: &str) -> String {
    const MOST: usize = 24;
    let mut short: String = text.chars().filter(|c| !c.is_control()).take(MOST).collect();
    if text.chars().count() > MOST {
        short.push('…');
    }
    short
}

/// Mailers and chats turn `,` into `%2C`; anything that is no escape stays as it is.
fn unescape(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned()
}
