//! A few options side by side, one of them selected.

use leptos::prelude::*;

use super::help::help_id;

#[component]
pub fn Segmented<T>(
    label: &'static str,
    /// The key of its help.
    #[prop(optional)]
    help: Option<&'static str>,
    options: Vec<(&'static str, T)>,
    /// Explains each option.
    #[prop(optional)]
    titles: Vec<&'static str>,
    /// Whether it is read-only.
    #[prop(optional, into)]
    is_locked: Signal<bool>,
    value: Memo<T>,
    choose: impl Fn(T) + Copy + 'static,
) -> impl IntoView
where
    T: Copy + PartialEq + Send + Sync + 'static,
{
    let titles = titles.into_iter().map(Some).chain(std::iter::repeat(None));
    let buttons = options.into_iter().zip(titles).map(|((name, option), title)| {
        view! {
            <button
                type="button"
                title=title
                disabled=is_locked
                aria-pressed=move || (value.get() == option).to_string()
                on:click=move |_| choose(option)
            >
                {name}
            </button>
        }
    });
    view! {
        <div class="segmented" role="group" aria-label=label aria-describedby=help.map(help_id)>
            {buttons.collect_view()}
        </div>
    }
    .into_any()
}
