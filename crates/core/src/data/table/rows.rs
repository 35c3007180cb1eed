//! The rows of a table as numbers: features and labels, according to a choice.

use serde::{Deserialize, Serialize};

use super::{Choice, Rule, Table, TableError, number};

/// The maximum number of feature columns.
pub const MOST_FEATURES: usize = 64;
/// The minimum number of rows that can be split and learned from.
pub const FEWEST_ROWS: usize = 10;

/// Rows without gaps, in the order of the table. Both classes occur.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rows {
    /// The names of the features.
    pub names: Vec<String>,
    /// Finite numbers, row by row; each row has as many as there are names.
    pub features: Vec<f32>,
    /// 1 for a positive row, else 0.
    pub labels: Vec<u8>,
    /// Rows of the table that lack a value in one of the chosen columns.
    pub dropped: usize,
}

impl Rows {
    /// The rows that have a number for each feature and a value that the rule can judge.
    ///
    /// # Errors
    /// What is wrong with the choice or with the rows that it leaves: see [`TableError`].
    pub fn of(table: &Table, choice: &Choice) -> Result<Self, TableError> {
        check(table, choice)?;
        let names = choice.features.iter().map(|&column| table.columns()[column].clone()).collect();
        let mut rows = Self { names, features: Vec::new(), labels: Vec::new(), dropped: 0 };
        for row in 0..table.rows() {
            match read_row(table, choice, row) {
                Some((features, label)) => {
                    rows.features.extend(features);
                    rows.labels.push(label.into());
                }
                None => rows.dropped += 1,
            }
        }
        rows.checked()
    }

    /// The number of values in a row.
    pub fn columns(&self) -> usize {
        self.names.len()
    }

    /// The features of these rows, one row after the other.
    pub fn gather(&self, indices: &[usize]) -> Vec<f32> {
        let row = |&index: &usize| &self.features[index * self.columns()..(index + 1) * self.columns()];
        indices.iter().flat_map(row).copied().collect()
    }

    /// Returns the rows if there are enough, and if both classes occur.
    fn checked(self) -> Result<Self, TableError> {
        if self.labels.len() < FEWEST_ROWS {
            return Err(TableError::TooFewRows { rows: self.labels.len() });
        }
        if self.labels.iter().all(|&label| label == self.labels[0]) {
            return Err(TableError::OneClass);
        }
        Ok(self)
    }
}

fn check(table: &Table, choice: &Choice) -> Result<(), TableError> {
    match choice.features.len() {
        0 => return Err(TableError::NoFeature),
        1..=MOST_FEATURES => {}
        features => return Err(TableError::TooManyFeatures { features }),
    }
    for column in choice.features.iter().copied().chain([choice.label]) {
        let asks_number = column != choice.label || matches!(choice.rule, Rule::AtLeast(_));
        let name = table.columns().get(column).ok_or(TableError::NoColumn { number: column.saturating_add(1) })?;
        if asks_number && !table.is_numeric(column) {
            return Err(TableError::NotNumeric { name: name.clone() });
        }
    }
    if choice.features.contains(&choice.label) {
        return Err(TableError::LabelAmongFeatures { name: table.columns()[choice.label].clone() });
    }
    Ok(())
}

