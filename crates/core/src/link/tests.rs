//! What a link may contain, and how invalid links are read.

use proptest::prelude::*;

use super::*;
use crate::{
    config::{BackendChoice, Choice, Digits, Loss, Models, Setting, Source, Value},
    data::digit::{GRID, Point},
};

#[test]
fn an_empty_hash_is_the_default_link() {
    for hash in ["", "#", "&&"] {
        assert_eq!(Link::from_hash(hash), (Link::default(), vec![]));
    }
}

#[test]
fn each_setting_is_read() {
    let hash = "#model=vae&backend=cpu&hidden=128,32&latent=3&loss=mse&beta=0.5&lr=0.01&batch=64&epochs=5&train=500&digits=17&seed=9&run=1";
    let (link, notices) = Link::from_hash(hash);
    assert_eq!(notices, Vec::<String>::new());
    assert!(link.run);
    assert_eq!(
        link.config,
        Config {
            models: Models::Vae,
            backend: BackendChoice::Cpu,
            source: Source::Digits,
            hidden: vec![128, 32],
            latent: 3,
            loss: Loss::Mse,
            beta: 0.5,
            learning_rate: 0.01,
            batch_size: 64,
            epochs: 5,
            train: 500,
            digits: Digits::from_text("17"),
            seed: 9,
            ..Config::default()
        }
    );
}

#[test]
fn the_nearest_sensible_value_replaces_an_absurd_one() {
    type Case = (&'static str, fn(&Config) -> String, &'static str);
    let cases: [Case; 12] = [
        ("latent=1000", |c| c.latent.to_string(), "64"),
        ("latent=99999999999999999999999", |c| c.latent.to_string(), "64"),
        ("latent=-3", |c| c.latent.to_string(), "1"),
        ("latent=two", |c| c.latent.to_string(), "2"),
        ("lr=inf", |c| c.learning_rate.to_string(), "10"),
        ("lr=NaN", |c| c.learning_rate.to_string(), "0.001"),
        ("beta=-1", |c| c.beta.to_string(), "0"),
        ("hidden=8,9999", |c| format!("{:?}", c.hidden), "[8, 1024]"),
        ("hidden=1,2,3,4,5,6", |c| format!("{:?}", c.hidden), "[1, 2, 3, 4]"),
        ("digits=abc", |c| c.digits.to_string(), "0123456789"),
        ("model=gan", |c| c.models.word().into(), "both"),
        ("data=own", |c| c.source.word().into(), "digits"),
    ];
    for (hash, value, expected) in cases {
        let (link, notices) = Link::from_hash(hash);
        assert_eq!(value(&link.config), expected, "{hash}");
        assert_eq!(notices.len(), 1, "{hash}: {notices:?}");
    }
}

#[test]
fn each_choice_of_the_model_family_is_read() {
    let hash = "net=conv&activation=leaky&code=relu&output=tanh&init=keras&size=14&range=signed&split=order&kl=sum\
                &noise=mask&level=0.25&augment=both&sparse=0.001&patience=5&loss=mse&study=sweep-1-10";
    let (link, notices) = Link::from_hash(hash);
    assert_eq!(notices, Vec::<String>::new());
    assert_eq!(link.study, Study::Sweep { least: 1, most: 10 });
    let written = link.to_hash();
    for pair in hash.split('&') {
        assert!(written.split('&').any(|other| other == pair), "{pair} is missing in {written}");
    }
}

#[test]
fn incompatible_settings_are_reported() {
    let (link, notices) = Link::from_hash("data=moons");
    assert_eq!((link.config.loss, notices), (Loss::Mse, vec![]), "the link does not set a loss");
    let (_, notices) = Link::from_hash("data=moons&loss=bce");
    assert_eq!(notices, ["The link's loss “bce” does not go with its other settings; mse is used."]);
    for study in ["study=pcx", "study=sweep-1", "study=sweep-0-99"] {
        assert_eq!(Link::from_hash(study).1.len(), 1, "{study}");
    }
}

#[test]
fn a_notice_says_what_is_wrong() {
    for (hash, fault) in [("lr=20", "out of bounds"), ("lr=NaN", "not a number"), ("epochs=x", "not a number")] {
        let (_, notices) = Link::from_hash(hash);
        assert!(notices[0].contains(fault), "{notices:?}");
    }
}

#[test]
fn escapes_are_undone() {
    let (link, notices) = Link::from_hash("hidden=12%2C6");
    assert_eq!((link.config.hidden, notices), (vec![12, 6], vec![]));
}

