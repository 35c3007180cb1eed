//! The table to learn from: the page's synthetic one, or the user's own; and what is learned of it.

use super::{Shared, State};
use hourglass_core::{
    config::{Config, Model, Source},
    data::table::{Choice, Rows, Rule, RuleKind, Table, TableError, sample},
    protocol::{Command, Measure, RunId},
};

/// Rows of a table that are shown.
const PREVIEW: usize = 5;
/// Most letters of a cell that are shown.
const CELL: usize = 40;

/// A table, what the user chose of it, and the rows in use.
#[derive(Clone, Debug, PartialEq)]
pub struct TableView {
    /// Of the file; `None` for the page's own.
    pub name: Option<String>,
    pub table: Shared<Table>,
    /// The columns that hold numbers.
    pub numeric: Shared<Vec<usize>>,
    pub choice: Choice,
    /// Why the choice cannot be learned from; the rows of the one before stay in use.
    pub fault: Option<String>,
    pub rows: Shared<Rows>,
    /// What the rows in use were made by.
    used: Choice,
}

impl TableView {
    fn new(name: Option<String>, table: Table, choice: Choice, rows: Rows) -> Self {
        let numeric = (0..table.columns().len()).filter(|&column| table.is_numeric(column)).collect();
        let (table, numeric, rows) = (Shared::new(table), Shared::new(numeric), Shared::new(rows));
        Self { name, table, numeric, used: choice.clone(), choice, fault: None, rows }
    }

    /// The page's own, which is synthetic.
    pub fn synthetic() -> Result<Self, TableError> {
        let (table, choice) = (Table::read(sample::csv().as_bytes())?, sample::choice());
        let rows = Rows::of(&table, &choice)?;
        Ok(Self::new(None, table, choice, rows))
    }

    /// The user's own.
    fn own(name: String, bytes: &[u8]) -> Result<Self, TableError> {
        let table = Table::read(bytes)?;
        let (choice, rows) = Choice::fitting(&table)?;
        Ok(Self::new(Some(name), table, choice, rows))
    }

    /// The first rows, their long cells cut.
    pub fn preview(&self) -> Vec<Vec<String>> {
        self.table.preview(PREVIEW).into_iter().map(|row| row.into_iter().map(shortened).collect()).collect()
    }

    /// Rows in use of each class: the others, and those that the rule holds for.
    pub fn class_sizes(&self) -> [usize; 2] {
        let positive = self.rows.labels.iter().filter(|&&label| label == 1).count();
        [self.rows.labels.len() - positive, positive]
    }

    /// The classes of the rows in use, by their labels 0 and 1.
    pub fn class_names(&self) -> [String; 2] {
        let column = self.table.columns().get(self.used.label).map(String::as_str).unwrap_or_default();
        let (words, value) = (self.used.rule.kind().words(), shortened(&self.used.rule.value()));
        match self.used.rule {
            Rule::AtLeast(_) => ["the others".into(), format!("{column} {words} {value}")],
            Rule::Contains(_) | Rule::Equals(_) => ["the others".into(), format!("{column} {words} “{value}”")],
        }
    }

    /// The part of the rows in use that belong to the larger class: what always naming that would get right.
    pub fn larger_class(&self) -> f32 {
        let [others, positive] = self.class_sizes();
        others.max(positive) as f32 / (others + positive).max(1) as f32
    }

    /// The rows as the trainer is told.
    pub(super) fn command(&self, run: RunId, config: Config) -> Command {
        Command::UseTable { run, config, rows: (*self.rows).clone() }
    }
}

impl State {
    /// Takes a CSV file of the user's own; one that cannot be used changes nothing but the message.
    pub fn take_table(&mut self, name: String, bytes: &[u8]) {
        self.use_table(TableView::own(name, bytes));
    }

    /// Back to the page's own table.
    pub fn take_synthetic_table(&mut self) {
        self.use_table(TableView::synthetic());
    }

    fn use_table(&mut self, read: Result<TableView, TableError>) {
        match read {
            Ok(table) => {
                self.message = None;
                let before = self.table.replace(table);
                self.begin_on_table(before);
            }
            Err(error) => self.complain(error.to_string()),
        }
    }

