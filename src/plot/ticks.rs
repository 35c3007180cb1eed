//! Ticks at round numbers, and their labels: at least three, since fewer do not show an axis's scale.

/// A tick's value and its label; a minor tick has none.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    pub value: f64,
    pub label: String,
}

/// The fewest labelled ticks.
const FEWEST: usize = 3;
/// Steps that make three ticks where 1, 2 and 5 make two or eight.
const FINER: [f64; 9] = [8.0, 6.0, 5.0, 4.0, 3.0, 2.5, 2.0, 1.5, 1.0];
/// The possible distances of ticks, in decades.
const DECADES: [i32; 8] = [1, 2, 3, 4, 6, 9, 12, 18];
/// The ticks within a decade of a logarithmic axis, from few to many.
const FACTORS: [&[f64]; 4] = [&[1.0, 2.0, 5.0], &[1.0, 3.0], &[1.0, 2.0, 3.0, 5.0], &[1.0, 2.0, 3.0, 4.0, 6.0, 8.0]];
/// Labels with more letters than this do not fit beside an axis.
const LONG: usize = 6;

/// About `most` ticks at round numbers within `least..=greatest`, and at least three.
pub fn linear(least: f64, greatest: f64, most: usize) -> Vec<Tick> {
    labelled(steps(least, greatest, most, 0.0))
}

/// Ticks for an axis of whole numbers, which may have fewer than three.
pub fn whole(least: f64, greatest: f64, most: usize) -> Vec<Tick> {
    labelled(steps(least, greatest, most, 1.0))
}

/// Ticks for an axis of epochs, from zero on; a single epoch has fractions.
pub fn of_epochs(greatest: f64, most: usize) -> Vec<Tick> {
    if greatest < 2.0 { linear(0.0, greatest, most) } else { whole(0.0, greatest, most) }
}

/// Round values at even steps of at least `least_step`, and whole multiples of that, unless it is 0.
fn steps(least: f64, greatest: f64, most: usize, least_step: f64) -> Vec<f64> {
    let span = greatest - least;
    if !(span > 0.0 && span.is_finite()) || most == 0 {
        return vec![];
    }
    let at = |step: f64| -> Vec<f64> {
        let first = (least / step - 1e-9).ceil() as i64;
        let last = (greatest / step + 1e-9).floor() as i64;
        (first..=last).map(|i| i as f64 * step).collect()
    };
    let usual = round_step(span / most as f64).max(least_step);
    let power = 10f64.powf(usual.log10().floor());
    let finer = [power, power / 10.0].into_iter().flat_map(|power| FINER.map(|factor| factor * power));
    let is_fit =
        |step: &f64| *step < usual && *step >= least_step && (least_step == 0.0 || (step / least_step).fract() == 0.0);
    let round = round_step(usual / 2.5);
    let steps = [usual, round].into_iter().chain(finer).filter(|step| *step == usual || is_fit(step));
    let found = steps.map(at).find(|values| (FEWEST..=most.max(FEWEST) + 1).contains(&values.len()));
    found.unwrap_or_else(|| at(usual))
}

