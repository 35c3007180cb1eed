//! A link is a lesson: the page's whole state, to and from the hash of its address.
//!
//! Reading takes any bytes: what is unknown, absurd or broken is replaced by the nearest sensible value and reported in
//! words. The address of the page gives every choice. A link to pass on leaves out what is as usual, and says at its end that
//! nothing was cut off. This module knows nothing of the browser.

mod mend;
mod pack;
mod play;
mod strokes;
mod teaching;
#[cfg(test)]
mod tests;

use std::{str::FromStr, sync::LazyLock};

pub use teaching::{NOTE, Part, Parts, TITLE, Teaching};

use crate::{
    config::{self, Bounds, Choice, Config, Digits, HIDDEN_LAYERS, HIDDEN_WIDTH, Play, Source, Study},
    data::digit::Drawing,
};

/// The version of a link that gives every choice.
const WHOLE: u32 = 1;
/// The version of a link that leaves out what is as usual, and that ends with [`END`]. What is usual belongs to the version: a
/// default that changes needs a new one.
const SHORT: u32 = 2;
/// The last key of a short link: one without it was cut off.
const END: &str = "end";
/// The keys that a link may have besides its settings.
const OTHER_KEYS: [&str; 14] =
    ["v", "study", "play", "run", "draw", "hide", "lock", "large", "lesson", "title", "note", "t", "n", END];
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
        Self::from_address("", hash)
    }

    /// Reads an address: its query, which may hold settings where a sign-on on the way has dropped the hash, and its hash, whose word
    /// counts where both have one. What else a query holds is not the page's.
    pub fn from_address(query: &str, hash: &str) -> (Self, Notices) {
        if query.len().max(hash.len()) > LONGEST {
            let notice = "The link is too long to be one of this page's; the usual settings are used.";
            return (Self::default(), vec![notice.into()]);
        }
        let mut pairs: Vec<_> = mend::pairs(query, is_key).into_iter().filter(|(key, _)| is_key(key)).collect();
        pairs.extend(mend::pairs(hash, is_key));
        let mut reader = Reader::default();
        reader.drop_what_was_cut(&mut pairs);
        for (key, value) in pairs {
            reader.read(&key, &mend::meant(&key, &value));
        }
        reader.finish()
    }

    /// Writes the hash with every choice, without its `#`.
    pub fn to_hash(&self) -> String {
        let mut pairs = vec![("v", WHOLE.to_string())];
        pairs.extend(settings(&self.config));
        pairs.extend(self.besides());
        pairs.extend(self.teaching.pairs(false));
        joined(&pairs)
    }

    /// Writes the hash of a link to pass on, without its `#`: what is as usual is left out.
    pub fn to_link(&self) -> String {
        let mut pairs = vec![("v", SHORT.to_string())];
        let usual = settings(&Config::default());
        pairs.extend(
            settings(&self.config).into_iter().zip(usual).filter(|(own, usual)| own != usual).map(|(own, _)| own),
        );
        pairs.extend(self.besides());
        pairs.extend(self.teaching.pairs(true));
        if pairs.len() == 1 {
            return String::new();
        }
        pairs.push((END, "1".into()));
        joined(&pairs)
    }

    /// What is set beside the settings.
    fn besides(&self) -> Vec<(&'static str, String)> {
        let mut pairs = vec![];
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
        pairs
    }
}

/// A query without what this page would read in it, and without its question mark. What a visit was followed by goes, too.
pub fn query_of_others(query: &str) -> String {
    let others = query.trim_start_matches('?').split('&').filter(|part| {
        let pairs = mend::pairs(part, is_key);
        !pairs.is_empty() && pairs.iter().all(|(key, _)| !is_key(key))
    });
    others.collect::<Vec<_>>().join("&")
}

fn is_key(key: &str) -> bool {
    static SETTINGS: LazyLock<Vec<&str>> =
        LazyLock::new(|| settings(&Config::default()).into_iter().map(|(key, _)| key).collect());
    OTHER_KEYS.contains(&key) || SETTINGS.contains(&key)
}

