//! A lenient reader for CSV files.
//!
//! The first line names the columns. The delimiter is guessed from it, a byte order mark is skipped, bytes that are
//! not UTF-8 become replacement characters, and lines that do not fit the header are skipped and counted. Sizes are
//! bounded: a table takes at most a few times the memory of its file.

use std::iter;

use csv::{ReaderBuilder, StringRecord, Trim};

use super::{Table, TableError};

/// The maximum size of a file.
pub const MOST_BYTES: usize = 20_000_000;
pub const MOST_ROWS: usize = 100_000;
pub const MOST_COLUMNS: usize = 500;
/// The maximum size of a cell in bytes: a longer one comes from a quotation mark that was never closed.
pub const LONGEST_CELL: usize = 10_000;
/// The number of characters that are kept of a column's name.
const LONGEST_NAME: usize = 60;

impl Table {
    /// Reads a CSV file with a header.
    ///
    /// # Errors
    /// See [`TableError`].
    pub fn read(bytes: &[u8]) -> Result<Self, TableError> {
        if bytes.len() > MOST_BYTES {
            return Err(TableError::TooLarge);
        }
        // Spreadsheets, archives and UTF-16 contain zero bytes; text in UTF-8 or an older encoding does not.
        if bytes.contains(&0) {
            return Err(TableError::NotText);
        }
        let text = String::from_utf8_lossy(bytes);
        Self::from_text(text.trim_start_matches('\u{feff}'))
    }

    fn from_text(text: &str) -> Result<Self, TableError> {
        let mut lines = ReaderBuilder::new()
            .delimiter(delimiter(text))
            .has_headers(false)
            .flexible(true)
            .trim(Trim::All)
            .from_reader(text.as_bytes());
        let mut line = StringRecord::new();
        // Such a flexible reader fails only on I/O errors or invalid UTF-8, and neither can occur here.
        let mut next = |line: &mut StringRecord| lines.read_record(line).unwrap_or(false);

        if text.trim().is_empty() || !next(&mut line) {
            return Err(TableError::Empty);
        }
        let mut table = Self::headed(&line)?;
        while next(&mut line) {
            table.take(&line)?;
        }
        match table.rows() {
            0 if table.skipped == 0 => Err(TableError::NoRows),
            0 => Err(TableError::NoneFits { columns: table.columns.len(), skipped: table.skipped }),
            _ => Ok(table),
        }
    }

    /// A table without rows.
    fn headed(header: &StringRecord) -> Result<Self, TableError> {
        match header.len() {
            0 | 1 => return Err(TableError::OneColumn),
            2..=MOST_COLUMNS => check_cells(header)?,
            columns => return Err(TableError::TooManyColumns { columns }),
        }
        Ok(Self { columns: names(header), skipped: 0, text: String::new(), ends: Vec::new() })
    }

    /// Adds a line as a row if it fits the header; otherwise counts it as skipped.
    fn take(&mut self, line: &StringRecord) -> Result<(), TableError> {
        check_cells(line)?;
        if line.len() != self.columns.len() {
            self.skipped += 1;
            return Ok(());
        }
        if self.rows() == MOST_ROWS {
            return Err(TableError::TooManyRows);
        }
        for cell in line {
            self.text.push_str(cell);
            self.ends.push(self.text.len() as u32);
        }
        Ok(())
    }
}

fn check_cells(line: &StringRecord) -> Result<(), TableError> {
    if line.iter().any(|cell| cell.len() > LONGEST_CELL) {
        return Err(TableError::LongCell { line: line.position().map_or(1, csv::Position::line) });
    }
    Ok(())
}

/// The delimiter of the first line: comma, semicolon or tab, whichever is most frequent outside quotation marks.
fn delimiter(text: &str) -> u8 {
    let mut quoted = false;
    let mut counts = [(b'\t', 0), (b';', 0), (b',', 0)];
    for byte in text.trim_start_matches(['\r', '\n']).bytes() {
        match byte {
            b'"' => quoted = !quoted,
            _ if quoted => {}
            b'\r' | b'\n' => break,
            _ => counts.iter_mut().filter(|(delimiter, _)| *delimiter == byte).for_each(|(_, count)| *count += 1),
        }
    }
    counts.into_iter().max_by_key(|&(_, count)| count).map_or(b',', |(delimiter, _)| delimiter)
}

