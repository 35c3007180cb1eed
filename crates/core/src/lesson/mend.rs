//! What an address goes through on its way: learning platforms write `&amp;` for `&`, filters of mail escape the whole of it, forms
//! write `+` for a blank, and a sentence leaves its full stop or its bracket at the end. All of it means what its writer meant.

/// How the sign between two settings is written where a text was taken for HTML.
const AMPERSANDS: [&str; 4] = ["&amp;", "&#38;", "&#038;", "&#x26;"];
/// Passes that undo what was done to a link: filters stand in a row at times.
const PASSES: usize = 4;
/// What a sentence leaves after a link that ends it.
const AFTER_A_LINK: [char; 12] = ['.', ',', ';', ':', '!', '?', ')', ']', '>', '"', '\'', ' '];
/// Letters of the longest key, or more.
const LONGEST_KEY: usize = 16;
/// What others add to the links that they follow.
const TRACKERS: [&str; 13] = [
    "fbclid", "gclid", "gbraid", "wbraid", "dclid", "msclkid", "yclid", "twclid", "igshid", "mc_cid", "mc_eid", "_ga",
    "_gl",
];

/// The settings of a hash or a query, each with its value still escaped; `is_key` says which keys the page knows.
pub fn pairs(text: &str, is_key: impl Fn(&str) -> bool) -> Vec<(String, String)> {
    let mut text = text.trim_start_matches(['#', '?']).to_owned();
    for _ in 0..PASSES {
        let before = text.len();
        // A link has an `=`: where it has only its escape, the whole was escaped.
        let lower = text.to_ascii_lowercase();
        if !text.contains('=') && (lower.contains("%3d") || lower.contains("%253d")) {
            text = unescape(&text);
        }
        for ampersand in AMPERSANDS {
            text = text.replace(ampersand, "&");
        }
        if text.len() == before {
            break;
        }
    }
    let mut pairs = vec![];
    for part in text.split('&') {
        for pair in parted(part, &is_key).into_iter().filter(|pair| !pair.is_empty()) {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            pairs.push((known(key, &is_key), value.to_owned()));
        }
    }
    pairs.retain(|(key, _)| !is_tracker(key));
    if let Some((key, value)) = pairs.last_mut()
        && !holds_words(key)
    {
        let kept = value.trim_end_matches(AFTER_A_LINK).len();
        if kept > 0 {
            value.truncate(kept);
        }
    }
    pairs
}

/// What was written, without its escapes, and without the `+` that a form writes for a blank.
pub fn meant(key: &str, value: &str) -> String {
    if holds_words(key) {
        return unescape(&value.replace('+', " "));
    }
    unescape(value).trim_matches(['+', ' ']).to_owned()
}

/// A teacher's own words end and are parted as they like.
fn holds_words(key: &str) -> bool {
    matches!(key, "title" | "note")
}

/// The key as the page knows it: without blanks, in small letters. One that the page does not know stays as it is.
fn known(key: &str, is_key: impl Fn(&str) -> bool) -> String {
    let plain = unescape(key).trim_matches(['+', ' ']).to_ascii_lowercase();
    if is_key(&plain) || is_tracker(&plain) { plain } else { key.to_owned() }
}

fn is_tracker(key: &str) -> bool {
    key.starts_with("utm_") || TRACKERS.contains(&key)
}

/// Parts what only an escaped `&` holds together: where a known key and an `=` follow, another setting begins.
fn parted(part: &str, is_key: impl Fn(&str) -> bool) -> Vec<&str> {
    let (mut parts, mut start) = (vec![], 0);
    for (at, escape) in part.match_indices("%26") {
        let next = &part[at + escape.len()..];
        if next.split_once('=').is_some_and(|(key, _)| key.len() <= LONGEST_KEY && is_key(&key.to_ascii_lowercase())) {
            parts.push(&part[start..at]);
            start = at + escape.len();
        }
    }
    parts.push(&part[start..]);
    parts
}

/// Mailers and chats turn `,` into `%2C`; anything that is no escape stays as it is.
fn unescape(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned()
}