/// Ticks for a logarithmic axis: powers of ten, with others between them if these are few; if even those are few, round steps as on a
/// linear axis. Smaller ticks without a label show how the steps shrink.
pub fn logarithmic(least: f64, greatest: f64, most: usize) -> Vec<Tick> {
    if !(least > 0.0 && greatest > least && greatest.is_finite()) || most == 0 {
        return vec![];
    }
    let decades = least.log10().floor() as i32..=greatest.log10().ceil() as i32;
    let at = |every: i32, factors: &[f64]| -> Vec<f64> {
        let decades = decades.clone().filter(|decade| decade % every == 0);
        let values = decades.flat_map(|decade| factors.iter().map(move |factor| factor * 10f64.powi(decade)));
        values.filter(|value| (least * (1.0 - 1e-9)..=greatest * (1.0 + 1e-9)).contains(value)).collect()
    };
    // The smallest distance between two, as a fraction of the axis.
    let gap = |values: &[f64]| {
        let gaps = values.windows(2).map(|pair| (pair[1] / pair[0]).ln() / (greatest / least).ln());
        gaps.fold(1.0, f64::min)
    };
    let sparse = DECADES.map(|every| at(every, &[1.0]));
    let dense = FACTORS.map(|factors| at(1, factors));
    let even = steps(least, greatest, most.min(4), 0.0);
    let candidates: Vec<Vec<f64>> = sparse.into_iter().chain(dense).chain([even]).collect();
    let has_room = |values: &&Vec<f64>| values.len() <= most.max(FEWEST) && gap(values) * (3 * most) as f64 >= 1.0;
    let enough = || candidates.iter().filter(|values| values.len() >= FEWEST);
    let chosen = enough().find(has_room).or_else(|| enough().max_by(|a, b| gap(a).total_cmp(&gap(b))));
    let Some(chosen) = chosen else { return vec![] };

    let ninths: Vec<f64> = (1..10).map(f64::from).collect();
    let fourths = steps(least, greatest, 4 * chosen.len(), 0.0);
    let is_finer = |values: &Vec<f64>| values.len() > chosen.len() && gap(values) * (14 * most) as f64 >= 1.0;
    let between = [at(1, &ninths), fourths, at(1, &[1.0])].into_iter().find(|values| {
        is_finer(values) && chosen.iter().all(|value| values.iter().any(|other| is_same(*value, *other)))
    });
    let mut ticks = labelled(chosen.clone());
    for value in between.into_iter().flatten().filter(|value| !chosen.iter().any(|other| is_same(*value, *other))) {
        ticks.push(Tick { value, label: String::new() });
    }
    ticks
}

fn is_same(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs()
}

/// The smallest of 1, 2 and 5 times a power of ten that is not below `step`.
pub fn round_step(step: f64) -> f64 {
    let power = 10f64.powf(step.log10().floor());
    let factor = [1.0, 2.0, 5.0].into_iter().find(|factor| factor * power >= step * (1.0 - 1e-9)).unwrap_or(10.0);
    factor * power
}

/// Round ends for an axis that contains both values; the lower end is zero if that is near.
pub fn with_margin(least: f64, most: f64) -> (f64, f64) {
    let least = least.min(most - most.abs() * 0.02);
    let is_near_zero = least >= -1e-6 * most && least < most * 0.35;
    let least = if is_near_zero { 0.0 } else { least - (most - least) * 0.05 };
    let step = round_step((most - least).max(1e-9) / 8.0);
    let (from, to) = ((least / step).floor() * step, (most / step).ceil() * step);
    (from, if to > from { to } else { from + step })
}

/// The values with their labels: plain or, if that is long, with a power of ten.
fn labelled(values: Vec<f64>) -> Vec<Tick> {
    let longest = |labels: &[String]| labels.iter().map(|label| label.chars().count()).max().unwrap_or(0);
    let exponent = |value: f64| if value == 0.0 { i32::MIN } else { (value.abs().log10() + 1e-9).floor() as i32 };
    let largest = values.iter().copied().map(exponent).max().unwrap_or(0);
    let plain = labels(&values, |_| 0);
    let short = || labels(&values, |value| if is_even(&values) { largest } else { exponent(value) });
    let labels = if longest(&plain) <= LONG {
        plain
    } else {
        [plain, short()].into_iter().min_by_key(|all| longest(all)).unwrap_or_default()
    };
    values.into_iter().zip(labels).map(|(value, label)| Tick { value, label }).collect()
}

/// Labels in units of the power of ten for each value. Values at even steps have as many decimals as the step.
fn labels(values: &[f64], exponent: impl Fn(f64) -> i32) -> Vec<String> {
    let step = is_even(values).then(|| values[1] - values[0]);
    let label = |&value: &f64| {
        let exponent = exponent(value);
        let power = 10f64.powi(exponent);
        let number = number(value / power, decimals(step.unwrap_or(value) / power));
        match exponent {
            0 => number,
            _ if value == 0.0 => "0".into(),
            _ => format!("{number}e{}", exponent.to_string().replace('-', "−")),
        }
    };
    values.iter().map(label).collect()
}

