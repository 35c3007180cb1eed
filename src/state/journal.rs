//! The journal: lines on what the page and its trainers did last; and whether they also go to the console.

use std::collections::VecDeque;

/// The number of lines kept.
const MOST: usize = 50;
/// The number of bytes kept per line: a panic's message may be long.
const LONGEST: usize = 2_000;

/// The newest lines.
#[derive(Debug, Default)]
pub struct Journal(VecDeque<String>);

impl Journal {
    /// Adds a line, with the milliseconds since the page was opened.
    pub fn write(&mut self, now: f64, words: &str) -> &str {
        if self.0.len() >= MOST {
            self.0.pop_front();
        }
        let words = &words[..words.floor_char_boundary(LONGEST)];
        self.0.push_back(format!("{:9.3} s  {}", now / 1_000.0, words.replace('\n', " ")));
        self.0.back().map_or("", String::as_str)
    }

    /// The oldest first.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

/// The journal setting in the address's query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Console {
    Silent,
    /// `log=debug`: every line goes to the browser's console.
    Debug,
    /// Any other value.
    Unknown,
}

impl Console {
    /// Reads a query such as `?a=b&log=debug`.
    pub fn of(query: &str) -> Self {
        let pairs = query.trim_start_matches('?').split('&');
        match pairs.filter_map(|pair| pair.strip_prefix("log=")).next_back() {
            None => Self::Silent,
            Some("debug") => Self::Debug,
            Some(_) => Self::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_newest_lines_are_kept() {
        let mut journal = Journal::default();
        for i in 0..1_000 {
            journal.write(f64::from(i), &format!("line {i}"));
        }
        let lines: Vec<&str> = journal.lines().collect();
        assert_eq!(lines.len(), MOST);
        assert_eq!(lines.first(), Some(&"    0.950 s  line 950"));
        assert_eq!(lines.last(), Some(&"    0.999 s  line 999"));
    }

    #[test]
    fn an_entry_is_one_line_of_bounded_length() {
        let mut journal = Journal::default();
        let line = journal.write(0.0, &"ä\n".repeat(10_000)).to_owned();
        assert!(line.len() < LONGEST + 20 && !line.contains('\n'));
    }

    #[test]
    fn the_query_turns_on_lines_in_the_console() {
        for (query, console) in [
            ("", Console::Silent),
            ("?", Console::Silent),
            ("?log=debug", Console::Debug),
            ("?a=b&log=debug", Console::Debug),
            ("?blog=debug", Console::Silent),
            ("?log=", Console::Unknown),
            ("?log=loud", Console::Unknown),
            ("?log=debug&log=x", Console::Unknown),
        ] {
            assert_eq!(Console::of(query), console, "{query}");
        }
    }
}
