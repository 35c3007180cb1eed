//! The user's own tables, whose rows are classified into two classes.
//!
//! A CSV file becomes a [`Table`] of texts. A [`Choice`] says which columns are features, and which rule on which column
//! makes the label. Both together make [`Rows`] of numbers, which a [`Standard`] scales. Errors occur only if no table
//! is left: lines that do not fit are skipped, rows with gaps are dropped, and both are counted.
//! This module does not depend on the browser or on networks.

mod choice;
mod error;
mod in_use;
mod metrics;
mod read;
mod rows;
mod rule;
pub mod sample;
mod split;
mod standard;
mod summary;

use std::{cmp::Reverse, collections::HashMap};

pub use choice::Choice;
pub use error::TableError;
pub use in_use::ActiveTable;
pub use metrics::{Confusion, Metrics};
pub use read::MOST_BYTES;
pub use rows::Rows;
pub use rule::{Rule, RuleKind};
pub use split::split;
pub use standard::Standard;
pub use summary::{Chosen, Column, Summary, shortened};

/// The maximum number of distinct values that are listed for a column, and the maximum that are counted to find them.
pub const MOST_DISTINCT: usize = 100;
const MOST_COUNTED: usize = 1_000;

/// Markers of a missing value, in any case.
const MISSING: [&str; 8] = ["", "na", "n/a", "nan", "null", "none", "?", "-"];

/// Named columns of trimmed texts: at least two columns and one row.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    columns: Vec<String>,
    skipped: usize,
    /// All cells, row by row, without separators: an empty cell costs four bytes, not a `String`.
    text: String,
    /// The end of each cell in the text.
    ends: Vec<u32>,
}

impl Table {
    /// The names of the columns, all different.
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// The number of rows.
    pub fn rows(&self) -> usize {
        self.ends.len() / self.columns.len()
    }

    /// The number of lines in the file with a different number of cells than the header.
    pub fn skipped(&self) -> usize {
        self.skipped
    }

    /// The value of a cell; `None` for a missing value, and outside the table.
    pub fn value(&self, row: usize, column: usize) -> Option<&str> {
        let inside = row < self.rows() && column < self.columns.len();
        inside.then(|| self.cell(row, column)).filter(|cell| !is_missing(cell))
    }

    /// The values of a column without the missing ones; empty for a column outside the table.
    pub fn values(&self, column: usize) -> impl Iterator<Item = &str> {
        (0..self.rows()).filter_map(move |row| self.value(row, column))
    }

    /// Whether most of a column's values are numbers.
    pub fn is_numeric(&self, column: usize) -> bool {
        let (mut numbers, mut all) = (0, 0);
        for value in self.values(column) {
            all += 1;
            numbers += usize::from(number(value).is_some());
        }
        2 * numbers > all
    }

    /// The values of a column and how often each occurs, the most frequent first; at most [`MOST_DISTINCT`]. A value that first
    /// occurs after `MOST_COUNTED` others is not counted.
    pub fn distinct(&self, column: usize) -> Vec<(&str, usize)> {
        let mut counts = HashMap::new();
        for value in self.values(column) {
            if let Some(count) = counts.get_mut(value) {
                *count += 1;
            } else if counts.len() < MOST_COUNTED {
                counts.insert(value, 1);
            }
        }
        let mut counts: Vec<_> = counts.into_iter().collect();
        counts.sort_unstable_by_key(|&(value, count)| (Reverse(count), value));
        counts.truncate(MOST_DISTINCT);
        counts
    }

    /// At most `most` first rows, as they are in the file.
    pub fn preview(&self, most: usize) -> Vec<Vec<&str>> {
        let cells = |row| (0..self.columns.len()).map(|column| self.cell(row, column)).collect();
        (0..self.rows().min(most)).map(cells).collect()
    }

    fn cell(&self, row: usize, column: usize) -> &str {
        let index = row * self.columns.len() + column;
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        &self.text[start as usize..self.ends[index] as usize]
    }
}

fn is_missing(cell: &str) -> bool {
    MISSING.iter().any(|word| cell.eq_ignore_ascii_case(word))
}

/// Parses a text as a finite number.
fn number(text: &str) -> Option<f64> {
    text.parse().ok().filter(|number: &f64| number.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &str) -> Table {
        Table::read(text.as_bytes()).unwrap()
    }

    #[test]
    fn missing_cells_have_no_value() {
        for missing in ["", "NA", "n/a", "NaN", "NULL", "None", "?", "-"] {
            assert_eq!(table(&format!("a,b\n{missing},1\n")).value(0, 0), None, "{missing}");
        }
        assert_eq!(table("a,b\nnatural,1\n").value(0, 0), Some("natural"));
    }

    #[test]
    fn there_is_nothing_outside_the_table() {
        let table = table("a,b\n1,2\n");
        assert_eq!((table.value(1, 0), table.value(0, 2), table.value(usize::MAX, usize::MAX)), (None, None, None));
        assert!(!table.is_numeric(9) && table.distinct(9).is_empty());
    }

    #[test]
    fn a_column_is_numeric_if_most_of_it_is() {
        for (cells, expected) in [
            (["1", "2.5", "-3e4"], true),
            (["1", "NA", ""], true),
            (["1", "2", "unknown"], true),
            (["1", "low", "high"], false),
            (["1", "high", ""], false),
            (["inf", "infinity", "1"], false),
            (["", "", ""], false),
        ] {
            let rows = cells.map(|cell| format!("{cell},x\n")).concat();
            assert_eq!(table(&format!("a,b\n{rows}")).is_numeric(0), expected, "{cells:?}");
        }
    }

    #[test]
    fn distinct_values_are_sorted_by_frequency() {
        let table = table("a,b\ny,1\nx,1\nz,1\nNA,1\ny,1\n");
        assert_eq!(table.distinct(0), [("y", 2), ("x", 1), ("z", 1)]);
    }

    #[test]
    fn a_preview_shows_the_first_rows_as_they_are() {
        let table = table("a,b\n1,NA\n3,4\n");
        assert_eq!(table.preview(1), [["1", "NA"]]);
        assert_eq!(table.preview(9), [["1", "NA"], ["3", "4"]]);
    }
}