fn is_even(values: &[f64]) -> bool {
    let step = |pair: &[f64]| pair[1] - pair[0];
    let first = values.windows(2).next().map(step);
    first.is_some_and(|first| values.windows(2).all(|pair| (step(pair) - first).abs() <= 1e-3 * first))
}

/// The number of decimals that a round number needs.
fn decimals(number: f64) -> usize {
    let is_whole = |decimals: &i32| {
        let scaled = number * 10f64.powi(*decimals);
        (scaled - scaled.round()).abs() <= 1e-3 * scaled.abs()
    };
    (0..16).find(is_whole).unwrap_or(0) as usize
}

/// A number with a true minus sign, and no minus before zero.
fn number(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    match text.strip_prefix('-') {
        Some(rest) if rest.chars().any(|c| ('1'..='9').contains(&c)) => format!("−{rest}"),
        Some(rest) => rest.into(),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn labels(ticks: &[Tick]) -> Vec<&str> {
        ticks.iter().map(|tick| tick.label.as_str()).filter(|label| !label.is_empty()).collect()
    }

    /// Checks the labels: at least three, in order, all different, within the axis, and with room for each between its neighbours.
    fn check(
        ticks: &[Tick],
        (least, greatest): (f64, f64),
        most: usize,
        place: impl Fn(f64) -> f64,
    ) -> Result<(), TestCaseError> {
        let named: Vec<&Tick> = ticks.iter().filter(|tick| !tick.label.is_empty()).collect();
        prop_assert!(named.len() >= FEWEST, "{ticks:?}");
        prop_assert!(named.len() <= most.max(5) + 1, "{ticks:?}");
        let slack = (greatest - least) * 1e-6;
        prop_assert!(ticks.iter().all(|tick| (least - slack..=greatest + slack).contains(&tick.value)), "{ticks:?}");
        let length = place(greatest) - place(least);
        for pair in named.windows(2) {
            let gap = (place(pair[1].value) - place(pair[0].value)) / length;
            prop_assert!(gap * (3 * most) as f64 >= 1.0 - 1e-6, "{gap} of the axis between {pair:?}");
            prop_assert!(pair[0].label != pair[1].label, "{pair:?}");
        }
        Ok(())
    }

    #[test]
    fn ticks_are_round() {
        let cases: [(f64, f64, usize, &[&str]); 11] = [
            (0.0, 20.0, 5, &["0", "5", "10", "15", "20"]),
            (0.0, 1.0, 4, &["0.0", "0.5", "1.0"]),
            (-3.2, 3.1, 5, &["−2", "0", "2"]),
            (-1.0, 1.0, 2, &["−1", "0", "1"]),
            (2.2, 8.9, 2, &["4", "6", "8"]),
            (5.1, 19.9, 2, &["6", "12", "18"]),
            (0.0, 4e7, 4, &["0", "1e7", "2e7", "3e7", "4e7"]),
            (0.0, 4e-7, 4, &["0", "1e−7", "2e−7", "3e−7", "4e−7"]),
            (140.0, 215.0, 4, &["140", "160", "180", "200"]),
            (0.0, 0.0, 4, &[]),
            (0.0, f64::INFINITY, 4, &[]),
        ];
        for (least, greatest, most, expected) in cases {
            assert_eq!(labels(&linear(least, greatest, most)), expected, "{least}..{greatest}");
        }
    }

    #[test]
    fn logarithmic_ticks_are_powers_or_round_steps() {
        let cases: [(f64, f64, &[&str]); 7] = [
            (1.0, 1000.0, &["1", "10", "100", "1000"]),
            (0.01, 10.0, &["0.01", "0.1", "1", "10"]),
            (1e-9, 1e12, &["1e−6", "1", "1e6", "1e12"]),
            (2.1, 19.0, &["3", "5", "10"]),
            (3.0, 60.0, &["5", "10", "20", "50"]),
            (140.0, 215.0, &["140", "160", "180", "200"]),
            (-1.0, 10.0, &[]),
        ];
        for (least, greatest, expected) in cases {
            assert_eq!(labels(&logarithmic(least, greatest, 5)), expected, "{least}..{greatest}");
        }
    }

    #[test]
    fn a_logarithmic_axis_shows_that_its_steps_shrink() {
        for (least, greatest) in [(1.0, 1000.0), (3.0, 60.0), (140.0, 215.0), (0.02, 0.031)] {
            let mut values: Vec<f64> = logarithmic(least, greatest, 5).iter().map(|tick| tick.value).collect();
            values.sort_by(f64::total_cmp);
            let gaps: Vec<f64> = values.windows(2).map(|pair| (pair[1] / pair[0]).ln()).collect();
            let shrinks = gaps.windows(2).filter(|pair| pair[1] < pair[0] * 0.99).count();
            assert!(gaps.len() >= 6 && shrinks * 2 > gaps.len(), "{least}..{greatest}: {values:?}");
        }
    }

    #[test]
    fn whole_ticks_have_no_fractions() {
        assert_eq!(labels(&whole(0.0, 1.0, 5)), ["0", "1"]);
    }

    #[test]
    fn ends_are_round_and_zero_if_it_is_near() {
        let near = |(a, b): (f64, f64), (c, d): (f64, f64)| (a - c).abs() < 1e-9 && (b - d).abs() < 1e-9;
        let cases = [
            ((0.034, 0.061), (0.03, 0.065)),
            ((0.01, 0.061), (0.0, 0.07)),
            ((0.0, 1.0), (0.0, 1.0)),
            ((150.0, 247.0), (140.0, 260.0)),
            ((-3.0, 5.0), (-4.0, 6.0)),
            ((-5.0, -1.0), (-6.0, -1.0)),
            ((-1e-9, 6.0), (0.0, 6.0)),
        ];
        for ((least, most), expected) in cases {
            let found = with_margin(least, most);
            assert!(near(found, expected), "{least}..{most}: {found:?}");
        }
        for same in [0.0, 7.0, -7.0] {
            let (from, to) = with_margin(same, same);
            assert!(from <= same && same <= to && from < to, "{same}: {from}..{to}");
        }
    }

    proptest! {
        #[test]
        fn a_linear_axis_has_three_labels_without_overlap(
            exponent in -9..12i32,
            factor in -10.0..10f64,
            span in -4.0..1f64,
            most in 2..9usize,
        ) {
            let least = factor * 10f64.powi(exponent);
            let greatest = least + 10f64.powf(span) * 10f64.powi(exponent);
            let ticks = linear(least, greatest, most);
            prop_assert!(ticks.windows(2).all(|pair| pair[0].value < pair[1].value), "{ticks:?}");
            check(&ticks, (least, greatest), most, |value| value)?;
        }

        #[test]
        fn a_logarithmic_axis_has_three_labels_without_overlap(
            exponent in -9.0..12f64,
            decades in 0.01..20f64,
            most in 2..9usize,
        ) {
            let (least, greatest) = (10f64.powf(exponent), 10f64.powf(exponent + decades));
            let ticks = logarithmic(least, greatest, most);
            let named: Vec<&Tick> = ticks.iter().filter(|tick| !tick.label.is_empty()).collect();
            prop_assert!(named.windows(2).all(|pair| pair[0].value < pair[1].value), "{ticks:?}");
            check(&ticks, (least, greatest), most, f64::ln)?;
        }

        #[test]
        fn whole_numbers_have_three_labels_if_possible(least in 0..99u32, span in 2..500u32, most in 2..9usize) {
            let (least, greatest) = (f64::from(least), f64::from(least + span));
            let ticks = whole(least, greatest, most);
            prop_assert!(ticks.iter().all(|tick| tick.value.fract() == 0.0), "{ticks:?}");
            check(&ticks, (least, greatest), most, |value| value)?;
        }
    }
}
