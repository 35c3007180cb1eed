//! What is wrong with a table, or with a choice from it.

use thiserror::Error;

use super::{
    read::{LONGEST_CELL, MOST_BYTES, MOST_COLUMNS, MOST_ROWS},
    rows::{FEWEST_ROWS, MOST_FEATURES},
};

/// A sentence for the user: what is wrong, and how to fix it.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum TableError {
    #[error("The file is larger than {} MB; leave rows or columns out.", MOST_BYTES / 1_000_000)]
    TooLarge,
    #[error("The file is not plain text; in the spreadsheet program, save the table as CSV (UTF-8) and choose that.")]
    NotText,
    #[error("The file is empty; choose a CSV file whose first line names the columns.")]
    Empty,
    #[error("The file has only one column; cells should be separated by commas, semicolons or tabs.")]
    OneColumn,
    #[error("The table has {columns} columns, more than the {MOST_COLUMNS} that this page takes; leave some out.")]
    TooManyColumns { columns: usize },
    #[error("The table has more than the {MOST_ROWS} rows that this page takes; leave some out.")]
    TooManyRows,
    #[error(
        "A cell in line {line} is longer than {LONGEST_CELL} bytes; \
         shorten it, or close the quotation mark that was left open."
    )]
    LongCell { line: u64 },
    #[error("The file names columns but has no rows below; choose a file with at least {FEWEST_ROWS}.")]
    NoRows,
    #[error(
        "The header has {columns} cells, but none of the {skipped} lines below has as many; \
         give every line a cell for each column."
    )]
    NoneFits { columns: usize, skipped: usize },
    #[error(
        "There is nothing to learn in this table: it needs a column of numbers, and another column whose values make two classes."
    )]
    NothingToLearn,
    #[error("“{text}” is not a number; write one such as 0.5.")]
    NoNumber { text: String },
    #[error("No feature is chosen; choose at least one column of numbers.")]
    NoFeature,
    #[error("{features} features are chosen, more than the {MOST_FEATURES} that fit; choose fewer.")]
    TooManyFeatures { features: usize },
    #[error("The table has no column number {number}; choose the columns again.")]
    NoColumn { number: usize },
    #[error("The column “{name}” is both a feature and the label, which gives the answer away; choose one of the two.")]
    LabelAmongFeatures { name: String },
    #[error("The column “{name}” does not hold numbers; choose another column.")]
    NotNumeric { name: String },
    #[error(
        "Rows with a value in every chosen column: {rows}, and at least {FEWEST_ROWS} are needed; \
         choose columns with fewer gaps."
    )]
    TooFewRows { rows: usize },
    #[error("The rule puts every row in the same class; choose one that holds for some rows only.")]
    OneClass,
}
