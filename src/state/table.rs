//! The table used as data: the page's synthetic one, or the user's own; and how well the networks classify it.

use super::{Shared, State};
use hourglass_core::{
    bytes::Bytes,
    config::{Config, Model, Source},
    data::table::{ActiveTable, Choice, Chosen, Rule, RuleKind, Summary, TableError, sample, shortened},
    protocol::{Data, LoadId, Measure},
};

/// A table as the page knows it, the user's choice from it, and the choice in use. The trainer has its cells.
#[derive(Clone, Debug, PartialEq)]
pub struct TableView {
    /// The file's name; `None` for the page's own table.
    name: Option<String>,
    bytes: Bytes,
    summary: Shared<Summary>,
    choice: Choice,
    /// Why the choice cannot be used. The rows of the previous choice stay in use.
    fault: Option<String>,
    used: Chosen,
    /// The choices that the trainer has not answered yet.
    asked: Vec<LoadId>,
}

impl TableView {
    fn new(name: Option<String>, bytes: Bytes, summary: Summary, used: Chosen) -> Self {
        let (summary, choice) = (Shared::new(summary), used.choice.clone());
        Self { name, bytes, summary, choice, fault: None, used, asked: vec![] }
    }

    /// The page's own synthetic table, which is small enough to be read here.
    pub fn synthetic() -> Result<Self, TableError> {
        let bytes = sample::csv().into_bytes();
        let (_, summary, chosen) = ActiveTable::read(&bytes, Some(sample::choice()))?;
        Ok(Self::new(None, bytes.into(), summary, chosen))
    }

    /// The user's own table, as the trainer has read it.
    pub(super) fn own(name: String, bytes: Bytes, summary: Summary, chosen: Chosen) -> Self {
        Self::new(Some(name), bytes, summary, chosen)
    }

    /// The name of the file; `None` for the page's own table.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    pub fn summary(&self) -> &Shared<Summary> {
        &self.summary
    }

    /// The user's choice, whether it is in use or not.
    pub fn choice(&self) -> &Choice {
        &self.choice
    }

    pub fn fault(&self) -> Option<&str> {
        self.fault.as_deref()
    }

    /// The choice in use.
    pub fn used(&self) -> &Chosen {
        &self.used
    }

    /// The classes of the rows in use, by their labels 0 and 1.
    pub fn class_names(&self) -> [String; 2] {
        let Choice { label, rule, .. } = &self.used.choice;
        let column = self.summary.columns.get(*label).map(|column| column.name.as_str()).unwrap_or_default();
        let (words, value) = (rule.kind().words(), shortened(&rule.value()));
        match rule {
            Rule::AtLeast(_) => ["the others".into(), format!("{column} {words} {value}")],
            Rule::Contains(_) | Rule::Equals(_) => ["the others".into(), format!("{column} {words} “{value}”")],
        }
    }

    /// The same table without a choice that is not in use.
    #[must_use]
    pub(super) fn without_pending(self) -> Self {
        Self { choice: self.used.choice.clone(), fault: None, asked: vec![], ..self }
    }

    /// Whether the trainer answers a choice made from this table. It answers each choice once.
    fn is_answered(&mut self, load: LoadId) -> bool {
        let before = self.asked.len();
        self.asked.retain(|asked| *asked != load);
        self.asked.len() < before
    }
}

impl State {
    /// Switches back to the page's own table.
    pub fn take_synthetic_table(&mut self) {
        let Ok(table) = TableView::synthetic() else { return };
        *self.message = None;
        let before = self.table.replace(table);
        self.life.forget_data();
        if self.config.source == Source::Table {
            self.set_aside_as(self.config.clone(), before);
            return self.begin();
        }
        self.choose(Config { source: Source::Table, ..self.config.clone() });
    }

    /// Adds a column to the features, or removes it.
    pub fn toggle_feature(&mut self, column: usize) {
        self.rechoose(|view| Ok(view.choice.toggled(column)));
    }

    /// Classifies rows by another column, with an initial rule.
    pub fn choose_label(&mut self, column: usize) {
        self.rechoose(|view| Ok(view.choice.labelled(column, view.summary.column(column)?)));
    }

    pub fn choose_rule(&mut self, kind: RuleKind) {
        self.rechoose(|view| {
            let column = view.summary.column(view.choice.label)?;
            Ok(Choice { rule: view.choice.rule.turned(kind, column), ..view.choice.clone() })
        });
    }

    /// Sets the rule's value from the user's text.
    pub fn write_rule(&mut self, text: &str) {
        self.rechoose(|view| match Rule::read(view.choice.rule.kind(), text) {
            Some(rule) => Ok(Choice { rule, ..view.choice.clone() }),
            None => Err(TableError::NoNumber { text: shortened(text) }),
        });
    }

    /// Asks the trainer for other columns or another rule. If the choice is invalid, the fault is shown and the old rows stay in
    /// use.
    fn rechoose(&mut self, choose: impl FnOnce(&TableView) -> Result<Choice, TableError>) {
        let Some(view) = &mut *self.table else { return };
        match choose(view) {
            Ok(choice) => {
                view.choice = choice;
                view.fault = None;
                self.ask_for_choice();
            }
            Err(error) => view.fault = Some(error.to_string()),
        }
    }

