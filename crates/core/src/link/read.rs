//! Reads a link, key by key. Anything invalid is replaced and reported.

use super::{Link, NOTE, Notices, PageParts, SHORT, TITLE, WHOLE, keys::END, pack, play, setting, strokes};
use crate::config::{Study, settings};

#[derive(Default)]
pub struct Reader {
    link: Link,
    /// The keys in the link.
    keys: Vec<String>,
    notices: Notices,
}

impl Reader {
    /// Reads the value of a key.
    pub fn read(&mut self, key: &str, value: &str) {
        self.keys.push(key.into());
        if let Some(setting) = settings().find(|setting| setting.key == key) {
            return setting::read(setting, value, &mut self.link.config, &mut self.notices);
        }
        match key {
            "v" => self.version(value),
            "study" => self.study(value),
            "play" => self.play(value),
            "run" => self.run(value),
            "workers" => self.link.one_worker = self.switch(key, value, "1"),
            "draw" => self.drawing(value),
            "hide" => self.hide(value),
            "lock" => self.link.teaching.is_locked = self.switch(key, value, "1"),
            "large" => self.link.teaching.is_large = self.switch(key, value, "1"),
            "lesson" => self.link.teaching.opens_lesson = self.switch(key, value, "open"),
            "title" | "note" => self.words(key, value),
            "t" | "n" => self.packed_words(key, value),
            // The key matters only if it is missing.
            END => {}
            _ => self.say(format!("The link's “{}” is not a setting of this page; it is left out.", shown(key))),
        }
    }

    /// Reports a short link that was cut off, and drops its last pair, which may be incomplete.
    pub fn drop_truncated_pair(&mut self, pairs: &mut Vec<(String, String)>) {
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

    /// Corrects incompatible settings, and reports each correction.
    pub fn finish(self) -> (Link, Notices) {
        let Self { mut link, keys, mut notices } = self;
        let config = link.config.clone().nearest();
        for setting in settings().filter(|setting| keys.iter().any(|given| given == setting.key)) {
            let (key, asked, used) = (setting.key, setting.write(&link.config), setting.write(&config));
            if asked != used {
                let text = format!("The link's {key} “{asked}” does not go with its other settings; {used} is used.");
                say(&mut notices, text);
            }
        }
        link.config = config;
        (link, notices)
    }

    fn say(&mut self, notice: String) {
        say(&mut self.notices, notice);
    }

    fn version(&mut self, value: &str) {
        if !value.parse().is_ok_and(|version: u32| [WHOLE, SHORT].contains(&version)) {
            self.say("The link was made by another version of this page; some settings may differ.".into());
        }
    }

    fn study(&mut self, value: &str) {
        let study = match &*value.to_ascii_lowercase() {
            "none" => Some(Study::None),
            "pca" => Some(Study::Pca),
            "betas" => Some(Study::Betas),
            other => sweep(other),
        };
        self.link.study = study.unwrap_or_default().nearest();
        if study.is_none_or(|study| study != self.link.study) {
            self.say(format!("The link's study “{}” should be pca, betas or a sweep as in sweep-1-10.", shown(value)));
        }
    }

    fn play(&mut self, value: &str) {
        let play = play::from_text(&value.to_ascii_lowercase());
        self.link.play = play.clone().unwrap_or_default().nearest();
        if play.is_none_or(|play| play != self.link.play) {
            self.say(format!("The link's play “{}” is none of the playground's; the nearest is used.", shown(value)));
        }
    }

    fn run(&mut self, value: &str) {
        self.link.run = value == "1";
        if !["0", "1"].contains(&value) {
            self.say(format!("The link's run is “{}”, neither 0 nor 1; training waits for Train.", shown(value)));
        }
    }

    fn hide(&mut self, value: &str) {
        let value = value.to_ascii_lowercase();
        let (parts, unknown) = PageParts::from_text(&value);
        self.link.teaching.hidden = parts;
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

    /// Reads a teacher's title or note.
    fn words(&mut self, key: &str, value: &str) {
        let teaching = &mut self.link.teaching;
        let (fits, most) = match key {
            "title" => (teaching.set_title(value), TITLE),
            _ => (teaching.set_note(value), NOTE),
        };
        if !fits {
            self.say(format!("The link's {key} is longer than {most} characters; the rest is left out."));
        }
    }

    /// Reads a teacher's title or note in its packed form.
    fn packed_words(&mut self, key: &str, value: &str) {
        let key = if key == "t" { "title" } else { "note" };
        match pack::words_from_text(value) {
            Some(words) => self.words(key, &words),
            None => self.say(format!("The link's {key} is damaged; it is left out.")),
        }
    }

    fn drawing(&mut self, value: &str) {
        match strokes::from_text(value) {
            Some(drawing) => self.link.drawing = drawing,
            None => self.say("The drawing in the link is damaged; the pad is left empty.".into()),
        }
    }
}

/// Parses a sweep such as `sweep-1-10`.
fn sweep(text: &str) -> Option<Study> {
    let (least, most) = text.strip_prefix("sweep-")?.split_once('-')?;
    Some(Study::Sweep { least: least.parse().ok()?, most: most.parse().ok()? })
}

pub fn say(notices: &mut Notices, notice: String) {
    // Many notices are not helpful.
    if notices.len() < 8 {
        notices.push(notice);
    }
}

/// Untrusted text, short enough for a sentence.
pub fn shown(text: &str) -> String {
    const MOST: usize = 24;
    let mut short: String = text.chars().filter(|c| !c.is_control()).take(MOST).collect();
    if text.chars().count() > MOST {
        short.push('…');
    }
    short
}
