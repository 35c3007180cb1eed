//! The playground as a short text for the address: the open tool, and its settings after a colon.

use crate::config::{Choice, Damage, PerModel, Pick, Play, Tool};

/// Writes, for example, `explore:0.5,1.2;-3,0` (the AE's place; the VAE's), `interpolate:4,pad`, `arithmetic:1,2,3`,
/// `generate:7`, `digit:3,0.3,14.9` (draw, noise, hole). `None` if no tool is open.
pub fn to_text(play: &Play) -> Option<String> {
    let tool = play.tool?;
    let settings = match tool {
        Tool::Explore if play.at == PerModel::default() => String::new(),
        Tool::Explore => [place(play.at.ae.as_deref()), place(play.at.vae.as_deref())].join(";"),
        Tool::Manifold => String::new(),
        Tool::Interpolate => picks(&play.ends),
        Tool::Arithmetic => picks(&play.terms),
        Tool::Generate => play.seed.to_string(),
        Tool::Digit => {
            let Damage { noise, hole } = play.damage;
            let hole = hole.map_or_else(|| "none".into(), |(x, y)| format!("{x}.{y}"));
            format!("{},{noise},{hole}", play.draw)
        }
    };
    let colon = if settings.is_empty() { "" } else { ":" };
    Some(format!("{}{colon}{settings}", tool.word()))
}

/// Reads the text; `None` if [`to_text`] could not have written it.
pub fn from_text(text: &str) -> Option<Play> {
    let (word, settings) = text.split_once(':').unwrap_or((text, ""));
    let tool = Tool::from_word(word)?;
    let mut play = Play { tool: Some(tool), ..Play::default() };
    if settings.is_empty() {
        return Some(play);
    }
    match tool {
        Tool::Explore => {
            let (ae, vae) = settings.split_once(';')?;
            play.at = PerModel { ae: read_place(ae)?, vae: read_place(vae)? };
        }
        Tool::Manifold => return None,
        Tool::Interpolate => play.ends = read_picks(settings)?,
        Tool::Arithmetic => play.terms = read_picks(settings)?,
        Tool::Generate => play.seed = settings.parse().ok()?,
        Tool::Digit => {
            let mut parts = settings.split(',');
            play.draw = parts.next()?.parse().ok()?;
            play.damage.noise = parts.next()?.parse().ok()?;
            play.damage.hole = match parts.next()? {
                "none" => None,
                hole => {
                    let (x, y) = hole.split_once('.')?;
                    Some((x.parse().ok()?, y.parse().ok()?))
                }
            };
            if parts.next().is_some() {
                return None;
            }
        }
    }
    Some(play)
}

fn place(numbers: Option<&[f32]>) -> String {
    numbers.unwrap_or_default().iter().map(f32::to_string).collect::<Vec<_>>().join(",")
}

/// The outer `None` means that the text is invalid, the inner one that there is no place.
#[allow(clippy::option_option, reason = "a place may be left out")]
fn read_place(text: &str) -> Option<Option<Vec<f32>>> {
    if text.is_empty() {
        return Some(None);
    }
    let numbers: Option<Vec<f32>> = text.split(',').map(|number| number.parse().ok()).collect();
    numbers.map(Some)
}

fn picks(picks: &[Pick]) -> String {
    let word = |pick: &Pick| match pick {
        Pick::Sample(index) => index.to_string(),
        Pick::Pad => "pad".into(),
    };
    picks.iter().map(word).collect::<Vec<_>>().join(",")
}

fn read_picks<const COUNT: usize>(text: &str) -> Option<[Pick; COUNT]> {
    let pick = |word: &str| match word {
        "pad" => Some(Pick::Pad),
        index => index.parse().ok().map(Pick::Sample),
    };
    let picks: Option<Vec<Pick>> = text.split(',').map(pick).collect();
    picks?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_tool_is_read_back() {
        for text in [
            "explore",
            "explore:0.5,1.25;-3,0",
            "explore:;-3,0",
            "manifold",
            "interpolate:4,pad",
            "arithmetic:pad,2,999",
            "generate:7",
            "digit:3,0.25,14.9",
            "digit:1,0,none",
        ] {
            let play = from_text(text).unwrap();
            assert_eq!(play.clone().nearest(), play, "{text}");
            assert_eq!(play.of_tool(), play, "{text}");
            assert_eq!(to_text(&play).unwrap(), text);
        }
        assert_eq!(to_text(&Play::default()), None);
    }

    #[test]
    fn invalid_tools_are_refused() {
        for text in
            ["", "fly", "explore:1,2", "explore:a;b", "manifold:1", "interpolate:1", "arithmetic:1,2", "digit:1,0,3,4"]
        {
            assert_eq!(from_text(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "(explore|interpolate|arithmetic|generate|digit):[-0-9.,;a-zA-Z]{0,30}|.{0,20}") {
            if let Some(play) = from_text(&text) {
                let play = play.nearest();
                prop_assert_eq!(play.clone().nearest(), play.clone());
                prop_assert_eq!(from_text(&to_text(&play).unwrap()), Some(play));
            }
        }
    }
}
