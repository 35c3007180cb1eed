//! What is open beside the page: the lesson or the tour, and the reader's position.

use leptos::{html, prelude::*};

use crate::web::screen;

/// The media query for a page wide enough for a drawer.
pub const WIDE: &str = "(width >= 75em)";

/// What is open beside the page, and the reader's position.
#[derive(Clone, Copy)]
pub struct Reader {
    pub is_open: RwSignal<bool>,
    /// The current step of the tour.
    pub tour: RwSignal<Option<usize>>,
    pub place: RwSignal<usize>,
    pub is_wide: RwSignal<bool>,
    pub dialog: NodeRef<html::Dialog>,
}

impl Reader {
    pub fn new(is_open: bool, has_tour: bool) -> Self {
        let is_open = RwSignal::new(is_open);
        // The page makes room for it.
        Effect::new(move |_| {
            if let Some(root) = document().document_element() {
                _ = root.class_list().toggle_with_force("with-lesson", is_open.get());
            }
        });
        Self {
            is_open,
            tour: RwSignal::new(has_tour.then_some(0)),
            place: RwSignal::new(0),
            is_wide: RwSignal::new(screen::matches(WIDE)),
            dialog: NodeRef::new(),
        }
    }

    pub fn get() -> Self {
        expect_context()
    }

    /// Closes it synchronously, so that the focus returns before anything else takes it.
    pub fn close(self) {
        if let Some(dialog) = self.dialog.get_untracked() {
            dialog.close();
        }
        self.is_open.set(false);
    }

    /// Closes the lesson if it is a sheet: it would hide parts of the page that it has set up.
    pub fn close_sheet(self) {
        if !self.is_wide.get_untracked() {
            self.close();
        }
    }
}
