//! A teacher's part of a link: a title, a note, and the parts of the page that it hides.
//!
//! A title and a note are untrusted text: cleaned, bounded, and only ever shown as text.

use super::pack;

/// The maximum number of characters in a title.
pub const TITLE: usize = 80;
/// The maximum number of characters in a note.
pub const NOTE: usize = 600;

/// A part of the page that can be hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PagePart {
    Draw,
    Numbers,
    Latent,
    Reconstructions,
    Loss,
    Settings,
    Play,
    Finer,
    Experiments,
    Lesson,
}

impl PagePart {
    /// Every part, with its word in the address and its name.
    pub const ALL: [(Self, &'static str, &'static str); 10] = [
        (Self::Draw, "draw", "Drawing pad"),
        (Self::Numbers, "numbers", "Numbers"),
        (Self::Latent, "latent", "Latent space"),
        (Self::Reconstructions, "reconstructions", "Reconstructions"),
        (Self::Loss, "loss", "Loss"),
        (Self::Settings, "settings", "Settings"),
        (Self::Play, "play", "Playground"),
        (Self::Finer, "finer", "More settings"),
        (Self::Experiments, "experiments", "Experiments"),
        (Self::Lesson, "lesson", "Lesson"),
    ];
}

/// A set of parts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PageParts(u16);

impl PageParts {
    /// The parts in a comma-separated list, and its first unknown word.
    pub fn from_text(text: &str) -> (Self, Option<&str>) {
        let (mut parts, mut unknown) = (Self::default(), None);
        for word in text.split(',').map(str::trim).filter(|word| !word.is_empty()) {
            match PagePart::ALL.iter().find(|(_, known, _)| *known == word) {
                Some((part, ..)) => parts.0 |= bit(*part),
                None => unknown = unknown.or(Some(word)),
            }
        }
        (parts, unknown)
    }

    /// The words of the parts, in page order.
    pub fn words(self) -> Vec<&'static str> {
        PagePart::ALL.iter().filter(|(part, ..)| self.contains(*part)).map(|(_, word, _)| *word).collect()
    }

    pub fn contains(self, part: PagePart) -> bool {
        self.0 & bit(part) != 0
    }

    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The set with this part added, or removed if it was there.
    #[must_use]
    pub fn toggled(self, part: PagePart) -> Self {
        Self(self.0 ^ bit(part))
    }
}

fn bit(part: PagePart) -> u16 {
    1 << part as u16
}

/// What a teacher set up for a class.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Teaching {
    pub hidden: PageParts,
    /// The settings can be read but not changed.
    pub is_locked: bool,
    /// Large type, for a projector.
    pub is_large: bool,
    /// The lesson's text is open from the start.
    pub opens_lesson: bool,
    title: String,
    note: String,
}

impl Teaching {
    pub fn title(&self) -> &str {
        &self.title
    }

    pub fn note(&self) -> &str {
        &self.note
    }

    /// Sets a title, one line. Returns whether all of it fits.
    pub fn set_title(&mut self, text: &str) -> bool {
        let text = clean(text);
        let line: Vec<&str> = text.split_whitespace().collect();
        let (title, fits) = bounded(&line.join(" "), TITLE);
        self.title = title;
        fits
    }

    /// Sets a note, with its line breaks. Returns whether all of it fits.
    pub fn set_note(&mut self, text: &str) -> bool {
        let (note, fits) = bounded(&clean(text), NOTE);
        self.note = note;
        fits
    }

    /// The pairs for the address. Defaults are omitted. With `packs`, texts are packed if that makes them shorter.
    pub(super) fn pairs(&self, packs: bool) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        if !self.hidden.is_empty() {
            pairs.push(("hide", self.hidden.words().join(",")));
        }
        for (key, is_set) in [("lock", self.is_locked), ("large", self.is_large)] {
            if is_set {
                pairs.push((key, "1".into()));
            }
        }
        if self.opens_lesson {
            pairs.push(("lesson", "open".into()));
        }
        for (key, packed_key, text) in [("title", "t", &self.title), ("note", "n", &self.note)] {
            if text.is_empty() {
                continue;
            }
            let (escaped, packed) = (escape(text), pack::words_to_text(text));
            let is_shorter = packs && packed.len() < escaped.len();
            pairs.push(if is_shorter { (packed_key, packed) } else { (key, escaped) });
        }
        pairs
    }
}