    /// Learns from one column more, or one less.
    pub fn toggle_feature(&mut self, column: usize) {
        self.rechoose(|view| Ok(view.choice.toggled(column)));
    }

    /// Tells rows apart by another column, with a rule to begin with.
    pub fn choose_label(&mut self, column: usize) {
        self.rechoose(|view| Ok(view.choice.labelled(column, &view.table)));
    }

    pub fn choose_rule(&mut self, kind: RuleKind) {
        self.rechoose(|view| {
            let rule = view.choice.rule.turned(kind, &view.table, view.choice.label);
            Ok(Choice { rule, ..view.choice.clone() })
        });
    }

    /// What the rule asks for, as the user wrote it.
    pub fn write_rule(&mut self, text: &str) {
        self.rechoose(|view| match Rule::read(view.choice.rule.kind(), text) {
            Some(rule) => Ok(Choice { rule, ..view.choice.clone() }),
            None => Err(TableError::NoNumber { text: shortened(text) }),
        });
    }

    /// Learns other columns, or another rule; a choice that cannot be learned from stands as a fault beside the old rows.
    fn rechoose(&mut self, choose: impl FnOnce(&TableView) -> Result<Choice, TableError>) {
        let before = self.table.clone();
        let Some(view) = &mut self.table else { return };
        let rows = choose(view).and_then(|choice| {
            view.choice = choice;
            Rows::of(&view.table, &view.choice)
        });
        view.fault = rows.as_ref().err().map(ToString::to_string);
        let Ok(rows) = rows else { return };
        view.used = view.choice.clone();
        if rows == *view.rows {
            return;
        }
        view.rows = Shared::new(rows);
        self.begin_on_table(before);
    }

    fn begin_on_table(&mut self, before: Option<TableView>) {
        if self.config.source == Source::Table {
            self.set_aside(self.config.clone(), before);
            return self.begin();
        }
        self.choose(Config { source: Source::Table, ..self.config.clone() });
    }

    /// How well a network tells the test rows apart: after the last epoch, or after the one that it was set back to.
    pub fn figure(&self, model: Model, measure: Measure) -> Option<f32> {
        let values = || self.run.curves().get(model).into_iter().flat_map(|series| series.measure(measure));
        let restored = self.restored_epoch(model);
        let kept = values().find(|&(epoch, _)| Some(epoch) == restored);
        kept.or_else(|| values().last()).map(|(_, value)| value)
    }
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(CELL) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hourglass_core::{
        lesson::Lesson,
        protocol::{Event, Measured, Progress, Report},
    };

    /// A page that learns from the synthetic table, and whose trainer listens.
    fn state() -> State {
        let (lesson, notices) = Lesson::from_hash("data=table");
        let mut state = State::new(lesson, notices);
        state.apply(Event::Ready);
        state
    }

    fn view(state: &State) -> &TableView {
        state.table.as_ref().unwrap()
    }

    /// The rows of a command that begins a run on a table.
    fn rows(commands: &[Command]) -> &Rows {
        match commands {
            [Command::UseTable { rows, .. }] => rows,
            other => panic!("{other:?}"),
        }
    }

    fn csv(rows: usize) -> String {
        let row = |i: usize| format!("{},{},{}\n", i * i, 100 - 2 * i, ["low", "high"][i % 2]);
        "a,b,level\n".to_owned() + &(0..rows).map(row).collect::<String>()
    }

    #[test]
    fn the_synthetic_table_is_described() {
        let state = state();
        let view = view(&state);
        assert_eq!((view.name.as_ref(), view.class_sizes(), view.rows.dropped), (None, [45, 30], 12));
        assert_eq!(view.class_names(), ["the others", "smoking_history contains “current”"]);
        assert_eq!((view.preview().len(), view.larger_class()), (5, 0.6));
        assert_eq!(*view.numeric, [1, 2, 3, 4, 5]);
    }