#[test]
fn a_drawing_with_an_excessive_count_is_refused() {
    for text in ["____", "gICAAQ", "AA", "!", "/w"] {
        let (link, notices) = Link::from_hash(&format!("draw={text}"));
        assert!(link.drawing.is_empty(), "{text}");
        assert_eq!(notices.len(), 1, "{text}: {notices:?}");
    }
}

#[test]
fn damage_to_a_link_in_transit_is_undone() {
    let meant = Link::from_hash("model=vae&latent=3&lr=0.01&hidden=64,8").0;
    for hash in [
        "#model=vae&amp;latent=3&amp;lr=0.01&amp;hidden=64,8",
        "#model=vae&amp;amp;latent=3&#38;lr=0.01&#038;hidden=64,8",
        "model%3Dvae%26latent%3D3%26lr%3D0.01%26hidden%3D64%2C8",
        "model%3dvae%26amp%3blatent%3d3%26lr%3d0.01%26hidden%3d64%2c8",
        "model%253Dvae%2526latent%253D3%2526lr%253D0.01%2526hidden%253D64%252C8",
        "model=vae%26latent=3%26lr=0.01%26hidden=64,8",
        "Model=VAE&LATENT=3&lr=0,01&hidden=64,+8",
        "model=Vae&+latent=+3+&lr=1e-2&hidden=64,8.",
        "model=vae&latent=3&lr=0.01&hidden=64,8).",
        "fbclid=IwAR0_x&utm_source=mail&model=vae&latent=3&lr=0.01&hidden=64,8&gclid=1&UTM_Medium=x",
        "?model=vae&latent=3&lr=0%2C01&hidden=64,8",
    ] {
        assert_eq!(Link::from_hash(hash), (meant.clone(), vec![]), "{hash}");
        let query = hash.trim_start_matches(['#', '?']);
        assert_eq!(Link::from_address(&format!("?{query}"), ""), (meant.clone(), vec![]), "?{query}");
    }
    let (link, notices) = Link::from_hash("title=Week+3&note=One%2BOne+is+two.&train=8,000");
    assert_eq!((link.teaching.title(), link.teaching.note()), ("Week 3", "One+One is two."));
    assert_eq!((link.config.train, notices), (8_000, vec![]));
}

#[test]
fn a_query_is_read_and_the_hash_takes_precedence() {
    let (link, notices) = Link::from_address("?log=debug&token=a%26b&model=vae&latent=3", "#latent=5&seed=9");
    assert_eq!(notices, Vec::<String>::new(), "unknown keys in a query are ignored");
    assert_eq!((link.config.models, link.config.latent, link.config.seed), (Models::Vae, 5, 9));
    for (query, others) in [
        ("", ""),
        ("?model=vae&latent=3", ""),
        ("?log=debug&Model=vae&utm_source=mail&token=a%26b", "log=debug&token=a%26b"),
        ("?log=debug", "log=debug"),
    ] {
        assert_eq!(query_of_others(query), others, "{query}");
    }
}

#[test]
fn a_link_to_share_omits_defaults() {
    assert_eq!(Link::default().to_short_hash(), "");
    let (link, _) = Link::from_hash("model=vae&latent=3&run=1");
    assert_eq!(link.to_short_hash(), "v=2&model=vae&latent=3&run=1&end=1");
}

#[test]
fn the_number_of_workers_is_not_shared() {
    let (link, notices) = Link::from_hash("workers=1&latent=3");
    assert!(link.one_worker && notices.is_empty());
    assert_eq!(link.to_short_hash(), "v=2&latent=3&end=1");
    assert_eq!(Link::from_hash(&link.to_hash()), (link, vec![]), "the page's own address keeps it");
    let (link, notices) = Link::from_hash("workers=3");
    assert_eq!((link.one_worker, notices.len()), (false, 1));
}

#[test]
fn greek_text_is_packed_and_plain_text_stays_readable() {
    let note = "Σχεδίασε ένα ψηφίο και δες πώς το ξαναχτίζουν τα δύο δίκτυα. ".repeat(9);
    let mut link = Link::default();
    link.teaching.set_title("Week 3");
    assert_eq!(link.to_short_hash(), "v=2&title=Week%203&end=1");
    assert!(link.teaching.set_note(&note));
    let hash = link.to_short_hash();
    assert!(hash.len() < 1_050, "{} letters", hash.len());
    assert_eq!(Link::from_hash(&hash), (link, vec![]));
    let (_, notices) = Link::from_hash("v=2&n=____&end=1");
    assert_eq!(notices, ["The link's note is damaged; it is left out."]);
}

