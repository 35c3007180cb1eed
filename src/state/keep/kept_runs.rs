//! The runs that are kept: the current one, the one before it, and the one of an earlier visit.
//!
//! The other files in this folder handle the effects on the run, the settings and the messages.

use super::{Checkpoint, Earlier, past::Past};

#[derive(Clone, Debug, Default)]
pub struct KeptRuns {
    /// The newest checkpoint of the current run, to set it up from again.
    newest: Option<Checkpoint>,
    /// The run that the current one replaced, until the current one trains.
    past: Option<Past>,
    /// The run of an earlier visit, until the user has answered the offer.
    earlier: Option<Earlier>,
}

impl KeptRuns {
    /// The newest checkpoint of the run.
    pub fn newest(&self) -> Option<&Checkpoint> {
        self.newest.as_ref()
    }

    /// Keeps a checkpoint that has arrived, or that the run continues from.
    pub(in crate::state) fn keep(&mut self, kept: Checkpoint) {
        self.newest = Some(kept);
    }

    /// The run is discarded.
    pub(in crate::state) fn forget(&mut self) {
        self.newest = None;
    }

    /// There is nothing left to train.
    pub(in crate::state) fn finish(&mut self) {
        self.change(|kept| kept.with_done(true));
    }

    /// There are more epochs to train than before.
    pub(in crate::state) fn reopen(&mut self) {
        self.change(|kept| kept.with_done(false));
    }

    /// The trainer has reported the progress of the run that continues from the checkpoint. For a checkpoint from a file it was
    /// unknown.
    pub(in crate::state) fn on_past(&mut self, epoch: usize, is_done: bool) {
        self.change(|kept| kept.with_progress(epoch, is_done));
    }

    fn change(&mut self, change: impl FnOnce(Checkpoint) -> Checkpoint) {
        self.newest = self.newest.take().map(change);
    }

    /// The run that the user can go back to.
    pub(super) fn past(&self) -> Option<&Past> {
        self.past.as_ref()
    }

    /// Sets the run aside, because another one replaces it. Without a checkpoint, the run set aside before it stays.
    pub(super) fn set_aside(&mut self, past: impl FnOnce(Checkpoint) -> Past) {
        if let Some(kept) = self.newest.clone() {
            self.past = Some(past(kept));
        }
    }

    pub(super) fn take_past(&mut self) -> Option<Past> {
        self.past.take()
    }

    /// The run of an earlier visit that the user has not decided on yet.
    pub fn earlier(&self) -> Option<&Earlier> {
        self.earlier.as_ref()
    }

    /// Offers the run of an earlier visit, unless the current visit has already kept one.
    pub(super) fn find_earlier(&mut self, earlier: Earlier) {
        if self.newest.is_none() {
            self.earlier = Some(earlier);
        }
    }

    /// Takes the run, because the user has answered.
    pub(super) fn take_earlier(&mut self) -> Option<Earlier> {
        self.earlier.take()
    }
}

#[cfg(test)]
impl KeptRuns {
    pub(in crate::state) fn has_past(&self) -> bool {
        self.past.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::{super::Note, *};

    fn kept(epoch: usize) -> Checkpoint {
        Checkpoint::new(epoch, vec![epoch as u8])
    }

    fn earlier(key: f64) -> Earlier {
        Earlier::new(key, Note::new(&kept(3), String::new(), 20, false, 0.0))
    }

    fn newest(runs: &KeptRuns) -> Option<(usize, bool)> {
        runs.newest().map(|kept| (kept.epoch(), kept.is_done()))
    }

    #[test]
    fn a_checkpoint_is_done_exactly_while_the_run_is() {
        let mut runs = KeptRuns::default();
        runs.finish();
        runs.on_past(9, true);
        assert_eq!(newest(&runs), None, "a run without a checkpoint keeps nothing");
        runs.keep(kept(4));
        runs.finish();
        assert_eq!(newest(&runs), Some((4, true)));
        runs.reopen();
        assert_eq!(newest(&runs), Some((4, false)));
        runs.keep(kept(5));
        assert_eq!(newest(&runs), Some((5, false)));
        assert_eq!(runs.newest().map(Checkpoint::bytes), Some([5].as_slice()));
        runs.forget();
        assert_eq!(newest(&runs), None);
    }

    #[test]
    fn the_trainer_reports_the_progress_that_a_file_does_not() {
        for (was_done, is_done) in [(false, false), (false, true), (true, false)] {
            let mut runs = KeptRuns::default();
            runs.keep(kept(0).with_done(was_done));
            runs.on_past(12, is_done);
            assert_eq!(
                newest(&runs),
                Some((12, was_done || is_done)),
                "a run that stopped early is done before its last epoch"
            );
        }
    }

    #[test]
    fn a_run_without_a_checkpoint_does_not_replace_the_one_set_aside() {
        let mut runs = KeptRuns::default();
        runs.set_aside(|_| panic!("there is nothing to set aside"));
        runs.keep(kept(2));
        runs.set_aside(Past::of);
        runs.forget();
        runs.set_aside(|_| panic!("there is nothing to set aside"));
        assert_eq!(runs.past().map(|past| past.kept().epoch()), Some(2));
        runs.keep(kept(7));
        runs.set_aside(Past::of);
        assert_eq!(runs.take_past().map(|past| past.kept().epoch()), Some(7));
        assert!(runs.take_past().is_none(), "there is only one step back");
    }

    #[test]
    fn an_earlier_run_is_offered_until_the_user_answers() {
        let mut runs = KeptRuns::default();
        runs.find_earlier(earlier(1.0));
        runs.keep(kept(1));
        assert_eq!(runs.earlier().map(Earlier::key), Some(1.0), "the offer stays while another run trains");
        assert_eq!(runs.take_earlier(), Some(earlier(1.0)));
        runs.find_earlier(earlier(2.0));
        assert_eq!(runs.earlier(), None, "this visit already keeps its own run");
    }
}