/// The names in a header; an empty or duplicate one becomes "column 3", by its position.
fn names(header: &StringRecord) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for (i, given) in header.iter().enumerate() {
        let by_place = iter::successors(Some(format!("column {}", i + 1)), |name| Some(format!("{name}'")));
        let mut candidates = iter::once(given.chars().take(LONGEST_NAME).collect()).chain(by_place);
        names.extend(candidates.find(|name| !name.is_empty() && !names.contains(name)));
    }
    names
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::data::table::{Choice, Rows, Rule};

    #[test]
    fn files_from_various_programs_are_read() {
        let plain = Table::read(b"a,b\n1,2\n3,4\n").unwrap();
        for text in [
            "a;b\n1;2\n3;4",
            "a\tb\r\n1\t2\r\n3\t4\r\n",
            "\u{feff}a,b\n1,2\n3,4\n",
            "\"a\",\"b\"\n\"1\",\"2\"\n3,4\n",
            "\n\n a , b \n 1,2 \n\n3,\t4\n\n",
            "a,b\r1,2\r3,4",
        ] {
            assert_eq!(Table::read(text.as_bytes()), Ok(plain.clone()), "{text:?}");
        }
    }

    #[test]
    fn quoted_cells_keep_their_text() {
        let table = Table::read(b"\"a;b\",c\n\"x, \"\"y\"\"\",\"two\nlines\"\n").unwrap();
        assert_eq!(table.columns(), ["a;b", "c"]);
        assert_eq!(table.preview(1), [["x, \"y\"", "two\nlines"]]);
    }

    #[test]
    fn bytes_of_another_encoding_are_replaced() {
        assert_eq!(Table::read(b"a,b\nM\xfcller,1\n").unwrap().preview(1), [["M\u{fffd}ller", "1"]]);
    }

    #[test]
    fn lines_that_do_not_fit_are_counted() {
        let table = Table::read(b"a,b\n1,2\n3\n4,5,6\n7,8\n").unwrap();
        assert_eq!((table.skipped(), table.preview(9)), (2, vec![vec!["1", "2"], vec!["7", "8"]]));
    }

    #[test]
    fn every_column_has_a_unique_name() {
        for (header, expected) in [
            ("a,b,c", ["a", "b", "c"]),
            ("a,,c", ["a", "column 2", "c"]),
            ("a,a,a", ["a", "column 2", "column 3"]),
            ("column 3,b,", ["column 3", "b", "column 3'"]),
        ] {
            assert_eq!(Table::read(format!("{header}\n1,2,3\n").as_bytes()).unwrap().columns(), expected);
        }
    }

    #[test]
    fn each_fault_has_its_own_error() {
        let wide = |cells: usize| vec!["1"; cells].join(",");
        let long = "x".repeat(LONGEST_CELL + 1);
        let cases = [
            (" ".repeat(MOST_BYTES + 1), TableError::TooLarge),
            ("PK\u{3}\u{4}\0".into(), TableError::NotText),
            (String::new(), TableError::Empty),
            (" \r\n\n".into(), TableError::Empty),
            ("a b\n1 2\n".into(), TableError::OneColumn),
            (wide(MOST_COLUMNS + 1), TableError::TooManyColumns { columns: MOST_COLUMNS + 1 }),
            (format!("a,b\n{}", "1,2\n".repeat(MOST_ROWS + 1)), TableError::TooManyRows),
            (format!("a,b\n1,2\n3,{long}\n"), TableError::LongCell { line: 3 }),
            (format!("a,b\n1,\"2\n{long}"), TableError::LongCell { line: 2 }),
            (format!("a,{long}\n"), TableError::LongCell { line: 1 }),
            ("a,b\n".into(), TableError::NoRows),
            ("a,b\n1\n2,3,4\n".into(), TableError::NoneFits { columns: 2, skipped: 2 }),
        ];
        for (text, expected) in cases {
            assert_eq!(Table::read(text.as_bytes()), Err(expected));
        }
    }

    #[test]
    fn the_largest_table_is_read() {
        let table = Table::read(format!("a,b\n{}", "1,2\n".repeat(MOST_ROWS)).as_bytes()).unwrap();
        assert_eq!(table.rows(), MOST_ROWS);
    }

    /// Bytes that look like a table more often than random ones.
    fn anything() -> impl Strategy<Value = Vec<u8>> {
        let tame = proptest::sample::select(b"a10.-,,,;\t\n\n\"\r ".as_slice());
        prop_oneof![proptest::collection::vec(tame, 0..300), proptest::collection::vec(any::<u8>(), 0..300)]
    }

    proptest! {
        #[test]
        fn any_bytes_are_a_table_or_an_error(bytes in anything(), feature in 0..4usize, label in 0..4usize) {
            if let Ok(table) = Table::read(&bytes) {
                prop_assert!(table.rows() > 0 && table.columns().len() > 1);
                prop_assert!(table.text.len() <= 3 * bytes.len() && table.ends.len() <= bytes.len());
                prop_assert_eq!(table.preview(usize::MAX).len(), table.rows());
                let any = Choice { features: vec![feature], label, rule: Rule::AtLeast(1.0) };
                for choice in Choice::suggest(&table).into_iter().chain([any]) {
                    let _ = Rows::of(&table, &choice);
                }
            }
        }
    }
}
