//! What is learned from a table: which columns are features, and which rule on which column makes the label.

use serde::{Deserialize, Serialize};

use super::{
    Column, Rows, Rule, Table, TableError, number,
    rule::{flag_rule, half_rule, numbers_rows, text_rule},
};

/// The maximum number of suggested features.
const SUGGESTED: usize = 16;

/// Columns are indices into the table. A link may contain any index; [`super::Rows::of`] checks them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Choice {
    pub features: Vec<usize>,
    pub label: usize,
    pub rule: Rule,
}

impl Choice {
    /// An initial choice. The label is the first text column whose values recur, or else the last column with two distinct
    /// numbers, or else the last column of numbers, split at the middle. The features are the first other columns of numbers.
    /// `None` if there are no such columns.
    pub fn suggest(table: &Table) -> Option<Self> {
        let (numeric, texts): (Vec<_>, Vec<_>) =
            (0..table.columns().len()).partition(|&column| table.is_numeric(column));
        let text = || texts.iter().find_map(|&column| Some((column, text_rule(&table.distinct(column))?)));
        let at_least = |column: usize, number: Option<f64>| Some((column, Rule::AtLeast(number?)));
        let last = || numeric.iter().rev().copied();
        let flag = || last().find_map(|column| at_least(column, flag_rule(&table.distinct(column))));
        let parted = || last().find_map(|column| at_least(column, half_rule(table, column)));
        let (label, rule) = text().or_else(flag).or_else(parted)?;

        let is_feature = |&column: &usize| column != label && !numbers_rows(table, column);
        let features: Vec<_> = numeric.iter().copied().filter(is_feature).take(SUGGESTED).collect();
        (!features.is_empty()).then_some(Self { features, label, rule })
    }

    /// An initial choice and its rows: [`Choice::suggest`] without the columns whose gaps leave too few rows.
    ///
    /// # Errors
    /// There is nothing to learn, even with the fewest features.
    pub fn fitting(table: &Table) -> Result<(Self, Rows), TableError> {
        let mut choice = Self::suggest(table).ok_or(TableError::NothingToLearn)?;
        loop {
            match Rows::of(table, &choice) {
                Ok(rows) => return Ok((choice, rows)),
                Err(error) if choice.features.len() < 2 => return Err(error),
                Err(_) => {
                    let gaps = |&feature: &usize| table.rows() - table.values(feature).filter_map(number).count();
                    let worst = choice.features.iter().copied().max_by_key(gaps);
                    choice.features.retain(|&feature| Some(feature) != worst);
                }
            }
        }
    }

    /// The same features with another label, and an initial rule for it.
    #[must_use]
    pub fn labelled(&self, label: usize, column: &Column) -> Self {
        let features = self.features.iter().copied().filter(|&feature| feature != label).collect();
        Self { features, label, rule: column.rule.clone() }
    }

