//! Which rows are positive: a rule on the values of one column.

use serde::{Deserialize, Serialize};

use super::{Column, Table, number};

/// The maximum number of words per value that are tried for a rule.
const WORDS: usize = 8;

/// Decides whether a row is positive, by its value in the label column. Numbers are finite.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Rule {
    /// The value contains this text, ignoring case.
    Contains(String),
    /// The value is this text.
    Equals(String),
    /// The value is at least this number.
    AtLeast(f64),
}

impl Rule {
    /// Whether the rule holds; `None` if the rule needs a number and the value is not one.
    pub fn holds(&self, value: &str) -> Option<bool> {
        match self {
            Self::Contains(text) => Some(value.to_lowercase().contains(&text.to_lowercase())),
            Self::Equals(text) => Some(value == text),
            Self::AtLeast(least) => number(value).map(|number| number >= *least),
        }
    }

    /// An initial rule for any column, from the number that separates its rows and its most frequent values.
    pub(super) fn suggest(is_numeric: bool, least: Option<f64>, values: &[Value]) -> Self {
        let of_numbers = least.filter(|_| is_numeric).map(Self::AtLeast);
        let most_frequent = || values.first().map(|(value, _)| (*value).to_owned()).unwrap_or_default();
        of_numbers.or_else(|| text_rule(values)).unwrap_or_else(|| Self::Equals(most_frequent()))
    }

    pub fn kind(&self) -> RuleKind {
        match self {
            Self::Contains(_) => RuleKind::Contains,
            Self::Equals(_) => RuleKind::Equals,
            Self::AtLeast(_) => RuleKind::AtLeast,
        }
    }

    /// The text or the number in the rule.
    pub fn value(&self) -> String {
        match self {
            Self::Contains(text) | Self::Equals(text) => text.clone(),
            Self::AtLeast(least) => least.to_string(),
        }
    }

    /// Parses a rule; `None` if the kind needs a finite number and the text is not one.
    pub fn read(kind: RuleKind, value: &str) -> Option<Self> {
        match kind {
            RuleKind::Contains => Some(Self::Contains(value.trim().into())),
            RuleKind::Equals => Some(Self::Equals(value.trim().into())),
            RuleKind::AtLeast => number(value.trim()).map(Self::AtLeast),
        }
    }

    /// A rule of another kind, for about the same rows if possible.
    #[must_use]
    pub fn turned(&self, kind: RuleKind, column: &Column) -> Self {
        match kind {
            RuleKind::Contains => Self::Contains(self.value()),
            RuleKind::Equals => {
                let held = column.values.iter().find(|value| self.holds(value) == Some(true));
                Self::Equals(held.or(column.values.first()).cloned().unwrap_or_default())
            }
            RuleKind::AtLeast => Self::AtLeast(number(&self.value()).or(column.least).unwrap_or(0.0)),
        }
    }
}

/// The kinds of rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleKind {
    Contains,
    Equals,
    AtLeast,
}

impl RuleKind {
    pub const ALL: [Self; 3] = [Self::Contains, Self::Equals, Self::AtLeast];

    /// The words between a column and a value.
    pub fn words(self) -> &'static str {
        match self {
            Self::Contains => "contains",
            Self::Equals => "equals",
            Self::AtLeast => "is at least",
        }
    }
}

/// A value of a column, and how often it occurs.
pub(super) type Value<'a> = (&'a str, usize);

/// The rule on a text column that comes closest to two equal classes; rarer values are tried first. `None` for names,
/// which do not recur, and for a single value.
pub(super) fn text_rule(values: &[Value]) -> Option<Rule> {
    let rows: usize = values.iter().map(|(_, count)| count).sum();
    if values.len() < 2 || rows < 2 * values.len() {
        return None;
    }
    let lowercase: Vec<String> = values.iter().map(|(value, _)| value.to_lowercase()).collect();
    let holds = |rule: &Rule, index: usize| match rule {
        Rule::Contains(word) => lowercase[index].contains(word.as_str()),
        _ => rule.holds(values[index].0) == Some(true),
    };
    let imbalance = |rule: &Rule| {
        let positive = (0..values.len()).filter(|&index| holds(rule, index)).map(|index| values[index].1);
        (2 * positive.sum::<usize>()).abs_diff(rows)
    };
    let rarest_first = || values.iter().rev().map(|&(value, _)| value);
    let words = rarest_first().flat_map(words).map(Rule::Contains);
    let whole = rarest_first().map(|value| Rule::Equals(value.to_owned()));
    words.chain(whole).min_by_key(imbalance)
}

