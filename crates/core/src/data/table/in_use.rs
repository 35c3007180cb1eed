//! A table in use, and the rows that a choice makes of it.

use std::rc::Rc;

use super::{Choice, Chosen, Rows, Summary, Table, TableError};

/// A table, and the rows of the last valid choice.
#[derive(Clone, Debug)]
pub struct ActiveTable {
    table: Table,
    rows: Rc<Rows>,
}

impl ActiveTable {
    /// Reads a CSV file and applies the given choice, or one that suits the table.
    ///
    /// # Errors
    /// What is wrong with the file or with the choice.
    pub fn read(bytes: &[u8], choice: Option<Choice>) -> Result<(Self, Summary, Chosen), TableError> {
        let table = Table::read(bytes)?;
        let (choice, rows) = match choice {
            Some(choice) => {
                let rows = Rows::of(&table, &choice)?;
                (choice, rows)
            }
            None => Choice::fitting(&table)?,
        };
        let (summary, chosen) = (Summary::of(&table), Chosen::of(choice, &rows));
        Ok((Self { table, rows: Rc::new(rows) }, summary, chosen))
    }

    /// Makes another choice. Also returns whether the rows changed.
    ///
    /// # Errors
    /// What is wrong with the choice; the previous rows stay.
    pub fn choose(&mut self, choice: Choice) -> Result<(Chosen, bool), TableError> {
        let rows = Rows::of(&self.table, &choice)?;
        let (chosen, is_new) = (Chosen::of(choice, &rows), rows != *self.rows);
        self.rows = Rc::new(rows);
        Ok((chosen, is_new))
    }

    pub fn rows(&self) -> &Rc<Rows> {
        &self.rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::table::{Rule, sample};

    #[test]
    fn without_a_choice_one_that_suits_the_table_is_made() {
        let row = |i: usize| format!("{},{}\n", i * i, ["low", "high"][i % 2]);
        let csv = "a,level\n".to_owned() + &(0..20).map(row).collect::<String>();
        let (_, _, chosen) = ActiveTable::read(csv.as_bytes(), None).unwrap();
        assert_eq!((chosen.choice.features, chosen.choice.label, chosen.classes), (vec![0], 1, [10, 10]));
        let nothing = Choice { features: vec![], label: 1, rule: Rule::AtLeast(0.0) };
        assert_eq!(ActiveTable::read(csv.as_bytes(), Some(nothing)).unwrap_err(), TableError::NoFeature);
    }

    #[test]
    fn an_invalid_choice_keeps_the_previous_rows() {
        let (mut table, _, chosen) = ActiveTable::read(sample::csv().as_bytes(), Some(sample::choice())).unwrap();
        let fewer = chosen.choice.toggled(2);
        assert!(table.choose(fewer.clone()).unwrap().1 && !table.choose(fewer).unwrap().1);
        let before = table.rows().clone();
        assert_eq!(table.choose(Choice { features: vec![], ..chosen.choice }), Err(TableError::NoFeature));
        assert_eq!((table.rows(), before.columns()), (&before, 4));
    }
}
