//! Tests every entry of the table of settings in all its uses, above all in links.

use std::collections::HashSet;

use super::Link;
use crate::config::{Availability, Config, DataKind, Group, Setting, Source, Value, setting, settings};

/// A value, as links have it, that is not the default and is compatible with the others.
fn another(setting: &Setting) -> String {
    match setting.value {
        Value::Whole { bounds, .. } => bounds.most.to_string(),
        Value::Decimal { bounds, .. } => bounds.most.to_string(),
        Value::Pick { options, .. } => options[1].0.into(),
        Value::Widths => "32,16,8".into(),
        Value::Digits => "17".into(),
    }
}

/// The other settings that are needed for a value to be kept.
fn with(setting: &Setting) -> &'static str {
    match setting.key {
        "split" => "data=mnist&",
        "net" => "hidden=16,8&",
        "range" => "loss=mse&output=linear&",
        "output" => "loss=mse&range=signed&",
        _ => "",
    }
}

#[test]
fn keys_and_ids_are_unique() {
    let keys: HashSet<_> = settings().map(|setting| setting.key).collect();
    let ids: HashSet<_> = settings().map(Setting::id).collect();
    assert_eq!((keys.len(), ids.len()), (settings().count(), settings().count()));
}

#[test]
fn every_setting_is_found_by_its_key() {
    assert!(settings().all(|entry| setting(entry.key).key == entry.key));
}

#[test]
fn every_setting_has_a_label_and_a_help() {
    for setting in settings() {
        for kind in [DataKind::Images, DataKind::Plane, DataKind::Table] {
            assert!(!setting.label(kind).is_empty(), "{}", setting.key);
        }
        assert!(setting.help.ends_with('.'), "{}: {}", setting.key, setting.help);
    }
}

/// Saved runs and links depend on this order. A new setting may be anywhere.
#[test]
fn the_order_of_the_settings_does_not_change() {
    let known = "model backend data split size range net hidden activation latent code output init loss beta kl sparse \
                 contractive noise level augment patience lr batch epochs train digits seed";
    let known: Vec<_> = known.split_whitespace().collect();
    let keys: Vec<_> = settings().map(|setting| setting.key).filter(|key| known.contains(key)).collect();
    assert_eq!(keys, known);
}

#[test]
fn defaults_are_within_their_bounds() {
    let usual = Config::default();
    for setting in settings() {
        match setting.value {
            Value::Whole { bounds, get, .. } => {
                assert!((bounds.least..=bounds.most).contains(&bounds.default), "{}", setting.key);
                assert_eq!(get(&usual), bounds.default, "{}", setting.key);
            }
            Value::Decimal { bounds, get, .. } => {
                assert!((bounds.least..=bounds.most).contains(&bounds.default), "{}", setting.key);
                assert_eq!(get(&usual), bounds.default, "{}", setting.key);
            }
            Value::Pick { get, .. } => assert_eq!(get(&usual), 0, "{}: the first option is the default", setting.key),
            Value::Widths | Value::Digits => {}
        }
        let mut bounded = usual.clone();
        setting.bound(&mut bounded);
        assert_eq!(bounded, usual, "{}", setting.key);
    }
}

#[test]
fn a_written_setting_is_read_back() {
    for setting in settings().filter(|setting| setting.key != "data") {
        let hash = format!("{}{}={}", with(setting), setting.key, another(setting));
        let (link, notices) = Link::from_hash(&hash);
        assert_eq!(notices, Vec::<String>::new(), "{hash}");
        assert_eq!(setting.write(&link.config), another(setting), "{hash}");
        let usual = Config::default();
        let changed: Vec<_> = settings()
            .filter(|other| other.write(&link.config) != other.write(&usual))
            .map(|other| other.key)
            .collect();
        assert!(changed.contains(&setting.key), "{hash} sets {changed:?}");
        assert!(
            changed.iter().all(|key| *key == setting.key || hash.contains(&format!("{key}="))),
            "{hash} sets {changed:?}"
        );
        assert_eq!(Link::from_hash(&link.to_hash()), (link.clone(), vec![]));
        assert_eq!(Link::from_hash(&link.to_short_hash()), (link, vec![]));
    }
}

