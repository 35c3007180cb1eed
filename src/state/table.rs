//! The table to learn from: the page's synthetic one, or the user's own; and what is learned of it.

use super::{Shared, State};
use crate::{
    config::{Config, Source},
    data::table::{Choice, Rows, Table, TableError, sample},
    protocol::{Command, RunId},
};

/// A table, what the user chose of it, and the rows in use.
#[derive(Clone, Debug, PartialEq)]
pub struct TableView {
    /// Of the file; `None` for the page's own.
    pub name: Option<String>,
    pub table: Shared<Table>,
    pub choice: Choice,
    /// Why the choice cannot be learned from; the rows of the one before stay in use.
    pub fault: Option<String>,
    pub rows: Shared<Rows>,
}

impl TableView {
    fn new(name: Option<String>, table: Table, choice: Choice) -> Result<Self, TableError> {
        let rows = Shared::new(Rows::of(&table, &choice)?);
        Ok(Self { name, table: Shared::new(table), choice, fault: None, rows })
    }

    /// The page's own, which is synthetic.
    pub fn synthetic() -> Result<Self, TableError> {
        Self::new(None, Table::read(sample::csv().as_bytes())?, sample::choice())
    }

    /// The rows as the trainer is told.
    pub(super) fn command(&self, run: RunId, config: Config) -> Command {
        Command::UseTable { run, config, rows: (*self.rows).clone() }
    }
}

impl State {
    /// Takes a CSV file of the user's own; one that cannot be used changes nothing but the message.
    pub fn take_table(&mut self, name: String, bytes: &[u8]) -> Vec<Command> {
        let read = Table::read(bytes).and_then(|table| {
            let choice = Choice::suggest(&table).ok_or(TableError::OneClass)?;
            TableView::new(Some(name), table, choice)
        });
        self.use_table(read)
    }

    /// Back to the page's own table.
    pub fn take_synthetic_table(&mut self) -> Vec<Command> {
        self.use_table(TableView::synthetic())
    }

    fn use_table(&mut self, read: Result<TableView, TableError>) -> Vec<Command> {
        match read {
            Ok(table) => {
                self.message = None;
                self.table = Some(table);
                self.begin_on_table()
            }
            Err(error) => {
                self.complain(error.to_string());
                vec![]
            }
        }
    }

    /// Learns other columns, or another rule.
    pub fn choose_columns(&mut self, choice: Choice) -> Vec<Command> {
        let Some(view) = self.table.as_mut().filter(|view| view.choice != choice) else { return vec![] };
        let rows = Rows::of(&view.table, &choice);
        view.choice = choice;
        view.fault = rows.as_ref().err().map(ToString::to_string);
        match rows {
            Ok(rows) => {
                view.rows = Shared::new(rows);
                self.begin_on_table()
            }
            Err(_) => vec![],
        }
    }

    fn begin_on_table(&mut self) -> Vec<Command> {
        if self.config.source == Source::Table {
            return self.begin();
        }
        self.choose(Config { source: Source::Table, ..self.config.clone() })
    }
}
