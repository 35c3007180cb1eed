//! How the user views a run: choices that do not affect its results.

use hourglass_core::{
    config::{DataKind, Digits, Model},
    protocol::Measure,
};

/// Which term of the loss the chart shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Term {
    #[default]
    Total,
    Reconstruction,
    Kl,
}

/// The scale of the chart's loss axis.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scale {
    #[default]
    Linear,
    Log,
}

/// The directions of the latent space that the scatters show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Axes {
    /// The default for the latent's size: up to two numbers as they are, images with three numbers in space, and otherwise
    /// principal components.
    #[default]
    Usual,
    /// All three numbers, seen by a rotating camera.
    Space,
    /// The first two principal components.
    Principal,
    Pair(usize, usize),
}

impl Axes {
    /// These axes if they exist in a latent of this size, otherwise the usual ones.
    #[must_use]
    pub fn within(self, latent: usize) -> Self {
        let has = match self {
            Self::Usual => true,
            Self::Space => latent == 3,
            Self::Principal => latent > 2,
            Self::Pair(x, y) => latent > 2 && x < latent && y < latent,
        };
        if has { self } else { Self::Usual }
    }

    /// The actual axes for a latent of this size and this kind of data; never [`Axes::Usual`].
    #[must_use]
    pub fn of(self, latent: usize, kind: DataKind) -> Self {
        let has_space = latent == 3 && kind == DataKind::Images;
        match self.within(latent) {
            Self::Usual | Self::Space if has_space => Self::Space,
            Self::Usual | Self::Space => Self::Principal,
            other => other,
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct View {
    shown: Digits,
    axes: Axes,
    term: Term,
    scale: Scale,
    measure: Option<Measure>,
    tab: Model,
    touched: Option<usize>,
}

impl Default for View {
    fn default() -> Self {
        Self {
            shown: Digits::ALL,
            axes: Axes::default(),
            term: Term::default(),
            scale: Scale::default(),
            measure: None,
            tab: Model::Ae,
            touched: None,
        }
    }
}

impl View {
    /// The digits that the scatters show.
    pub fn shown(&self) -> Digits {
        self.shown
    }

    /// Hides a digit in the scatters, or shows it again.
    pub fn toggle_digit(&mut self, digit: u8) {
        self.shown = self.shown.toggled(digit);
    }

    pub fn show_all_digits(&mut self) {
        self.shown = Digits::ALL;
    }

    /// The axes of the scatters for a latent of this size; never [`Axes::Usual`].
    pub fn axes(&self, latent: usize, kind: DataKind) -> Axes {
        self.axes.of(latent, kind)
    }

    pub fn choose_axes(&mut self, axes: Axes) {
        self.axes = axes;
    }

    /// The size of the latent has changed. Axes that do not exist in it are forgotten, and do not return with the old size.
    pub(super) fn fit_axes(&mut self, latent: usize) {
        self.axes = self.axes.within(latent);
    }

    /// The term of the loss that the chart shows.
    pub fn term(&self) -> Term {
        self.term
    }

    pub fn show_term(&mut self, term: Term) {
        self.term = term;
    }

    /// The scale of the chart's loss axis.
    pub fn scale(&self) -> Scale {
        self.scale
    }

    pub fn choose_scale(&mut self, scale: Scale) {
        self.scale = scale;
    }

    /// The measure that the chart shows instead of the loss, if it was measured.
    pub fn measure(&self) -> Option<Measure> {
        self.measure
    }

    pub fn show_measure(&mut self, measure: Option<Measure>) {
        self.measure = measure;
    }

    /// The scatter that a narrow page shows.
    pub fn tab(&self) -> Model {
        self.tab
    }

    pub fn open_tab(&mut self, model: Model) {
        self.tab = model;
    }

    /// The example of the sample that the pointer touched last in a scatter.
    pub fn touched(&self) -> Option<usize> {
        self.touched
    }

    pub fn touch(&mut self, index: usize) {
        self.touched = Some(index);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_three_numbers_are_shown_in_space_unless_the_user_chooses_otherwise() {
        for (axes, latent, kind, expected) in [
            (Axes::Usual, 3, DataKind::Images, Axes::Space),
            (Axes::Space, 3, DataKind::Images, Axes::Space),
            (Axes::Principal, 3, DataKind::Images, Axes::Principal),
            (Axes::Pair(2, 0), 3, DataKind::Images, Axes::Pair(2, 0)),
            (Axes::Pair(3, 0), 3, DataKind::Images, Axes::Space),
            (Axes::Usual, 3, DataKind::Table, Axes::Principal),
            (Axes::Space, 3, DataKind::Table, Axes::Principal),
            (Axes::Usual, 2, DataKind::Images, Axes::Principal),
            (Axes::Space, 4, DataKind::Images, Axes::Principal),
            (Axes::Usual, 64, DataKind::Images, Axes::Principal),
        ] {
            assert_eq!(axes.of(latent, kind), expected, "{axes:?} {latent} {kind:?}");
        }
    }

    #[test]
    fn axes_that_a_latent_lacks_are_replaced_by_the_usual_ones() {
        for (axes, latent, stays) in [
            (Axes::Space, 3, true),
            (Axes::Space, 2, false),
            (Axes::Principal, 2, false),
            (Axes::Principal, 5, true),
            (Axes::Pair(0, 1), 2, false),
            (Axes::Pair(0, 5), 5, false),
        ] {
            assert_eq!(axes.within(latent), if stays { axes } else { Axes::Usual });
        }
    }

    #[test]
    fn a_hidden_digit_can_be_shown_alone_or_with_all_others() {
        let mut view = View::default();
        let shown = |view: &View| view.shown().to_string();
        view.toggle_digit(3);
        view.toggle_digit(8);
        assert_eq!(shown(&view), "01245679");
        view.toggle_digit(3);
        assert_eq!(shown(&view), "012345679");
        view.toggle_digit(0);
        view.show_all_digits();
        assert_eq!(view, View::default());
    }

    #[test]
    fn axes_that_a_smaller_latent_lacks_do_not_return_with_a_larger_one() {
        let mut view = View::default();
        view.choose_axes(Axes::Pair(4, 0));
        view.fit_axes(5);
        assert_eq!(view.axes(5, DataKind::Images), Axes::Pair(4, 0));
        view.fit_axes(3);
        assert_eq!(view.axes(3, DataKind::Images), Axes::Space);
        view.fit_axes(5);
        assert_eq!(view.axes(5, DataKind::Images), Axes::Principal);
    }

    #[test]
    fn each_choice_changes_only_itself() {
        type Choice = (fn(&mut View), fn(&View) -> bool);
        let choices: [Choice; 6] = [
            (|view| view.show_term(Term::Kl), |view| view.term() == Term::Kl),
            (|view| view.choose_scale(Scale::Log), |view| view.scale() == Scale::Log),
            (|view| view.show_measure(Some(Measure::Dead)), |view| view.measure() == Some(Measure::Dead)),
            (|view| view.open_tab(Model::Vae), |view| view.tab() == Model::Vae),
            (|view| view.touch(7), |view| view.touched() == Some(7)),
            (|view| view.toggle_digit(2), |view| !view.shown().contains(2)),
        ];
        for (chosen, (choose, _)) in choices.iter().enumerate() {
            let mut view = View::default();
            choose(&mut view);
            for (i, (_, is_made)) in choices.iter().enumerate() {
                assert_eq!(is_made(&view), i == chosen, "choice {i} after {chosen}");
            }
        }
    }
}
