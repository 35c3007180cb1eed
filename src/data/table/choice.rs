//! What is learned of a table: which columns are features, and which rows are positive.

use serde::{Deserialize, Serialize};

use super::{Table, number};

/// Most features of a suggestion.
const SUGGESTED: usize = 16;
/// Most words of a value that a rule is sought among.
const WORDS: usize = 8;

/// Columns by their index in the table. A link may carry any: [`super::Rows::of`] judges them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Choice {
    pub features: Vec<usize>,
    pub label: usize,
    pub rule: Rule,
}

/// When a row is positive, by its value in the label column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Rule {
    /// The value contains this text, in whatever case.
    Contains(String),
    /// The value is this text.
    Equals(String),
    /// The value is this number or a greater one.
    AtLeast(f64),
}

impl Rule {
    /// Whether the rule holds; `None` for a value without the number that the rule asks for.
    pub fn holds(&self, value: &str) -> Option<bool> {
        match self {
            Self::Contains(text) => Some(value.to_lowercase().contains(&text.to_lowercase())),
            Self::Equals(text) => Some(value == text),
            Self::AtLeast(least) => number(value).map(|number| number >= *least),
        }
    }
}

impl Choice {
    /// A choice to begin with. The label is the first column of texts that recur, else the last of two different numbers;
    /// the features are the first other columns of numbers. `None` where there are no such columns.
    pub fn suggest(table: &Table) -> Option<Self> {
        let (numeric, texts): (Vec<_>, Vec<_>) =
            (0..table.columns().len()).partition(|&column| table.is_numeric(column));
        let text = || texts.iter().find_map(|&column| Some((column, text_rule(table, column)?)));
        let flag = || numeric.iter().rev().find_map(|&column| Some((column, flag_rule(table, column)?)));
        let (label, rule) = text().or_else(flag)?;

        let is_feature = |&column: &usize| column != label && !numbers_rows(table, column);
        let features: Vec<_> = numeric.iter().copied().filter(is_feature).take(SUGGESTED).collect();
        (!features.is_empty()).then_some(Self { features, label, rule })
    }
}

/// The rule on a column of texts that comes nearest to two equal classes, the rarer value first. `None` for names,
/// which do not recur, and for a single value.
fn text_rule(table: &Table, column: usize) -> Option<Rule> {
    let values = table.distinct(column);
    let rows: usize = values.iter().map(|(_, count)| count).sum();
    if values.len() < 2 || rows < 2 * values.len() {
        return None;
    }
    let imbalance = |rule: &Rule| {
        let positive = values.iter().filter(|(value, _)| rule.holds(value) == Some(true));
        (2 * positive.map(|(_, count)| count).sum::<usize>()).abs_diff(rows)
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

/// The rule on a column of two different numbers.
fn flag_rule(table: &Table, column: usize) -> Option<Rule> {
    let &[(a, _), (b, _)] = table.distinct(column).as_slice() else { return None };
    let (a, b) = (number(a)?, number(b)?);
    (a != b).then(|| Rule::AtLeast(a.max(b)))
}

/// The column counts the rows, and so would tell a sorted table's classes apart without learning anything.
fn numbers_rows(table: &Table, column: usize) -> bool {
    let cell = |row| table.value(row, column).and_then(number);
    table.rows() > 2 && (1..table.rows()).all(|row| cell(row).is_some() && cell(row) == cell(row - 1).map(|n| n + 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_hold_as_they_say() {
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

    /// Three columns: a name, a number, and these.
    fn suggestion(values: &[&str]) -> Option<Choice> {
        let row = |(i, value): (usize, &&str)| format!("name {i},{}.5,{value}\n", i * 3);
        let rows: String = values.iter().enumerate().map(row).collect();
        Choice::suggest(&Table::read(format!("name,size,class\n{rows}").as_bytes()).unwrap())
    }

    #[test]
    fn a_rule_is_suggested_for_what_the_column_holds() {
        let contains = |text: &str| Some(Rule::Contains(text.into()));
        for (values, expected) in [
            (vec!["yes", "no", "no", "no", "yes"], contains("yes")),
            (vec!["male", "male", "female", "male", "female"], contains("female")),
            (vec!["mild case", "bad case!", "mild case", "bad case!", "none"], contains("mild")),
            (vec!["(+)", "(-)", "(-)", "(+)"], Some(Rule::Equals("(-)".into()))),
            (vec!["0", "1", "1", "0", "NA"], Some(Rule::AtLeast(1.0))),
            (vec!["same", "same", "same", "same"], None),
            (vec!["0", "0.0", "0", "0.0"], None),
            (vec!["a", "b", "c", "d"], None),
        ] {
            assert_eq!(suggestion(&values).map(|choice| choice.rule), expected, "{values:?}");
        }
    }

    #[test]
    fn features_are_numbers_but_not_the_numbers_of_rows() {
        let table = Table::read(b"n,x,class,y\n1,5,a,2\n2,6,b,2\n3,5,a,1\n4,9,b,7\n").unwrap();
        let choice = Choice::suggest(&table).unwrap();
        assert_eq!((choice.features, choice.label), (vec![1, 3], 2));
    }

    #[test]
    fn a_flag_of_numbers_is_the_label_and_no_feature() {
        let table = Table::read(b"x,ill\n5,0\n6,1\n5,1\n9,0\n").unwrap();
        let choice = Choice::suggest(&table).unwrap();
        assert_eq!((choice.features, choice.label, choice.rule), (vec![0], 1, Rule::AtLeast(1.0)));
    }

    #[test]
    fn wide_tables_begin_with_a_few_features() {
        let wide = |cell: fn(usize) -> String| (0..40).map(|i| format!("{},", cell(i))).collect::<String>();
        let header = wide(|i| format!("x{i}")) + "class";
        let rows = ["a", "b", "a", "b"].map(|class| format!("{}{class}\n", wide(|i| format!("{i}"))));
        let table = Table::read(format!("{header}\n{}", rows.concat()).as_bytes()).unwrap();
        assert_eq!(Choice::suggest(&table).unwrap().features, (0..SUGGESTED).collect::<Vec<_>>());
    }
}