#[test]
fn a_truncated_link_is_reported() {
    let (whole, _) = Link::from_hash("model=vae&latent=3&lr=0.015&title=Week%203");
    let hash = whole.to_short_hash();
    for cut in "v=2".len()..hash.len() - "=1".len() {
        let (link, notices) = Link::from_hash(&hash[..cut]);
        assert!(notices.iter().any(|notice| notice.contains("cut off")), "{}: {notices:?}", &hash[..cut]);
        assert!(notices.len() == 1, "{}: {notices:?}", &hash[..cut]);
        assert!([0.001, 0.015].contains(&link.config.learning_rate), "a truncated number should not be used");
    }
}

fn any_drawing() -> impl Strategy<Value = Drawing> {
    let point = (0..=GRID, 0..=GRID).prop_map(|(x, y)| Point { x, y });
    let stroke = proptest::collection::vec(point, 1..30);
    proptest::collection::vec(stroke, 0..6).prop_map(Drawing::new)
}

/// Any configuration that the settings can reach; a number determines each setting.
fn any_config() -> impl Strategy<Value = Config> {
    proptest::collection::vec(any::<u32>(), settings().count()).prop_map(|numbers| {
        let mut config = Config::default();
        settings().zip(numbers).for_each(|(setting, number)| set(setting, number, &mut config));
        if config.source == Source::Own {
            config.source = Source::Digits;
        }
        config.nearest()
    })
}

fn set(setting: &Setting, number: u32, config: &mut Config) {
    let whole = number as usize;
    let part = number as f32 / u32::MAX as f32;
    match setting.value {
        Value::Whole { bounds, set, .. } => set(config, bounds.least + whole % (bounds.most - bounds.least + 1)),
        Value::Decimal { bounds, set, .. } => set(config, bounds.least + part * (bounds.most - bounds.least)),
        Value::Pick { options, set, .. } => set(config, whole % options.len()),
        Value::Widths => config.hidden = (0..whole % 5).map(|layer| 1 + (whole >> (5 * layer)) % 1024).collect(),
        Value::Digits => config.digits = Digits::from_text(&number.to_string()),
    }
}

fn any_key() -> impl Strategy<Value = &'static str> {
    let keys = settings().map(|setting| setting.key).chain(keys::OTHERS.iter().map(|(key, ..)| *key));
    proptest::sample::select(keys.collect::<Vec<_>>())
}

fn any_study() -> impl Strategy<Value = Study> {
    prop_oneof![
        Just(Study::None),
        Just(Study::Pca),
        Just(Study::Betas),
        (1..=32usize, 1..=32usize).prop_map(|(least, most)| Study::Sweep { least, most }.nearest()),
    ]
}

fn any_play() -> impl Strategy<Value = Play> {
    prop_oneof![
        Just("explore:0.5,-1;2,3"),
        Just("manifold"),
        Just("interpolate:pad,7"),
        Just("arithmetic:1,2,pad"),
        Just("generate:9"),
        Just("digit:2,0.5,3.4"),
    ]
    .prop_map(|text| play::from_text(text).unwrap_or_default())
}

fn any_link() -> impl Strategy<Value = Link> {
    (any_config(), any_study(), any_play(), any::<bool>(), any_drawing())
        .prop_map(|(config, study, play, run, drawing)| Link { config, study, play, run, drawing, ..Link::default() })
}

proptest! {
    #[test]
    fn a_written_link_is_read_back(link in any_link()) {
        prop_assert_eq!(Link::from_hash(&link.to_short_hash()), (link.clone(), vec![]));
        prop_assert_eq!(Link::from_hash(&link.to_hash()), (link, vec![]));
    }

    #[test]
    fn any_text_gives_a_link_within_bounds(hash in ".*") {
        let (link, _) = Link::from_hash(&hash);
        prop_assert_eq!(link.config.clone().nearest(), link.config);
    }

    #[test]
    fn any_values_give_a_link_within_bounds(
        pairs in proptest::collection::vec((any_key(), "[-0-9a-zA-Z,.%_]{0,12}|conv|signed|tanh|table|moons|sweep-[0-9]{1,3}-[0-9]{1,3}"), 0..20)
    ) {
        let hash: Vec<_> = pairs.iter().map(|(key, value)| format!("{key}={value}")).collect();
        let (link, _) = Link::from_hash(&hash.join("&"));
        prop_assert_eq!(link.config.clone().nearest(), link.config);
    }
}
