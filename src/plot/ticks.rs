//! Ticks at round numbers, and their labels.

/// A tick's value and what it says.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    pub value: f64,
    pub label: String,
}

/// At most `most` ticks at multiples of 1, 2 or 5 times a power of ten, within `least..=greatest`.
pub fn linear(least: f64, greatest: f64, most: usize) -> Vec<Tick> {
    stepped(least, greatest, most, 0.0)
}

/// Ticks for an axis of whole numbers.
pub fn whole(least: f64, greatest: f64, most: usize) -> Vec<Tick> {
    stepped(least, greatest, most, 1.0)
}

fn stepped(least: f64, greatest: f64, most: usize, least_step: f64) -> Vec<Tick> {
    let span = greatest - least;
    if !(span > 0.0 && span.is_finite()) || most == 0 {
        return vec![];
    }
    let step = round_step(span / most as f64).max(least_step);
    let first = (least / step - 1e-9).ceil() as i64;
    let last = (greatest / step + 1e-9).floor() as i64;
    (first..=last).map(|i| i as f64 * step).map(|value| Tick { value, label: label(value, step) }).collect()
}

/// Ticks for a logarithmic axis: powers of ten, with 2 and 5 between them when these are few; where even those are
/// few, round steps as on a linear axis.
pub fn logarithmic(least: f64, greatest: f64, most: usize) -> Vec<Tick> {
    if !(least > 0.0 && greatest > least && greatest.is_finite()) {
        return vec![];
    }
    let decades = least.log10().floor() as i32..=greatest.log10().ceil() as i32;
    let at = |factors: &[f64]| -> Vec<Tick> {
        decades
            .clone()
            .flat_map(|decade| factors.iter().map(move |factor| (factor * 10f64.powi(decade), 10f64.powi(decade))))
            .filter(|(value, _)| (least * (1.0 - 1e-9)..=greatest * (1.0 + 1e-9)).contains(value))
            .map(|(value, step)| Tick { value, label: label(value, step) })
            .collect()
    };
    [at(&[1.0]), at(&[1.0, 2.0, 5.0])]
        .into_iter()
        .find(|ticks| (3..=most.max(3)).contains(&ticks.len()))
        .unwrap_or_else(|| linear(least, greatest, most.min(4)))
}

/// The least of 1, 2 and 5 times a power of ten that is not below `step`.
pub fn round_step(step: f64) -> f64 {
    let power = 10f64.powf(step.log10().floor());
    let factor = [1.0, 2.0, 5.0].into_iter().find(|factor| factor * power >= step * (1.0 - 1e-9)).unwrap_or(10.0);
    factor * power
}

/// Ends for an axis that holds both values: round, and zero below where it is near.
pub fn roomy(least: f64, most: f64) -> (f64, f64) {
    let least = least.min(most - most.abs() * 0.02);
    let is_near_zero = least >= -1e-6 * most && least < most * 0.35;
    let least = if is_near_zero { 0.0 } else { least - (most - least) * 0.05 };
    let step = round_step((most - least).max(1e-9) / 8.0);
    let (from, to) = ((least / step).floor() * step, (most / step).ceil() * step);
    (from, if to > from { to } else { from + step })
}

/// The value with as many decimals as its step has.
fn label(value: f64, step: f64) -> String {
    let decimals = (-(step.log10() + 1e-9).floor()).max(0.0) as usize;
    let text = format!("{value:.decimals$}");
    // A true minus sign, and no minus before zero.
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
        ticks.iter().map(|tick| tick.label.as_str()).collect()
    }

    #[test]
    fn ticks_are_round() {
        let cases: [(f64, f64, usize, &[&str]); 6] = [
            (0.0, 20.0, 5, &["0", "5", "10", "15", "20"]),
            (0.0, 1.0, 4, &["0.0", "0.5", "1.0"]),
            (-3.2, 3.1, 5, &["−2", "0", "2"]),
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
        let cases: [(f64, f64, &[&str]); 4] = [
            (1.0, 1000.0, &["1", "10", "100", "1000"]),
            (3.0, 60.0, &["5", "10", "20", "50"]),
            (140.0, 215.0, &["140", "160", "180", "200"]),
            (-1.0, 10.0, &[]),
        ];
        for (least, greatest, expected) in cases {
            assert_eq!(labels(&logarithmic(least, greatest, 5)), expected, "{least}..{greatest}");
        }
    }

    #[test]
    fn whole_ticks_have_no_fractions() {
        assert_eq!(labels(&whole(0.0, 1.0, 5)), ["0", "1"]);
    }

    #[test]
    fn ends_are_round_and_zero_where_it_is_near() {
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
            let found = roomy(least, most);
            assert!(near(found, expected), "{least}..{most}: {found:?}");
        }
        for same in [0.0, 7.0, -7.0] {
            let (from, to) = roomy(same, same);
            assert!(from <= same && same <= to && from < to, "{same}: {from}..{to}");
        }
    }

    proptest! {
        #[test]
        fn ticks_are_few_and_within(least in -1e6..1e6f64, span in 1e-6..1e6f64, most in 2..9usize) {
            let ticks = linear(least, least + span, most);
            prop_assert!(ticks.len() <= most + 1, "{ticks:?}");
            let slack = span * 1e-6;
            prop_assert!(ticks.iter().all(|tick| (least - slack..=least + span + slack).contains(&tick.value)));
        }
    }
}
