//! Writes a table as CSV, cell by cell.

use std::fmt::{Display, Write};

use csv::Writer;

/// A text cell must not begin with these characters, or spreadsheets take it for a formula.
const FORMULAS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// A CSV file that is being written.
pub struct Sheet {
    writer: Writer<Vec<u8>>,
    /// A buffer for the digits of a number.
    digits: String,
}

impl Sheet {
    /// Starts a file whose first line names the columns.
    pub fn new<'a>(columns: impl IntoIterator<Item = &'a str>) -> Self {
        let mut sheet = Self { writer: Writer::from_writer(Vec::new()), digits: String::new() };
        columns.into_iter().for_each(|name| sheet.text(name));
        sheet.end_row();
        sheet
    }

    /// Writes a text cell. If it looks like a formula, an apostrophe marks it as text, as usual in spreadsheets.
    pub fn text(&mut self, text: &str) {
        if text.starts_with(FORMULAS) {
            self.field(&format!("'{text}"));
        } else {
            self.field(text);
        }
    }

    pub fn whole(&mut self, number: usize) {
        self.shown(number);
    }

    /// Writes a number with all its digits and a decimal point. The cell is empty if the number is not finite.
    pub fn number(&mut self, number: f32) {
        if number.is_finite() { self.shown(number) } else { self.nothing() }
    }

    pub fn nothing(&mut self) {
        self.field("");
    }

    pub fn end_row(&mut self) {
        // Fails only if rows have different lengths, which does not happen here.
        _ = self.writer.write_record(None::<&[u8]>);
    }

    /// The finished file.
    pub fn bytes(self) -> Vec<u8> {
        // Writing to memory does not fail.
        self.writer.into_inner().unwrap_or_default()
    }

    fn shown(&mut self, number: impl Display) {
        let mut digits = std::mem::take(&mut self.digits);
        digits.clear();
        _ = write!(digits, "{number}");
        self.field(&digits);
        self.digits = digits;
    }

    fn field(&mut self, text: &str) {
        _ = self.writer.write_field(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(write: impl FnOnce(&mut Sheet)) -> String {
        let mut sheet = Sheet::new(["a", "b"]);
        write(&mut sheet);
        sheet.nothing();
        sheet.end_row();
        let text = String::from_utf8(sheet.bytes()).unwrap();
        text.strip_prefix("a,b\n").unwrap().strip_suffix(",\n").unwrap().to_owned()
    }

    #[test]
    fn numbers_have_all_their_digits_and_no_locale() {
        for (number, expected) in [
            (0.1, "0.1"),
            (-163.211_5, "-163.2115"),
            (12_345_678.0, "12345678"),
            (1e-9, "0.000000001"),
            (0.0, "0"),
            (f32::NAN, "\"\""),
            (f32::INFINITY, "\"\""),
        ] {
            let cell = cell(|sheet| sheet.number(number));
            assert_eq!(cell.trim_matches('"'), expected.trim_matches('"'));
            if number.is_finite() {
                assert_eq!(cell.parse::<f32>().unwrap(), number, "nothing is lost");
            }
        }
        assert_eq!(cell(|sheet| sheet.whole(60_000)), "60000");
    }

    #[test]
    fn text_is_quoted_if_necessary_and_never_a_formula() {
        for (text, expected) in [
            ("plain words", "plain words"),
            ("a,b", "\"a,b\""),
            ("say \"no\"", "\"say \"\"no\"\"\""),
            ("two\nlines", "\"two\nlines\""),
            ("=1+1", "'=1+1"),
            ("+1", "'+1"),
            ("-1", "'-1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"),
            ("=a,b", "\"'=a,b\""),
            ("x=1", "x=1"),
        ] {
            assert_eq!(cell(|sheet| sheet.text(text)), expected, "{text:?}");
        }
    }
}