fn joined(pairs: &[(&'static str, String)]) -> String {
    let pairs: Vec<String> = pairs.iter().map(|(key, value)| format!("{key}={value}")).collect();
    pairs.join("&")
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
            _ if !is_key(key) => {
                self.say(format!("The link's “{}” is not a setting of this page; it is left out.", shown(key)))
            }
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
            "t" | "n" => self.packed_words(key, value),
            // The end of a short link, which has nothing to say once it is there.
            _ => {}
        }
        self.lesson.config = config;
    }

    /// A short link without its end was cut off: what it ends with may be half of what it was, and is left out.
    fn drop_what_was_cut(&mut self, pairs: &mut Vec<(String, String)>) {
        let is_short = pairs.iter().any(|(key, value)| key == "v" && value.parse() == Ok(SHORT));
        if is_short && pairs.iter().all(|(key, _)| key != END) {
            if pairs.last().is_some_and(|(key, _)| key != "v") {
                pairs.pop();
            }
            self.say(
                "The link was cut off, so its last settings are missing and the usual ones are used instead. Ask for the \
                 complete link."
                    .into(),
            );
        }
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
        if !value.parse().is_ok_and(|version: u32| [WHOLE, SHORT].contains(&version)) {
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
        let plain = plain_number::<T>(value);
        let (number, fault) = match parse_number(&plain, bounds) {
            Ok(number) if number.partial_cmp(&number).is_some() => (number, "is out of bounds"),
            Ok(nearest) | Err(nearest) => (nearest, "is not a number that fits"),
        };
        let nearest = bounds.nearest(number);
        let exact = plain.parse::<T>().is_ok_and(|number| number == nearest);
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
        let study = match &*value.to_ascii_lowercase() {
            "none" => Some(Study::None),
            "pca" => Some(Study::Pca),
            "betas" => Some(Study::Betas),
            other => sweep(other),
        };
        self.lesson.study = study.unwrap_or_default().nearest();
        if study.is_none_or(|study| study != self.lesson.study) {
            self.say(format!("The link's study “{}” should be pca, betas or a sweep as in sweep-1-10.", shown(value)));
        }
    }

    fn play(&mut self, value: &str) {
        let play = play::from_text(&value.to_ascii_lowercase());
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
        let value = value.to_ascii_lowercase();
        let (parts, unknown) = Parts::from_text(&value);
        self.lesson.teaching.hidden = parts;
        if let Some(word) = unknown {
            self.say(format!("The link hides “{}”, which is no part of this page; it is left out.", shown(word)));
        }
    }

    fn switch(&mut self, key: &str, value: &str, on: &str) -> bool {
        let is_on = value.eq_ignore_ascii_case(on);
        if !is_on && !["0", ""].contains(&value) {
            self.say(format!("The link's {key} is “{}”, not {on}; it is left out.", shown(value)));
        }
        is_on
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

    /// A teacher's own words as a short link packs them.
    fn packed_words(&mut self, key: &str, value: &str) {
        let key = if key == "t" { "title" } else { "note" };
        match pack::words_from_text(value) {
            Some(words) => self.words(key, &words),
            None => self.say(format!("The link's {key} is damaged; it is left out.")),
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

/// A number as Rust reads it: with a comma for its point, or with groups of three digits, it is what its writer meant.
fn plain_number<T: FromStr>(value: &str) -> String {
    let value = value.trim();
    if value.parse::<T>().is_ok() {
        return value.into();
    }
    let is_decimal = value.matches(',').count() == 1 && !value.contains('.');
    let decimal = value.replace(',', ".");
    if is_decimal && decimal.parse::<T>().is_ok() {
        return decimal;
    }
    let groups: Vec<&str> = value.split([',', '.', '\'', '_', ' ']).collect();
    let are_groups = groups.iter().all(|group| !group.is_empty() && group.chars().all(|c| c.is_ascii_digit()))
        && groups.iter().skip(1).all(|group| group.len() == 3);
    if are_groups { groups.concat() } else { value.into() }
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
