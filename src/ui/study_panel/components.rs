//! The mean image and the first components, as pictures.

use leptos::prelude::*;

use super::super::{
    page::{Page, follow},
    pixels::Pixels,
};
use crate::plot::{
    digit_grid,
    illustration::{COMPONENTS, Illustration},
};

#[component]
pub fn ComponentPictures() -> impl IntoView {
    let pictures = (0..=COMPONENTS).map(|number| view! { <ComponentPicture number /> });
    view! {
        <div>
            <h3>"What they look like"<small>" warm adds ink, cool removes it"</small></h3>
            <div class="study-pictures" data-testid="pca-components">{pictures.collect_view()}</div>
        </div>
    }
    .into_any()
}

/// A component by its number from one; zero is the mean.
#[component]
fn ComponentPicture(number: usize) -> impl IntoView {
    let page = Page::get();
    let components = page.derive(|state| state.study.components().cloned());
    let range = page.derive_setting(|config| config.range);
    let picture = move || {
        components.with_untracked(|components| match (components, number.checked_sub(1)) {
            (None, _) => digit_grid::single(None),
            (Some(components), None) => {
                let range = range.get_untracked();
                let mean: Vec<f32> = components.mean.iter().map(|&value| range.intensity(value)).collect();
                digit_grid::signed(&mean, components.side, 1)
            }
            (Some(components), Some(i)) => match components.axes.get(i) {
                Some(axis) => digit_grid::signed(axis, components.side, 1),
                None => digit_grid::single(None),
            },
        })
    };
    let name = if number == 0 { "mean".to_string() } else { number.to_string() };
    let label = if number == 0 { "The mean image".to_string() } else { format!("Principal component {number}") };
    let label = Signal::derive(move || match components.with(Option::is_some) {
        true => label.clone(),
        false => format!("{label}, not known yet"),
    });
    let of = if number == 0 { Illustration::PcaMean } else { Illustration::PcaComponent(number) };
    view! {
        <figure>
            <Pixels of label picture watch=move || follow(components) />
            <figcaption class="quiet">{name}</figcaption>
        </figure>
    }
    .into_any()
}
