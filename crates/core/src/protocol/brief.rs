//! Messages in a few words, for the journal: their names, their runs, how far those are; never what they carry.

use super::{Command, Event, Finding, RunId};

impl Command {
    /// The command's name, and what it is about.
    pub fn brief(&self) -> String {
        let (name, run) = match self {
            Self::Prepare { run, .. } => ("Prepare", Some(run)),
            Self::UseFiles { run, .. } => ("UseFiles", Some(run)),
            Self::UseTable { run, .. } => ("UseTable", Some(run)),
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
            Self::Save => ("Save", None),
            Self::Latents => ("Latents", None),
        };
        of_run(name, run)
    }
}

impl Event {
    /// The event's name, its run, and how far that is.
    pub fn brief(&self) -> String {
        match self {
            Self::Ready => "Ready".into(),
            Self::Fetching { run, loaded, total } => {
                format!("{}, {loaded} of {total} bytes", of_run("Fetching", Some(run)))
            }
            Self::CheckingWebgpu { run } => of_run("CheckingWebgpu", Some(run)),
            Self::Prepared { run, .. } => of_run("Prepared", Some(run)),
            Self::Report { run, report } => {
                let progress = report.progress;
                format!("{}, step {}", at_epoch("Report", *run, progress.epoch), progress.step)
            }
            Self::Snapshot { run, epoch, .. } => at_epoch("Snapshot", *run, *epoch),
            Self::Reply { run, .. } => of_run("Reply", Some(run)),
            Self::Paused { run } => of_run("Paused", Some(run)),
            Self::Finished { run } => of_run("Finished", Some(run)),
            Self::Studied { run, finding } => format!("{}, {}", of_run("Studied", Some(run)), finding.name()),
            Self::Refused { run, .. } => of_run("Refused", Some(run)),
            Self::Failed { run, .. } => of_run("Failed", Some(run)),
            Self::Tried(Ok(_)) => "Tried".into(),
            Self::Tried(Err(_)) => "Tried, in vain".into(),
            Self::Checkpoint { run, epoch, .. } => at_epoch("Checkpoint", *run, *epoch),
            Self::Saved { run, epoch, .. } => at_epoch("Saved", *run, *epoch),
            Self::Latents { run, .. } => of_run("Latents", Some(run)),
            Self::Diverged { run, step, .. } => format!("{}, step {step}", of_run("Diverged", Some(run))),
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
    fn a_message_is_told_by_its_name_its_run_and_how_far_that_is() {
        let run = RunId(3);
        let report = Report { progress: Progress { epoch: 2, step: 130, ..Progress::default() }, ..Report::default() };
        assert_eq!(Event::Report { run, report: Box::new(report) }.brief(), "Report run 3, epoch 2, step 130");
        assert_eq!(Event::Saved { run, epoch: 7, bytes: vec![0; 100] }.brief(), "Saved run 3, epoch 7");
        assert_eq!(Command::Draw(Some(vec![1; 784])).brief(), "Draw");
    }

    #[test]
    fn what_a_message_carries_is_not_told() {
        let secret = Event::Failed { run: RunId(1), message: "my-secret-file.csv".into() };
        assert_eq!(secret.brief(), "Failed run 1");
    }
}