/// The features and the label of a row without gaps. A number too large for single precision counts as a gap.
fn read_row(table: &Table, choice: &Choice, row: usize) -> Option<(Vec<f32>, bool)> {
    let feature = |&column: &usize| {
        let number = number(table.value(row, column)?)? as f32;
        number.is_finite().then_some(number)
    };
    let features = choice.features.iter().map(feature).collect::<Option<_>>()?;
    let label = choice.rule.holds(table.value(row, choice.label)?)?;
    Some((features, label))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::data::table::sample;

    /// Twelve rows: numbers, numbers with gaps, texts, and a flag.
    fn table() -> Table {
        let gaps = ["1", "2", "NA", "inf", "1e39", "oops", "7", "8", "9", "10", "11", "12"];
        let row = |(i, gap): (usize, &str)| format!("{i},{gap},{},{}\n", ["no", "yes"][i % 2], i / 6);
        let rows: String = gaps.into_iter().enumerate().map(row).collect();
        Table::read(format!("x,gaps,class,flag\n{rows}").as_bytes()).unwrap()
    }

    fn choice(features: &[usize], label: usize, rule: Rule) -> Choice {
        Choice { features: features.to_vec(), label, rule }
    }

    fn yes() -> Rule {
        Rule::Contains("yes".into())
    }

    #[test]
    fn rows_are_features_and_labels() {
        let rows = Rows::of(&table(), &choice(&[3, 0], 2, yes())).unwrap();
        assert_eq!(rows.names, ["flag", "x"]);
        assert_eq!(rows.labels, [0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1]);
        assert_eq!(rows.gather(&[7, 0]), [1.0, 7.0, 0.0, 0.0]);
        assert_eq!((rows.columns(), rows.dropped), (2, 0));
    }

    #[test]
    fn rows_with_gaps_are_dropped_and_counted() {
        let gap = |i: usize| ["?", "1", "1", "1"][i % 4];
        let line = |i: usize| format!("{},{},{}\n", gap(i), gap(i + 1), ["no", "yes"][i % 2]);
        let table = Table::read(format!("a,b,c\n{}", (0..24).map(line).collect::<String>()).as_bytes()).unwrap();
        let rows = Rows::of(&table, &choice(&[0, 1], 2, yes())).unwrap();
        assert_eq!((rows.labels.len(), rows.features.len(), rows.dropped), (12, 24, 12));
    }

    #[test]
    fn each_fault_in_a_choice_has_its_own_error() {
        let name = |name: &str| name.to_owned();
        for (choice, expected) in [
            (choice(&[], 2, yes()), TableError::NoFeature),
            (choice(&[0; MOST_FEATURES + 1], 2, yes()), TableError::TooManyFeatures { features: MOST_FEATURES + 1 }),
            (choice(&[0, 4], 2, yes()), TableError::NoColumn { number: 5 }),
            (choice(&[0], usize::MAX, yes()), TableError::NoColumn { number: usize::MAX }),
            (choice(&[0, 2], 3, Rule::AtLeast(1.0)), TableError::NotNumeric { name: name("class") }),
            (choice(&[0], 2, Rule::AtLeast(1.0)), TableError::NotNumeric { name: name("class") }),
            (choice(&[0, 3], 3, Rule::AtLeast(1.0)), TableError::LabelAmongFeatures { name: name("flag") }),
            (choice(&[0], 2, Rule::Contains("maybe".into())), TableError::OneClass),
            (choice(&[0], 2, Rule::Contains(String::new())), TableError::OneClass),
            (choice(&[0], 2, Rule::Equals("YES".into())), TableError::OneClass),
            (choice(&[0], 3, Rule::AtLeast(f64::NAN)), TableError::OneClass),
            (choice(&[0, 1], 2, yes()), TableError::TooFewRows { rows: 8 }),
        ] {
            assert_eq!(Rows::of(&table(), &choice), Err(expected), "{choice:?}");
        }
    }

    fn choices() -> impl Strategy<Value = Choice> {
        let column = || prop_oneof![0..9usize, any::<usize>()];
        let rule = prop_oneof![
            "[a-zA-Z]{0,3}".prop_map(Rule::Contains),
            proptest::sample::select(vec!["yes", "no", "1", ""]).prop_map(|text| Rule::Equals(text.into())),
            any::<f64>().prop_map(Rule::AtLeast),
        ];
        (proptest::collection::vec(column(), 0..80), column(), rule).prop_map(|(features, label, rule)| Choice {
            features,
            label,
            rule,
        })
    }

    proptest! {
        #[test]
        fn any_choice_gives_rows_or_an_error(choice in choices(), narrow in any::<bool>()) {
            let sample = Table::read(sample::csv().as_bytes()).unwrap();
            let mut choice = choice;
            if narrow {
                choice.features.truncate(1);
            }
            for table in [table(), sample] {
                if let Ok(rows) = Rows::of(&table, &choice) {
                    prop_assert_eq!(rows.features.len(), rows.labels.len() * rows.columns());
                    prop_assert_eq!(rows.labels.len() + rows.dropped, table.rows());
                    prop_assert!(rows.features.iter().all(|value| value.is_finite()));
                }
            }
        }
    }
}
