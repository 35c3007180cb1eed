//! Repairs what happens to an address in transit: learning platforms write `&amp;` for `&`, mail filters escape all of it, forms
//! write `+` for a space, and a sentence leaves its full stop or its bracket at the end.

/// The spellings of `&` in text that was taken for HTML.
const AMPERSANDS: [&str; 4] = ["&amp;", "&#38;", "&#038;", "&#x26;"];
/// The number of passes that undo escapes: a link may go through several filters.
const PASSES: usize = 4;
/// Characters that a sentence may leave after a link at its end.
const AFTER_A_LINK: [char; 12] = ['.', ',', ';', ':', '!', '?', ')', ']', '>', '"', '\'', ' '];
/// An upper bound on the length of a key.
const LONGEST_KEY: usize = 16;
/// Tracking parameters that other sites add to links.
const TRACKERS: [&str; 13] = [
    "fbclid", "gclid", "gbraid", "wbraid", "dclid", "msclkid", "yclid", "twclid", "igshid", "mc_cid", "mc_eid", "_ga",
    "_gl",
];

/// The settings in a hash or a query, with their values still escaped; `is_key` returns whether the page knows a key.
pub fn pairs(text: &str, is_key: impl Fn(&str) -> bool) -> Vec<(String, String)> {
    let mut text = text.trim_start_matches(['#', '?']).to_owned();
    for _ in 0..PASSES {
        let before = text.len();
        // A link contains `=`: if only its escape is there, the whole link was escaped.
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

/// The value without its escapes, and without the `+` that a form writes for a space.
pub fn meant(key: &str, value: &str) -> String {
    if holds_words(key) {
        return unescape(&value.replace('+', " "));
    }
    unescape(value).trim_matches(['+', ' ']).to_owned()
}

/// Whether the value is a teacher's text, which may contain spaces and end with any character.
fn holds_words(key: &str) -> bool {
    matches!(key, "title" | "note")
}

/// The key in the form that the page knows: without spaces, in lower case. An unknown key does not change.
fn known(key: &str, is_key: impl Fn(&str) -> bool) -> String {
    let plain = unescape(key).trim_matches(['+', ' ']).to_ascii_lowercase();
    if is_key(&plain) || is_tracker(&plain) { plain } else { key.to_owned() }
}

fn is_tracker(key: &str) -> bool {
    key.starts_with("utm_") || TRACKERS.contains(&key)
}

/// Splits at each escaped `&` that is followed by a known key and `=`, since another setting starts there.
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

/// Undoes escapes (mail programs and chats turn `,` into `%2C`); anything that is not an escape does not change.
fn unescape(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned()
}
