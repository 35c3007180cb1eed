//! A summary of a table: everything that the page needs to show it and to let the user choose what is learned.
//!
//! The trainer reads tables, which may be large, and sends back a summary; the page never holds the cells.

use serde::{Deserialize, Serialize};

use super::{Choice, Rows, Rule, Table, TableError, rule};

/// The number of rows that are shown.
const PREVIEW: usize = 5;
/// The maximum number of characters of a cell that are shown.
const CELL: usize = 40;
/// The maximum length in bytes of a value that is suggested for a rule.
const LONGEST_VALUE: usize = 200;

/// What the page knows about a table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    pub columns: Vec<Column>,
    /// The number of rows in the table.
    pub rows: usize,
    /// The number of lines in the file with a different number of cells than the header.
    pub skipped: usize,
    /// The first rows, with long cells shortened.
    pub preview: Vec<Vec<String>>,
}

/// What the page knows about a column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Column {
    pub name: String,
    /// Whether most of its values are numbers.
    pub is_numeric: bool,
    /// Its most frequent values, in order of frequency.
    pub values: Vec<String>,
    /// An initial rule.
    pub rule: Rule,
    /// A number that separates the rows, if there is one.
    pub least: Option<f64>,
}

/// The result of applying a choice to a table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Chosen {
    pub choice: Choice,
    /// The number of rows in each class: those for which the rule does not hold, and those for which it does.
    pub classes: [usize; 2],
    /// The number of rows that lack a value in one of the chosen columns.
    pub dropped: usize,
}

impl Summary {
    pub fn of(table: &Table) -> Self {
        let columns = (0..table.columns().len()).map(|column| Column::of(table, column)).collect();
        let cut = |row: Vec<&str>| row.into_iter().map(shortened).collect();
        let preview = table.preview(PREVIEW).into_iter().map(cut).collect();
        Self { columns, rows: table.rows(), skipped: table.skipped(), preview }
    }

    /// A column by its index.
    ///
    /// # Errors
    /// There is no column with this index.
    pub fn column(&self, index: usize) -> Result<&Column, TableError> {
        self.columns.get(index).ok_or(TableError::NoColumn { number: index.saturating_add(1) })
    }

    /// The columns that hold numbers, with their indices.
    pub fn numeric(&self) -> impl Iterator<Item = (usize, &Column)> {
        self.columns.iter().enumerate().filter(|(_, column)| column.is_numeric)
    }
}

impl Column {
    fn of(table: &Table, column: usize) -> Self {
        let distinct = table.distinct(column);
        let is_numeric = table.is_numeric(column);
        let least = rule::number_rule(table, column, &distinct);
        let short = distinct.iter().filter(|(value, _)| value.len() <= LONGEST_VALUE);
        let values = short.map(|(value, _)| (*value).to_owned()).collect();
        let rule = Rule::suggest(is_numeric, least, &distinct);
        Self { name: table.columns()[column].clone(), is_numeric, values, rule, least }
    }
}

impl Chosen {
    pub fn of(choice: Choice, rows: &Rows) -> Self {
        let positive = rows.labels.iter().filter(|&&label| label == 1).count();
        Self { choice, classes: [rows.labels.len() - positive, positive], dropped: rows.dropped }
    }

    /// The share of the rows in the larger class: the accuracy of always predicting it.
    pub fn larger_class(&self) -> f32 {
        let [others, positive] = self.classes;
        others.max(positive) as f32 / (others + positive).max(1) as f32
    }
}

/// The text of a cell, shortened for display.
pub fn shortened(text: &str) -> String {
    match text.char_indices().nth(CELL) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::table::{ActiveTable, sample};

    #[test]
    fn a_table_is_summarized() {
        let (table, summary, chosen) = ActiveTable::read(sample::csv().as_bytes(), Some(sample::choice())).unwrap();
        assert_eq!(
            summary.columns.iter().map(|column| &column.name).collect::<Vec<_>>(),
            Table::read(sample::csv().as_bytes()).unwrap().columns().iter().collect::<Vec<_>>()
        );
        assert_eq!(summary.numeric().map(|(column, _)| column).collect::<Vec<_>>(), [1, 2, 3, 4, 5]);
        assert_eq!((summary.rows, summary.skipped, summary.preview.len()), (87, 0, 5));
        assert_eq!((chosen.classes, chosen.dropped, chosen.larger_class()), ([45, 30], 12, 0.6));
        assert_eq!(table.rows().labels.len(), 75);
        let history = summary.columns.last().unwrap();
        assert_eq!(history.values, ["Current smoker", "Never smoked", "Former smoker"]);
        assert_eq!((&history.least, history.is_numeric), (&None, false));
    }

    #[test]
    fn long_texts_are_shortened_and_not_suggested() {
        assert_eq!(shortened(&"é".repeat(CELL)), "é".repeat(CELL));
        assert_eq!(shortened(&"é".repeat(CELL + 1)), "é".repeat(CELL) + "…");
        let long = "x".repeat(LONGEST_VALUE + 1);
        let csv = format!("a,b\n1,{long}\n2,{long}\n3,short\n");
        let summary = Summary::of(&Table::read(csv.as_bytes()).unwrap());
        assert_eq!(summary.columns[1].values, ["short"]);
        assert!(summary.preview[0][1].ends_with('…'));
    }
}