    /// Sends the choice, unless the trainer lacks the table: it then gets both together.
    fn ask_for_choice(&mut self) {
        let Some(choice) = self.table.as_ref().map(|view| view.choice.clone()) else { return };
        if self.life.listens() && self.life.has(Source::Table) {
            let load = self.send_data(Data::Choice(choice));
            self.table.iter_mut().for_each(|view| view.asked.push(load));
        }
    }

    /// Sends the trainer the table with the choice in use, and then asks for a newer choice of the user.
    pub(super) fn give_table(&mut self) {
        let Some(view) = &mut *self.table else { return };
        view.asked.clear();
        let (bytes, used) = (view.bytes.clone(), view.used.choice.clone());
        let is_waiting = view.fault.is_none() && view.choice != used;
        self.send_data(Data::Table { bytes, choice: Some(used) });
        if is_waiting {
            self.ask_for_choice();
        }
    }

    /// The trainer has selected rows by another choice.
    pub(super) fn on_choice(&mut self, load: LoadId, chosen: Chosen, is_new: bool) {
        let before = self.table.clone();
        let Some(view) = &mut *self.table else { return };
        if !view.is_answered(load) {
            return;
        }
        view.used = chosen;
        if is_new && self.config.source == Source::Table {
            self.set_aside_as(self.config.clone(), before);
            self.begin_on(Source::Table);
        }
    }

    /// The trainer cannot use a choice. Returns whether the choice was one of this table.
    pub(super) fn choice_is_refused(&mut self, load: LoadId, why: &str) -> bool {
        let Some(view) = &mut *self.table else { return false };
        let is_answered = view.is_answered(load);
        if is_answered && view.asked.is_empty() {
            view.fault = Some(why.into());
        }
        is_answered
    }

