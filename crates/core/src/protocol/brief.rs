//! Short descriptions of messages for the journal: name, run and progress, but never the content.

use super::{Command, Data, Event, Finding, LoadId, Loaded, RunEvent, RunId};

impl Command {
    /// The command's name, and what it refers to.
    pub fn brief(&self) -> String {
        let (name, run) = match self {
            Self::Load { load, data } => return of_load("Load", *load, data.name()),
            Self::Prepare { run, .. } => ("Prepare", Some(run)),
            Self::Train => ("Train", None),
            Self::TrainEpoch => ("TrainEpoch", None),
            Self::Pause => ("Pause", None),
            Self::Tune(_) => ("Tune", None),
            Self::Draw(_) => ("Draw", None),
            Self::Query { .. } => ("Query", None),
            Self::Painted => ("Painted", None),
            Self::BeginStudy { run, .. } => ("BeginStudy", Some(run)),
            Self::PauseStudy => ("PauseStudy", None),
            Self::ResumeStudy => ("ResumeStudy", None),
            Self::EndStudy => ("EndStudy", None),
            Self::Trial(_) => ("Trial", None),
            Self::Restore { run, .. } => ("Restore", Some(run)),
            Self::UseOneWorker(_) => ("UseOneWorker", None),
            Self::Save => ("Save", None),
            Self::Latents => ("Latents", None),
        };
        of_run(name, run)
    }
}

impl Event {
    /// The event's name, its run, and the run's progress.
    pub fn brief(&self) -> String {
        match self {
            Self::Ready => "Ready".into(),
            Self::Loaded { load, outcome } => {
                of_load("Loaded", *load, outcome.as_ref().map_or("in vain", |loaded| loaded.name()))
            }
            Self::Run { run, event } => event.brief(*run),
            Self::Studied { run, finding } => format!("{}, {}", of_run("Studied", Some(run)), finding.name()),
            Self::TrialResult(Ok(_)) => "Tried".into(),
            Self::TrialResult(Err(_)) => "Tried, in vain".into(),
        }
    }
}

impl RunEvent {
    fn brief(&self, run: RunId) -> String {
        match self {
            Self::Fetching { loaded, total } => {
                format!("{}, {loaded} of {total} bytes", of_run("Fetching", Some(&run)))
            }
            Self::CheckingWebgpu => of_run("CheckingWebgpu", Some(&run)),
            Self::Prepared(_) => of_run("Prepared", Some(&run)),
            Self::Report(report) => {
                let progress = report.progress;
                format!("{}, step {}", at_epoch("Report", run, progress.epoch), progress.step)
            }
            Self::Snapshot { epoch, .. } => at_epoch("Snapshot", run, *epoch),
            Self::Reply { .. } => of_run("Reply", Some(&run)),
            Self::Paused => of_run("Paused", Some(&run)),
            Self::Finished => of_run("Finished", Some(&run)),
            Self::Refused(_) => of_run("Refused", Some(&run)),
            Self::Failed(_) => of_run("Failed", Some(&run)),
            Self::Checkpoint { epoch, .. } => at_epoch("Checkpoint", run, *epoch),
            Self::Saved { epoch, .. } => at_epoch("Saved", run, *epoch),
            Self::Latents { .. } => of_run("Latents", Some(&run)),
            Self::Diverged { step, .. } => format!("{}, step {step}", of_run("Diverged", Some(&run))),
        }
    }
}

impl Data {
    fn name(&self) -> &'static str {
        match self {
            Self::Images { .. } => "Images",
            Self::Table { .. } => "Table",
            Self::Choice(_) => "Choice",
        }
    }
}

impl Loaded {
    fn name(&self) -> &'static str {
        match self {
            Self::Images => "Images",
            Self::Table { .. } => "Table",
            Self::Choice { .. } => "Choice",
        }
    }
}

impl Finding {
    fn name(&self) -> &'static str {
        match self {
            Self::Progress(_) => "Progress",
            Self::Components(_) => "Components",
            Self::Point(_) => "Point",
            Self::Betas(_) => "Betas",
            Self::Paused => "Paused",
            Self::Finished => "Finished",
            Self::Failed(_) => "Failed",
        }
    }
}

fn of_load(name: &str, load: LoadId, what: &str) -> String {
    format!("{name} {}, {what}", load.0)
}

fn of_run(name: &str, run: Option<&RunId>) -> String {
    run.map_or_else(|| name.into(), |run| format!("{name} run {}", run.0))
}

fn at_epoch(name: &str, run: RunId, epoch: usize) -> String {
    format!("{}, epoch {epoch}", of_run(name, Some(&run)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::{Progress, Report};

    #[test]
    fn a_message_is_described_by_its_name_run_and_progress() {
        let run = RunId(3);
        let report = Report { progress: Progress { epoch: 2, step: 130, ..Progress::default() }, ..Report::default() };
        assert_eq!(
            Event::Run { run, event: RunEvent::Report(Box::new(report)) }.brief(),
            "Report run 3, epoch 2, step 130"
        );
        assert_eq!(
            Event::Run { run, event: RunEvent::Saved { epoch: 7, bytes: vec![0; 100] } }.brief(),
            "Saved run 3, epoch 7"
        );
        assert_eq!(Command::Draw(Some(vec![1; 784])).brief(), "Draw");
    }

    #[test]
    fn the_content_of_a_message_is_not_described() {
        let secret = Event::Run { run: RunId(1), event: RunEvent::Failed("my-secret-file.csv".into()) };
        assert_eq!(secret.brief(), "Failed run 1");
        let secret = Event::Loaded { load: LoadId(2), outcome: Err("my-secret-file.csv".into()) };
        assert_eq!(secret.brief(), "Loaded 2, in vain");
        let data = Data::Table { bytes: b"secret".to_vec().into(), choice: None };
        assert_eq!(Command::Load { load: LoadId(2), data }.brief(), "Load 2, Table");
    }
}
