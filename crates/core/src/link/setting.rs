//! Parses a setting's text in a link. An invalid value becomes the nearest valid one, and is reported.

use std::str::FromStr;

use super::{
    Notices,
    read::{say, shown},
};
use crate::config::{Bounds, Choice, Config, Digits, HIDDEN_LAYERS, HIDDEN_WIDTH, Setting, Source, Value};

pub fn read(setting: &Setting, text: &str, config: &mut Config, notices: &mut Notices) {
    let key = setting.key;
    match setting.value {
        Value::Whole { bounds, set, .. } => set(config, number(key, text, bounds, notices)),
        Value::Decimal { bounds, set, .. } => set(config, number(key, text, bounds, notices)),
        Value::Pick { options, set, .. } => match options.iter().position(|(word, _)| word.eq_ignore_ascii_case(text)) {
            Some(index) if is_carried(key, options[index].0) => set(config, index),
            Some(_) => say(
                notices,
                "The link was made with somebody's own files, which it cannot carry; the digits of this page are used."
                    .into(),
            ),
            None => say(
                notices,
                format!(
                    "The link's {key} is “{}”, which this page does not know; {} is used.",
                    shown(text),
                    setting.word(config)
                ),
            ),
        },
        Value::Widths => config.hidden = widths(key, text, notices),
        Value::Digits => config.digits = digits(text, notices),
    }
}

/// Whether a link can carry the data for this word; it cannot carry the user's own files.
pub fn is_carried(key: &str, word: &str) -> bool {
    (key, word) != ("data", Source::Own.word())
}

fn number<T>(key: &str, text: &str, bounds: Bounds<T>, notices: &mut Notices) -> T
where
    T: FromStr + PartialOrd + Copy + ToString,
{
    let plain = plain_number::<T>(text);
    let (number, fault) = match parse_number(&plain, bounds) {
        Ok(number) if number.partial_cmp(&number).is_some() => (number, "is out of bounds"),
        Ok(nearest) | Err(nearest) => (nearest, "is not a number that fits"),
    };
    let nearest = bounds.nearest(number);
    if plain.parse::<T>().is_ok_and(|number| number == nearest) {
        return nearest;
    }
    say(notices, format!("The link's {key} “{}” {fault}; {} is used.", shown(text), nearest.to_string()));
    nearest
}

fn widths(key: &str, text: &str, notices: &mut Notices) -> Vec<usize> {
    if text.is_empty() {
        return vec![];
    }
    let words: Vec<&str> = text.split(',').collect();
    let most = HIDDEN_LAYERS.most;
    if words.len() > most {
        say(notices, format!("The link asks for {} hidden layers; the first {most} are used.", words.len()));
    }
    words.into_iter().take(most).map(|word| number(key, word, HIDDEN_WIDTH, notices)).collect()
}

fn digits(text: &str, notices: &mut Notices) -> Digits {
    let digits = Digits::from_text(text).nearest();
    if text.is_empty() || !text.chars().all(|c| c.is_ascii_digit()) {
        say(notices, format!("The link's digits “{}” should be some of 0 to 9; {digits} are used.", shown(text)));
    }
    digits
}

/// Rewrites a number so that Rust can parse it: a decimal comma becomes a point, and separators between groups of three digits go.
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

/// The number in a text. The error is the bound that an unparsable number exceeds, or the default.
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
