//! The keys that undo and redo changes of the drawing.

/// The meaning of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recall {
    Undo,
    Redo,
}

impl Recall {
    /// Ctrl+Z, or Cmd+Z on a Mac, undoes. With Shift, or as Ctrl+Y, it redoes.
    pub fn of(key: &str, has_ctrl: bool, has_cmd: bool, has_shift: bool) -> Option<Self> {
        if has_ctrl == has_cmd {
            return None;
        }
        match (key, has_shift) {
            ("z" | "Z", false) => Some(Self::Undo),
            ("z" | "Z", true) => Some(Self::Redo),
            ("y" | "Y", false) if has_ctrl => Some(Self::Redo),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_undo_and_redo() {
        let (undo, redo) = (Some(Recall::Undo), Some(Recall::Redo));
        for (key, [has_ctrl, has_cmd, has_shift], meant) in [
            ("z", [true, false, false], undo),
            ("z", [false, true, false], undo),
            // Caps lock.
            ("Z", [true, false, false], undo),
            ("Z", [true, false, true], redo),
            ("Z", [false, true, true], redo),
            ("y", [true, false, false], redo),
            ("y", [false, true, false], None),
            ("z", [false, false, false], None),
            ("z", [true, true, false], None),
            ("x", [true, false, false], None),
        ] {
            assert_eq!(Recall::of(key, has_ctrl, has_cmd, has_shift), meant, "{key} {has_ctrl} {has_cmd} {has_shift}");
        }
    }
}