fn words(value: &str) -> impl Iterator<Item = String> {
    let words = value.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    words.filter(|word| !word.is_empty()).take(WORDS).map(str::to_lowercase)
}

/// The number that separates a column's rows: the greater of two, or else the median.
pub(super) fn number_rule(table: &Table, column: usize, values: &[Value]) -> Option<f64> {
    flag_rule(values).or_else(|| half_rule(table, column))
}

/// The greater number, if a column has two distinct ones.
pub(super) fn flag_rule(values: &[Value]) -> Option<f64> {
    let &[(a, _), (b, _)] = values else { return None };
    let (a, b) = (number(a)?, number(b)?);
    (a != b).then(|| a.max(b))
}

/// The median of a column. `None` if all numbers are equal, or if they only number the rows.
pub(super) fn half_rule(table: &Table, column: usize) -> Option<f64> {
    let mut numbers: Vec<f64> = table.values(column).filter_map(number).collect();
    numbers.sort_by(f64::total_cmp);
    let least = *numbers.first()?;
    let upper = *numbers.get(numbers.len() / 2)?;
    let middle = if upper > least { upper } else { numbers.iter().copied().find(|&number| number > least)? };
    (!numbers_rows(table, column)).then_some(middle)
}

/// Whether the column numbers the rows, and so would separate the classes of a sorted table without any learning.
pub(super) fn numbers_rows(table: &Table, column: usize) -> bool {
    let cell = |row| table.value(row, column).and_then(number);
    table.rows() > 2 && (1..table.rows()).all(|row| cell(row).is_some() && cell(row) == cell(row - 1).map(|n| n + 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::table::Summary;

    #[test]
    fn rules_hold_for_the_right_values() {
        let contains = || Rule::Contains("SMOKER".into());
        let equals = || Rule::Equals("yes".into());
        for (rule, value, expected) in [
            (contains(), "Current smoker", Some(true)),
            (contains(), "Never smoked", Some(false)),
            (Rule::Contains(String::new()), "", Some(true)),
            (equals(), "yes", Some(true)),
            (equals(), "Yes", Some(false)),
            (Rule::AtLeast(0.7), "0.7", Some(true)),
            (Rule::AtLeast(0.7), "0.69", Some(false)),
            (Rule::AtLeast(0.7), "much", None),
            (Rule::AtLeast(f64::NAN), "1", Some(false)),
        ] {
            assert_eq!(rule.holds(value), expected, "{rule:?} on {value}");
        }
    }

    fn columns() -> Vec<Column> {
        let table = Table::read(b"text,number,name\nyes,1,a\nno,5,b\nno,9,c\nyes,2,d\nno,5,e\n").unwrap();
        Summary::of(&table).columns
    }

    #[test]
    fn every_column_has_an_initial_rule() {
        let rules: Vec<Rule> = columns().into_iter().map(|column| column.rule).collect();
        assert_eq!(rules, [Rule::Contains("yes".into()), Rule::AtLeast(5.0), Rule::Equals("a".into())]);
    }

    #[test]
    fn a_written_rule_is_read_back() {
        for rule in [Rule::Contains("a b".into()), Rule::Equals("7".into()), Rule::AtLeast(-0.25)] {
            assert_eq!(Rule::read(rule.kind(), &rule.value()), Some(rule));
        }
        for text in ["", "much", "inf", "NaN"] {
            assert_eq!(Rule::read(RuleKind::AtLeast, text), None, "{text}");
        }
    }

    #[test]
    fn a_rule_is_converted_to_one_for_the_same_rows() {
        let contains = Rule::Contains("Y".into());
        assert_eq!(contains.turned(RuleKind::Equals, &columns()[0]), Rule::Equals("yes".into()));
        assert_eq!(contains.turned(RuleKind::AtLeast, &columns()[1]), Rule::AtLeast(5.0));
        assert_eq!(Rule::Equals("9".into()).turned(RuleKind::AtLeast, &columns()[1]), Rule::AtLeast(9.0));
        assert_eq!(Rule::AtLeast(9.0).turned(RuleKind::Contains, &columns()[1]), Rule::Contains("9".into()));
    }
}