/// The text without invisible characters and direction marks.
fn clean(text: &str) -> String {
    text.chars().filter(|&c| c == '\n' || !c.is_control() && !is_direction_mark(c)).collect()
}

/// At most `most` characters of the text, and whether that is all of it.
fn bounded(text: &str, most: usize) -> (String, bool) {
    let text = text.trim();
    let short: String = text.chars().take(most).collect();
    (short.trim_end().into(), text.chars().count() <= most)
}

/// Whether this mark changes the direction of the text after it.
fn is_direction_mark(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn escape(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::link::Link;

    /// Any texts and switches of a teacher, however strange.
    pub fn any_teaching() -> impl Strategy<Value = Teaching> {
        (0u16..1 << PagePart::ALL.len(), any::<[bool; 3]>(), ".{0,120}", "(?s).{0,700}").prop_map(
            |(parts, [is_locked, is_large, opens_lesson], title, note)| {
                let mut teaching =
                    Teaching { hidden: PageParts(parts), is_locked, is_large, opens_lesson, ..Teaching::default() };
                teaching.set_title(&title);
                teaching.set_note(&note);
                teaching
            },
        )
    }

    #[test]
    fn a_teachers_link_is_read() {
        let hash =
            "hide=draw,latent&lock=1&large=1&lesson=open&title=Week%203&note=First%20train.%0AThen%20draw%20a%207.";
        let (Link { teaching, .. }, notices) = Link::from_hash(hash);
        assert_eq!(notices, Vec::<String>::new());
        assert_eq!(teaching.hidden.words(), ["draw", "latent"]);
        assert!(teaching.is_locked && teaching.is_large && teaching.opens_lesson);
        assert_eq!((teaching.title(), teaching.note()), ("Week 3", "First train.\nThen draw a 7."));
    }

    #[test]
    fn hostile_text_is_only_text() {
        type Case = (&'static str, &'static str, &'static str, usize);
        let cases: [Case; 6] = [
            ("title=<script>bad()</script>", "<script>bad()</script>", "", 0),
            ("title=%3Cimg%20src%20onerror%3Dbad()%3E", "<img src onerror=bad()>", "", 0),
            ("title=a%00%1b%0Ab&note=x%0D%0A%0By", "a b", "x\ny", 0),
            ("title=%E2%80%AEabc%E2%81%A6", "abc", "", 0),
            ("title=%FF%FE&note=%", "\u{fffd}\u{fffd}", "%", 0),
            ("note=a%26run%3D1", "", "a&run=1", 0),
        ];
        for (hash, title, note, count) in cases {
            let (link, notices) = Link::from_hash(hash);
            assert_eq!((link.teaching.title(), link.teaching.note()), (title, note), "{hash}");
            assert_eq!(notices.len(), count, "{hash}: {notices:?}");
            assert!(!link.run);
        }
    }

    #[test]
    fn excess_length_and_unknown_words_are_reported() {
        for (hash, part) in [
            (format!("title={}", "a".repeat(81)), "title is longer than 80 characters"),
            (format!("note={}", "a".repeat(601)), "note is longer than 600 characters"),
            ("hide=draw,everything".into(), "“everything”"),
            ("lock=yes".into(), "lock is “yes”"),
            ("large=2".into(), "large is “2”"),
            ("lesson=closed".into(), "lesson is “closed”"),
        ] {
            let (link, notices) = Link::from_hash(&hash);
            assert_eq!(notices.len(), 1, "{hash}");
            assert!(notices[0].contains(part), "{notices:?}");
            assert!(link.teaching.title().len() <= TITLE && link.teaching.note().len() <= NOTE);
        }
    }

    proptest! {
        #[test]
        fn a_teachers_settings_are_read_back(teaching in any_teaching()) {
            let link = Link { teaching, ..Link::default() };
            prop_assert_eq!(Link::from_hash(&link.to_short_hash()), (link.clone(), vec![]));
            prop_assert_eq!(Link::from_hash(&link.to_hash()), (link, vec![]));
        }

        #[test]
        fn any_text_is_bounded_and_cleaning_is_idempotent(text in "(?s).{0,900}") {
            let (mut once, mut twice) = (Teaching::default(), Teaching::default());
            once.set_title(&text);
            once.set_note(&text);
            prop_assert!(once.title.chars().count() <= TITLE && once.note.chars().count() <= NOTE);
            prop_assert!(twice.set_title(&once.title) && twice.set_note(&once.note));
            prop_assert_eq!(once, twice);
        }
    }
}