#[test]
fn every_word_of_every_pick_is_read() {
    for setting in settings() {
        for (index, (word, name)) in setting.options().iter().enumerate() {
            let mut config = Config::default();
            setting.pick(&mut config, index);
            assert_eq!((setting.picked(&config), setting.word(&config)), (index, *word), "{}", setting.key);
            assert!(!name.is_empty(), "{} {word}", setting.key);
            for word in [word.to_string(), word.to_uppercase()] {
                let hash = format!("loss=mse&{}={word}", setting.key);
                let (link, notices) = Link::from_hash(&hash);
                // Incompatible values are corrected later, with a different notice.
                let is_known = notices.iter().all(|notice| notice.contains("does not go with"));
                let is_own = config.source == Source::Own;
                assert!(is_known != is_own, "{hash}: {notices:?}");
                assert!(is_own || !notices.is_empty() || setting.picked(&link.config) == index, "{hash}");
            }
        }
    }
}

#[test]
fn a_value_out_of_bounds_becomes_the_nearest_and_is_reported() {
    for setting in settings() {
        let cases = match setting.value {
            Value::Whole { bounds, .. } => vec![
                ("99999999999".to_owned(), bounds.most.to_string()),
                ("-1".into(), bounds.least.to_string()),
                ("many".into(), bounds.default.to_string()),
            ],
            Value::Decimal { bounds, .. } => vec![
                ("1e9".into(), bounds.most.to_string()),
                ("-1".into(), bounds.least.to_string()),
                ("NaN".into(), bounds.default.to_string()),
            ],
            Value::Pick { options, .. } => vec![("nothing".into(), options[0].0.into())],
            Value::Widths => vec![("0,9999".into(), "1,1024".into()), ("8,8,8,8,8".into(), "8,8,8,8".into())],
            Value::Digits => vec![("none".into(), "0123456789".into()), ("1x".into(), "1".into())],
        };
        for (asked, used) in cases {
            let hash = format!("{}={asked}", setting.key);
            let (link, notices) = Link::from_hash(&hash);
            assert_eq!(setting.write(&link.config), used, "{hash}");
            assert!(!notices.is_empty(), "{hash}");
        }
    }
}

/// What `room` says has to match what [`Config::nearest`] does.
#[test]
fn the_reported_room_is_the_actual_room() {
    for hash in [
        "",
        "model=ae",
        "model=vae",
        "loss=mse",
        "range=signed",
        "range=signed&loss=mse",
        "net=conv",
        "data=mnist",
        "data=spiral",
        "data=table",
    ] {
        let config = Link::from_hash(hash).0.config;
        // Settings of the main panel are never disabled; their values are corrected instead.
        for setting in settings().filter(|setting| setting.group != Group::Main && !setting.options().is_empty()) {
            let count = setting.options().len();
            let closed = (0..count).filter(|index| !setting.is_open(&config, *index)).count();
            let left = count - closed;
            let words = (setting.key, (setting.room)(&config), &config);
            match (setting.room)(&config) {
                Availability::All => assert_eq!(closed, 0, "{words:?}"),
                Availability::Less(_) => assert!(closed > 0 && left > 1, "{words:?}"),
                // A setting without effect may still offer a choice.
                Availability::None(_) => assert!(left == 1 || closed == 0, "{words:?}"),
            }
        }
    }
}

#[test]
fn an_option_that_would_not_be_kept_is_closed() {
    let (usual, squared) = (Config::default(), Link::from_hash("loss=mse").0.config);
    let open = |config| ["sigmoid", "tanh", "linear"].map(|word| is_open("output", config, word));
    assert_eq!(open(&usual), [true, false, false]);
    assert_eq!(open(&squared), [true, true, true]);
}

fn is_open(key: &str, config: &Config, word: &str) -> bool {
    let index = setting(key).options().iter().position(|(known, _)| *known == word).unwrap();
    setting(key).is_open(config, index)
}

#[test]
fn every_group_below_has_a_name_and_some_settings() {
    for setting in settings().filter(|setting| setting.group != Group::Main) {
        assert!(Group::MORE.iter().any(|(group, _)| *group == setting.group), "{}", setting.key);
    }
    for (group, name) in Group::MORE {
        assert!(settings().any(|setting| setting.group == group) && !name.is_empty());
    }
}