    /// The choice with this feature added, or removed if it was chosen.
    #[must_use]
    pub fn toggled(&self, feature: usize) -> Self {
        let mut features = self.features.clone();
        if features.contains(&feature) {
            features.retain(|&other| other != feature);
        } else {
            features.push(feature);
            features.sort_unstable();
        }
        Self { features, ..self.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::table::Summary;

    /// Suggests a choice for a table of three columns: a name, a number, and these values.
    fn suggestion(values: &[&str]) -> Option<Choice> {
        let row = |(i, value): (usize, &&str)| format!("name {i},{}.5,{value}\n", i * 3);
        let rows: String = values.iter().enumerate().map(row).collect();
        Choice::suggest(&Table::read(format!("name,size,class\n{rows}").as_bytes()).unwrap())
    }

    #[test]
    fn the_suggested_rule_fits_the_column() {
        let contains = |text: &str| Some(Rule::Contains(text.into()));
        for (values, expected) in [
            (vec!["yes", "no", "no", "no", "yes"], contains("yes")),
            (vec!["male", "male", "female", "male", "female"], contains("female")),
            (vec!["mild case", "bad case!", "mild case", "bad case!", "none"], contains("mild")),
            (vec!["(+)", "(-)", "(-)", "(+)"], Some(Rule::Equals("(-)".into()))),
            (vec!["0", "1", "1", "0", "NA"], Some(Rule::AtLeast(1.0))),
            (vec!["same", "same", "same", "same"], None),
            (vec!["0", "0.0", "0", "0.0"], Some(Rule::AtLeast(6.5))),
            (vec!["1.5", "9", "4", "4", "7"], Some(Rule::AtLeast(4.0))),
            (vec!["a", "b", "c", "d"], None),
        ] {
            assert_eq!(suggestion(&values).map(|choice| choice.rule), expected, "{values:?}");
        }
    }

    #[test]
    fn features_are_numbers_but_not_row_numbers() {
        let table = Table::read(b"n,x,class,y\n1,5,a,2\n2,6,b,2\n3,5,a,1\n4,9,b,7\n").unwrap();
        let choice = Choice::suggest(&table).unwrap();
        assert_eq!((choice.features, choice.label), (vec![1, 3], 2));
    }

    #[test]
    fn a_numeric_flag_is_the_label_and_not_a_feature() {
        let table = Table::read(b"x,ill\n5,0\n6,1\n5,1\n9,0\n").unwrap();
        let choice = Choice::suggest(&table).unwrap();
        assert_eq!((choice.features, choice.label, choice.rule), (vec![0], 1, Rule::AtLeast(1.0)));
    }

    #[test]
    fn columns_with_gaps_are_dropped_to_keep_rows() {
        let gap = |i: usize, every: usize| if i.is_multiple_of(every) { "7" } else { "NA" };
        let row = |i: usize| format!("{}.5,{},{},{}\n", 3 * i, gap(i, 3), gap(i, 2), ["yes", "no"][i / 2 % 2]);
        let rows: String = (0..24).map(row).collect();
        let table = Table::read(format!("a,b,c,class\n{rows}").as_bytes()).unwrap();
        let (choice, rows) = Choice::fitting(&table).unwrap();
        assert_eq!((choice.features, rows.labels.len(), rows.dropped), (vec![0, 2], 12, 12));
    }

    #[test]
    fn a_table_without_classes_or_numbers_is_an_error() {
        for text in ["a,b\nx,y\nz,y\n", "a,b\nx,1\ny,2\n", "a,b\n1,1\n1,1\n"] {
            assert_eq!(Choice::fitting(&Table::read(text.as_bytes()).unwrap()), Err(TableError::NothingToLearn));
        }
    }

    #[test]
    fn a_label_is_not_a_feature_and_gets_a_rule() {
        let table = Table::read(b"x,y,class\n5,0,a\n6,1,b\n5,1,a\n9,0,b\n").unwrap();
        let choice = Choice { features: vec![0, 1], label: 2, rule: Rule::Contains("a".into()) };
        let expected = Choice { features: vec![0], label: 1, rule: Rule::AtLeast(1.0) };
        assert_eq!(choice.labelled(1, &Summary::of(&table).columns[1]), expected);
        assert_eq!(expected.toggled(0).features, [0; 0]);
        assert_eq!(Choice { features: vec![1], ..choice }.toggled(0).features, [0, 1]);
    }

    #[test]
    fn wide_tables_start_with_a_few_features() {
        let wide = |cell: fn(usize) -> String| (0..40).map(|i| format!("{},", cell(i))).collect::<String>();
        let header = wide(|i| format!("x{i}")) + "class";
        let rows = ["a", "b", "a", "b"].map(|class| format!("{}{class}\n", wide(|i| format!("{i}"))));
        let table = Table::read(format!("{header}\n{}", rows.concat()).as_bytes()).unwrap();
        assert_eq!(Choice::suggest(&table).unwrap().features, (0..SUGGESTED).collect::<Vec<_>>());
    }
}