    /// How well a network classifies the test rows: after the last epoch, or after the epoch that it was restored to.
    pub fn figure(&self, model: Model, measure: Measure) -> Option<f32> {
        let values = || self.run.curves().get(model).into_iter().flat_map(|series| series.measure(measure));
        let restored = self.restored_epoch(model);
        let kept = values().find(|&(epoch, _)| Some(epoch) == restored);
        kept.or_else(|| values().last()).map(|(_, value)| value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::{Program, tests::Reader};
    use hourglass_core::{
        link::Link,
        protocol::{Command, Event, Loaded, Measured, Progress, Report, RunEvent},
    };

    /// A page that uses the synthetic table, and a trainer that has it.
    fn page() -> (State, Reader) {
        page_of("data=table")
    }

    fn page_of(hash: &str) -> (State, Reader) {
        let (link, notices) = Link::from_hash(hash);
        let (mut state, mut reader) = (State::new(link, notices), Reader::default());
        reader.sent(&mut state, |state| state.apply(Event::Ready));
        (state, reader)
    }

    fn view(state: &State) -> &TableView {
        state.table.as_ref().unwrap()
    }

    fn is_new_run(commands: &[Command]) -> bool {
        match commands {
            [] => false,
            [Command::Prepare { config, .. }] => config.source == Source::Table,
            other => panic!("{other:?}"),
        }
    }

    fn csv(rows: usize) -> Vec<u8> {
        let row = |i: usize| format!("{},{},{}\n", i * i, 100 - 2 * i, ["low", "high"][i % 2]);
        ("a,b,level\n".to_owned() + &(0..rows).map(row).collect::<String>()).into_bytes()
    }

    #[test]
    fn the_synthetic_table_is_described() {
        let (state, _) = page();
        let view = view(&state);
        assert_eq!((view.name(), view.used().classes, view.used().dropped), (None, [45, 30], 12));
        assert_eq!(view.class_names(), ["the others", "smoking_history contains “current”"]);
        assert_eq!((view.summary().preview.len(), view.used().larger_class()), (5, 0.6));
        assert_eq!(view.summary().numeric().map(|(index, _)| index).collect::<Vec<_>>(), [1, 2, 3, 4, 5]);
    }

    #[test]
    fn the_users_own_table_begins_a_run_from_any_source() {
        for hash in ["", "data=table"] {
            let (mut state, mut reader) = page_of(hash);
            let run = state.run.id();
            let commands = reader.sent(&mut state, |state| state.offer_table("my.csv".into(), csv(20)));
            assert!(is_new_run(&commands));
            assert_eq!((view(&state).name(), view(&state).used().classes), (Some("my.csv"), [10, 10]));
            assert_eq!(state.config.source, Source::Table);
            assert_ne!(state.run.id(), run);
        }
    }

    #[test]
    fn a_bad_file_is_refused_and_nothing_is_lost() {
        let (mut state, mut reader) = page();
        reader.sent(&mut state, |state| state.offer_table("my.csv".into(), csv(20)));
        let (run, before) = (state.run.id(), state.table.clone());
        for bytes in [b"".to_vec(), b"PK\0".to_vec(), b"a,b\n1\n".to_vec(), csv(8)] {
            let commands = reader.sent(&mut state, |state| state.offer_table("bad.csv".into(), bytes));
            assert_eq!(commands, vec![]);
            assert!(state.message.take().unwrap().fault);
            assert_eq!((state.run.id(), state.table()), (run, before.as_ref()));
        }
        let commands = reader.sent(&mut state, State::take_synthetic_table);
        assert!(is_new_run(&commands));
        assert_eq!(view(&state).name(), None);
    }

    #[test]
    fn other_columns_begin_another_run() {
        let (mut state, mut reader) = page();
        let features = |state: &State| view(state).used().choice.features.len();
        assert!(is_new_run(&reader.sent(&mut state, |state| state.toggle_feature(2))));
        assert_eq!(features(&state), 4);
        assert!(is_new_run(&reader.sent(&mut state, |state| state.toggle_feature(2))));
        assert_eq!(features(&state), 5);
        assert!(is_new_run(&reader.sent(&mut state, |state| state.choose_label(3))));
        assert_eq!((features(&state), view(&state).used().dropped), (4, 0));
        assert_eq!(view(&state).choice().rule.kind(), RuleKind::AtLeast);
    }

    #[test]
    fn another_rule_begins_a_run_only_if_the_classes_change() {
        let (mut state, mut reader) = page();
        assert_eq!(reader.sent(&mut state, |state| state.write_rule("CURRENT")), vec![], "the same rows");
        assert_eq!(reader.sent(&mut state, |state| state.choose_rule(RuleKind::Equals)), vec![]);
        assert_eq!(view(&state).class_names()[1], "smoking_history equals “Current smoker”");
        assert!(is_new_run(&reader.sent(&mut state, |state| state.write_rule("Never smoked"))));
        assert_eq!(view(&state).used().classes[1], 25);
    }

    #[test]
    fn a_choice_with_a_fault_leaves_the_old_rows_in_use() {
        let (mut state, mut reader) = page();
        let (run, used) = (state.run.id(), view(&state).used().clone());
        let faults: [fn(&mut State); 3] = [
            |state| state.write_rule("maybe"),
            |state| state.choose_rule(RuleKind::AtLeast),
            |state| state.write_rule("much"),
        ];
        for fault in faults {
            assert_eq!(reader.sent(&mut state, fault), vec![]);
            assert!(view(&state).fault().is_some());
            assert_eq!((state.run.id(), view(&state).used()), (run, &used));
            assert_eq!(view(&state).class_names()[1], "smoking_history contains “current”");
        }
        let commands = reader.sent(&mut state, |state| {
            state.choose_rule(RuleKind::Contains);
            state.write_rule("current");
        });
        assert_eq!(commands, vec![], "back to the rows in use");
        assert_eq!(view(&state).fault(), None);
    }

    #[test]
    fn a_choice_made_while_no_trainer_listens_is_sent_later() {
        let (mut state, mut reader) = page();
        state.trainer_died(Program::Cpu);
        assert_eq!(state.sent(|state| state.toggle_feature(2)), vec![]);
        let commands = reader.sent(&mut state, |state| state.apply(Event::Ready));
        let prepared = commands.iter().filter(|command| matches!(command, Command::Prepare { .. })).count();
        assert_eq!(
            (prepared, view(&state).used().choice.features.len()),
            (2, 4),
            "first the choice in use, then the new one"
        );
    }

    #[test]
    fn an_answer_for_another_table_changes_nothing() {
        let (mut state, mut reader) = page();
        let commands = state.sent(|state| state.toggle_feature(2));
        let [Command::Load { load, data: Data::Choice(choice) }] = &commands[..] else { panic!("{commands:?}") };
        reader.sent(&mut state, State::take_synthetic_table);
        let (run, before) = (state.run.id(), state.table.clone());
        let chosen = Chosen { choice: choice.clone(), classes: [1, 1], dropped: 85 };
        let late = Event::Loaded { load: *load, outcome: Ok(Loaded::Choice { chosen, is_new: true }) };
        assert_eq!(state.sent(|state| state.apply(late)), vec![]);
        assert_eq!((state.run.id(), state.table()), (run, before.as_ref()));
    }

    #[test]
    fn figures_are_those_of_the_last_epoch() {
        let (mut state, _) = page();
        assert_eq!(state.figure(Model::Ae, Measure::F1), None);
        let measured = |epoch, value| Measured { model: Model::Ae, measure: Measure::F1, epoch, value };
        let report = Report {
            progress: Progress::default(),
            measures: vec![measured(0, 0.2), measured(1, 0.7)],
            ..Report::default()
        };
        state.apply(Event::Run { run: state.run.id(), event: RunEvent::Report(Box::new(report)) });
        assert_eq!(state.figure(Model::Ae, Measure::F1), Some(0.7));
        assert_eq!(state.figure(Model::Vae, Measure::F1), None);
    }
}
