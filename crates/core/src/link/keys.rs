//! The keys of a link: those of the settings, and a few more.

use crate::config::settings;

/// The last key of a short link; a short link without it was cut off.
pub const END: &str = "end";

/// The keys other than the settings', each with its values and its meaning, in Markdown.
pub const OTHERS: [(&str, &str, &str); 15] = [
    ("study", "`pca`, `sweep-1-10`, `betas`", "The study that is open."),
    (
        "play",
        "`explore:0.5,1;-2,0` (the AE's place; the VAE's), `manifold`, `interpolate:4,pad`, `arithmetic:1,2,3`, \
         `generate:7`, `digit:3,0.3,14.9` (draw, noise, hole)",
        "The open tool of the playground, and what it is set to.",
    ),
    ("run", "`1`", "Training, or the study, starts at once."),
    ("workers", "`1`", "Both networks are trained in one worker, for comparing; *Copy link* leaves it out."),
    ("draw", "strokes, packed", "What is on the drawing pad."),
    (
        "hide",
        "some of `draw,numbers,latent,reconstructions,loss,settings,play,finer,experiments,lesson`",
        "Parts of the page to leave out.",
    ),
    ("lock", "`1`", "The settings can be read but not changed, except for the epochs."),
    ("large", "`1`", "Large type, for a projector."),
    ("lesson", "`open`", "The lesson is open from the start."),
    ("title", "up to 80 characters", "A teacher's title, plain text."),
    ("note", "up to 600 characters", "A teacher's note, plain text."),
    ("t", "text, packed", "The title, as *Copy link* writes it where that is shorter."),
    ("n", "text, packed", "The note, as *Copy link* writes it where that is shorter."),
    ("v", "`1`, `2`", "The version of the link: 1 holds every setting, 2 only those that are not as usual."),
    (END, "`1`", "The last key of a link of version 2. A link without it was cut off."),
];

/// The keys alone, so that the page's binary does not contain their descriptions.
const KEYS: [&str; OTHERS.len()] = {
    let mut keys = [""; OTHERS.len()];
    let mut at = 0;
    while at < keys.len() {
        keys[at] = OTHERS[at].0;
        at += 1;
    }
    keys
};

pub fn is_key(key: &str) -> bool {
    KEYS.contains(&key) || settings().any(|setting| setting.key == key)
}