    #[test]
    fn an_own_table_begins_a_run_wherever_the_page_is() {
        for hash in ["", "data=table"] {
            let (lesson, notices) = Lesson::from_hash(hash);
            let mut state = State::new(lesson, notices);
            state.apply(Event::Ready);
            let run = state.run.id();
            let commands = state.sent(|state| state.take_table("my.csv".into(), csv(20).as_bytes()));
            assert_eq!(rows(&commands).labels.len(), 20);
            assert_eq!((state.config.source, view(&state).name.as_deref()), (Source::Table, Some("my.csv")));
            assert_ne!(state.run.id(), run);
        }
    }

    #[test]
    fn a_bad_file_is_answered_and_nothing_is_lost() {
        let mut state = state();
        state.take_table("my.csv".into(), csv(20).as_bytes());
        let (run, before) = (state.run.id(), state.table.clone());
        for bytes in [b"".as_slice(), b"PK\0", b"a,b\n1\n", csv(8).as_bytes()] {
            assert_eq!(state.sent(|state| state.take_table("bad.csv".into(), bytes)), vec![]);
            assert!(state.message.take().unwrap().fault);
            assert_eq!((state.run.id(), &state.table), (run, &before));
        }
        state.take_synthetic_table();
        assert_eq!(view(&state).name, None);
    }

    #[test]
    fn other_columns_begin_another_run() {
        let mut state = state();
        let commands = state.sent(|state| state.toggle_feature(2));
        assert_eq!(rows(&commands).columns(), 4);
        assert_eq!(rows(&state.sent(|state| state.toggle_feature(2))).columns(), 5);
        let commands = state.sent(|state| state.choose_label(3));
        assert_eq!((rows(&commands).columns(), rows(&commands).dropped), (4, 0));
        assert_eq!(view(&state).choice.rule.kind(), RuleKind::AtLeast);
    }

    #[test]
    fn other_rules_begin_another_run_only_for_other_classes() {
        let mut state = state();
        assert_eq!(state.sent(|state| state.write_rule("CURRENT")), vec![], "the same rows");
        assert_eq!(state.sent(|state| state.choose_rule(RuleKind::Equals)), vec![]);
        assert_eq!(view(&state).class_names()[1], "smoking_history equals “Current smoker”");
        let commands = state.sent(|state| state.write_rule("Never smoked"));
        assert_eq!(rows(&commands).labels.iter().filter(|&&label| label == 1).count(), 25);
    }

    #[test]
    fn a_choice_with_a_fault_leaves_the_old_rows_in_use() {
        let mut state = state();
        let (run, before) = (state.run.id(), view(&state).rows.clone());
        for fault in [
            |state: &mut State| state.sent(|state| state.write_rule("maybe")),
            |state: &mut State| state.sent(|state| state.choose_rule(RuleKind::AtLeast)),
            |state: &mut State| state.sent(|state| state.write_rule("much")),
        ] {
            assert_eq!(fault(&mut state), vec![]);
            assert!(view(&state).fault.is_some());
            assert_eq!((state.run.id(), &view(&state).rows), (run, &before));
            assert_eq!(view(&state).class_names()[1], "smoking_history contains “current”");
        }
        state.choose_rule(RuleKind::Contains);
        assert_eq!(state.sent(|state| state.write_rule("current")), vec![], "back to the rows in use");
        assert_eq!(view(&state).fault, None);
    }

    #[test]
    fn figures_are_of_the_last_epoch() {
        let mut state = state();
        assert_eq!(state.figure(Model::Ae, Measure::F1), None);
        let measured = |epoch, value| Measured { model: Model::Ae, measure: Measure::F1, epoch, value };
        let report = Report {
            progress: Progress::default(),
            measures: vec![measured(0, 0.2), measured(1, 0.7)],
            ..Report::default()
        };
        state.apply(Event::Report { run: state.run.id(), report: Box::new(report) });
        assert_eq!(state.figure(Model::Ae, Measure::F1), Some(0.7));
        assert_eq!(state.figure(Model::Vae, Measure::F1), None);
    }

    #[test]
    fn long_texts_are_cut() {
        assert_eq!(shortened(&"é".repeat(CELL)), "é".repeat(CELL));
        assert_eq!(shortened(&"é".repeat(CELL + 1)), "é".repeat(CELL) + "…");
    }
}
