//! Parts of the state that record when they are read and changed.
//!
//! The page derives several hundred values from the state. [`reads`] returns the parts that a derivation has read, and
//! [`take_changes`] the parts that an action has changed, so the page recomputes only the values that the action may have
//! changed.

use std::{
    cell::Cell,
    fmt::{Debug, Formatter, Result},
    ops::{Deref, DerefMut},
};

/// A part of the state. The page notifies in this order: settings come first, since they decide which components exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Config,
    /// What the link says besides the settings.
    Teaching,
    Pad,
    View,
    /// The phase of the run, and what it waits for.
    RunStatus,
    Prepared,
    Progress,
    Curves,
    Pictures,
    Time,
    Play,
    Answers,
    Study,
    Table,
    KeptRuns,
    Life,
    Backends,
    /// The user's own files, both in use and pending.
    Files,
    /// The page's words to the user: a message, a question, an experiment's note.
    Words,
}

impl Part {
    pub const ALL: [Self; 19] = [
        Self::Config,
        Self::Teaching,
        Self::Pad,
        Self::View,
        Self::RunStatus,
        Self::Prepared,
        Self::Progress,
        Self::Curves,
        Self::Pictures,
        Self::Time,
        Self::Play,
        Self::Answers,
        Self::Study,
        Self::Table,
        Self::KeptRuns,
        Self::Life,
        Self::Backends,
        Self::Files,
        Self::Words,
    ];
}

/// A set of parts of the state.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Parts(u32);

impl Parts {
    pub fn contains(self, part: Part) -> bool {
        self.0 & (1 << part as u32) != 0
    }

    fn with(self, part: Part) -> Self {
        Self(self.0 | (1 << part as u32))
    }

    pub fn iter(self) -> impl Iterator<Item = Part> {
        Part::ALL.into_iter().filter(move |part| self.contains(*part))
    }
}

impl Debug for Parts {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

thread_local! {
    static READ: Cell<Parts> = const { Cell::new(Parts(0)) };
    static CHANGED: Cell<Parts> = const { Cell::new(Parts(0)) };
}

/// Runs a derivation, and returns its value and the parts that it has read.
pub fn reads<T>(derive: impl FnOnce() -> T) -> (T, Parts) {
    let outer = READ.take();
    let value = derive();
    (value, READ.replace(outer))
}

/// Returns the parts that have changed, or may have changed, since the last call.
pub fn take_changes() -> Parts {
    CHANGED.take()
}

/// A value that belongs to a part of the state. Borrowing it counts as reading the part, borrowing it mutably as changing it.
pub struct Tracked<T> {
    part: Part,
    value: T,
}

impl<T> Tracked<T> {
    pub const fn new(part: Part, value: T) -> Self {
        Self { part, value }
    }
}

impl<T> Deref for Tracked<T> {
    type Target = T;

    fn deref(&self) -> &T {
        READ.set(READ.get().with(self.part));
        &self.value
    }
}

impl<T> DerefMut for Tracked<T> {
    fn deref_mut(&mut self) -> &mut T {
        CHANGED.set(CHANGED.get().with(self.part));
        &mut self.value
    }
}

impl<T: Debug> Debug for Tracked<T> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        self.value.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(of: &[Part]) -> Parts {
        of.iter().fold(Parts::default(), |parts, part| parts.with(*part))
    }

    #[test]
    fn every_part_has_its_own_bit() {
        for (index, part) in Part::ALL.into_iter().enumerate() {
            assert_eq!(part as usize, index);
        }
        assert_eq!(parts(&Part::ALL).iter().count(), Part::ALL.len());
    }

    #[test]
    fn a_derivation_reports_what_it_has_read() {
        let (pad, view) = (Tracked::new(Part::Pad, 1), Tracked::new(Part::View, 2));
        assert_eq!(reads(|| *pad), (1, parts(&[Part::Pad])));
        assert_eq!(reads(|| 3), (3, Parts::default()));
        let (inner, outer) = reads(|| {
            let _ = *pad;
            reads(|| *view)
        });
        assert_eq!((inner, outer), ((2, parts(&[Part::View])), parts(&[Part::Pad])), "nested derivations");
    }

    #[test]
    fn changes_are_collected_until_they_are_taken() {
        let (mut pad, mut view) = (Tracked::new(Part::Pad, 1), Tracked::new(Part::View, vec![2]));
        let _ = take_changes();
        *pad += 1;
        view.push(3);
        assert_eq!(take_changes(), parts(&[Part::Pad, Part::View]));
        assert_eq!((*pad, view.len()), (2, 2));
        assert_eq!(take_changes(), Parts::default(), "reading changes nothing");
    }
}
