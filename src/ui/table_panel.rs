//! The table: the user's own file, its columns, and the rule that makes two classes.

use leptos::prelude::*;

use super::{
    files::TableInput,
    help::{Help, help_id},
    page::Page,
    skip::INPUT,
};
use crate::state::{State, TableView, words::grouped};
use hourglass_core::data::table::{Column, RuleKind};

#[component]
pub fn TablePanel() -> impl IntoView {
    let page = Page::get();
    let name = derive(page, |view| view.name().map(str::to_owned));
    let which = move || match name.get().flatten() {
        Some(name) => view! { <b translate="no">{name}</b> }.into_any(),
        None => view! { <b>"synthetic sample"</b>", made up for this page, not measured on people" }.into_any(),
    };
    view! {
        <section id=INPUT class="card table-panel" aria-labelledby="table-title" tabindex="-1">
            <div class="card-head">
                <h2 id="table-title">"Table"</h2>
                <div class="card-tools">
                    <button
                        class="small"
                        data-testid="table-synthetic"
                        title="Back to the table that comes with this page"
                        on:click=move |_| page.act(State::take_synthetic_table)
                    >
                        "Synthetic table"
                    </button>
                    <TableInput />
                </div>
            </div>
            <p class="table-name" data-testid="table-name">{which}</p>
            <Counts />
            <Preview />
            <Features />
            <LabelAndRule />
            <Classes />
        </section>
    }
    .into_any()
}

/// Derives a value from the table, if there is one.
fn derive<T>(page: Page, of: impl Fn(&TableView) -> T + Send + Sync + 'static) -> Memo<Option<T>>
where
    T: PartialEq + Send + Sync + 'static,
{
    page.derive(move |state| state.table().map(&of))
}

#[component]
fn Counts() -> impl IntoView {
    let page = Page::get();
    let count = move |testid: &'static str, words: &'static str, title: &'static str, of: fn(&TableView) -> usize| {
        let value = derive(page, of);
        view! {
            <div title=title>
                <dt>{words}</dt>
                <dd translate="no" data-testid=testid data-value=move || value.get()>{move || value.get().map(grouped)}</dd>
            </div>
        }
    };
    view! {
        <dl class="table-counts">
            {count("table-rows", "rows", "Rows read from the file", |view| view.summary().rows)}
            {count("table-skipped", "lines skipped", "Malformed lines: not as many cells as the first line", |view| view.summary().skipped)}
            {count("table-dropped", "with gaps", "Rows left out because a chosen column has no value", |view| view.used().dropped)}
        </dl>
    }
    .into_any()
}

/// The first rows as they are in the file.
#[component]
fn Preview() -> impl IntoView {
    let page = Page::get();
    let summary = derive(page, |view| view.summary().clone());
    let roles = derive(page, |view| (view.choice().features.clone(), view.choice().label));
    let role = move |column: usize| {
        roles.with(|roles| match roles {
            Some((_, label)) if *label == column => "label",
            Some((features, _)) if features.contains(&column) => "feature",
            _ => "",
        })
    };
    let content = move || {
        let Some(summary) = summary.get() else { return ().into_any() };
        let names = summary.columns.iter().map(|column| column.name.clone()).enumerate().map(|(column, name)| {
            view! {
                <th scope="col" data-role=move || role(column)>
                    <span>{name}</span>
                    <small>{move || role(column)}</small>
                </th>
            }
        });
        let rows = summary.preview.iter().map(|row| {
            let cells = row.iter().cloned().enumerate().map(|(column, cell)| {
                view! { <td data-role=move || role(column)>{cell}</td> }
            });
            view! { <tr>{cells.collect_view()}</tr> }
        });
        view! {
            <thead><tr>{names.collect_view()}</tr></thead>
            <tbody>{rows.collect_view()}</tbody>
        }
        .into_any()
    };
    view! {
        <div class="table-preview" tabindex="0" role="region" aria-label="The first rows of the table">
            <table data-testid="table-preview" translate="no">{content}</table>
        </div>
    }
    .into_any()
}

/// The selectable columns of numbers.
#[component]
fn Features() -> impl IntoView {
    let page = Page::get();
    let summary = derive(page, |view| view.summary().clone());
    let features = derive(page, |view| view.choice().features.clone());
    let label = derive(page, |view| view.choice().label);
    let feature = move |column: usize, name: String| {
        let is_chosen = move || features.with(|features| features.as_ref().is_some_and(|all| all.contains(&column)));
        let is_label = move || label.get() == Some(column);
        let title = name.clone();
        view! {
            <label class="feature" title=title class:is-label=is_label>
                <input
                    type="checkbox"
                    data-testid=format!("feature-{column}")
                    prop:checked=is_chosen
                    disabled=is_label
                    on:change=move |_| page.act(|state| state.toggle_feature(column))
                />
                <span>{name}</span>
            </label>
        }
    };
    let list = move || {
        let summary = summary.get()?;
        Some(summary.numeric().map(|(index, column)| feature(index, column.name.clone())).collect_view())
    };
    let chosen = move || {
        let chosen = features.with(|features| features.as_ref().map_or(0, Vec::len));
        let all = summary.with(|summary| summary.as_ref().map_or(0, |summary| summary.numeric().count()));
        format!("{chosen} of {all}")
    };
    view! {
        <div class="features-block">
            <p class="field-label">
                <span id="features-title">"Features"</span>
                <Help key="features" label="Features" text="The columns of numbers that the networks learn from. Each is scaled to mean 0 and deviation 1 on the training rows." />
                <span class="features-count" data-testid="features-count">{chosen}</span>
            </p>
            <div class="features" translate="no" role="group" aria-labelledby="features-title" aria-describedby=help_id("features")>{list}</div>
        </div>
    }
    .into_any()
}

/// The rule for a positive row, as a sentence.
#[component]
fn LabelAndRule() -> impl IntoView {
    let page = Page::get();
    let summary = derive(page, |view| view.summary().clone());
    let label = derive(page, |view| view.choice().label);
    let kind = derive(page, |view| view.choice().rule.kind());
    let value = derive(page, |view| view.choice().rule.value());
    let fault = derive(page, |view| view.fault().map(str::to_owned));
    let values = Memo::new(move |_| {
        let (summary, label) = (summary.get()?, label.get()?);
        summary.columns.get(label).map(|column| column.values.clone())
    });
    let columns = move || {
        let summary = summary.get()?;
        let option = |(index, column): (usize, &Column)| {
            let selected = label.get_untracked() == Some(index);
            view! { <option value=index.to_string() selected=selected>{column.name.clone()}</option> }
        };
        Some(summary.columns.iter().enumerate().map(option).collect_view())
    };
    let choose_label = move |event| {
        if let Ok(column) = event_target_value(&event).parse() {
            page.act(|state| state.choose_label(column));
        }
    };
    let choose_rule = move |event| {
        let words = event_target_value(&event);
        if let Some(kind) = RuleKind::ALL.into_iter().find(|kind| kind.words() == words) {
            page.act(|state| state.choose_rule(kind));
        }
    };
    let rules = RuleKind::ALL.map(|kind| view! { <option value=kind.words()>{kind.words()}</option> });
    let is_number = move || kind.get() == Some(RuleKind::AtLeast);
    let suggestions = move || {
        let values = values.get().filter(|_| !is_number())?;
        Some(values.into_iter().map(|value| view! { <option value=value></option> }).collect_view())
    };
    view! {
        <div class="rule" role="group" aria-labelledby="rule-title" aria-describedby=help_id("rule")>
            <p class="field-label">
                <span id="rule-title">"A row is positive where"</span>
                <Help key="rule" label="A row is positive where" text="The networks learn to predict for which rows this is true. They do not see the column itself." />
            </p>
            <select class="label-column" translate="no" data-testid="table-label" aria-label="Label column" on:change=choose_label prop:value=move || label.get().map(|label| label.to_string())>
                {columns}
            </select>
            <select data-testid="table-rule" aria-label="Rule" on:change=choose_rule prop:value=move || kind.get().map(RuleKind::words)>
                {rules.collect_view()}
            </select>
            <input
                data-testid="table-rule-value"
                aria-label="Value of the rule"
                aria-describedby="table-fault"
                aria-invalid=move || fault.get().flatten().is_some().to_string()
                type="text"
                inputmode=move || if is_number() { "decimal" } else { "text" }
                list="table-values"
                autocomplete="off"
                spellcheck="false"
                prop:value=move || value.get()
                on:change=move |event| page.act(|state| state.write_rule(&event_target_value(&event)))
            />
            <datalist id="table-values">{suggestions}</datalist>
        </div>
        <p id="table-fault" class="table-fault" data-testid="table-fault" role="alert">
            {move || fault.get().flatten().map(|fault| format!("{fault} The previous rows stay in use."))}
        </p>
    }
    .into_any()
}

/// The number of rows in each class.
#[component]
fn Classes() -> impl IntoView {
    let page = Page::get();
    let sizes = derive(page, |view| view.used().classes);
    let class = move |testid: &'static str, label: usize, words: &'static str| {
        let size = move || sizes.get().map(|sizes| sizes[label]);
        view! {
            <span>
                <span class="dot" style=("--dot", format!("var(--digit-{label})"))></span>
                <b translate="no" data-testid=testid data-value=size>{move || size().map(grouped)}</b>
                {words}
            </span>
        }
    };
    view! {
        <p class="classes">
            {class("table-positive", 1, " positive")}
            {class("table-negative", 0, " negative")}
        </p>
    }
    .into_any()
}
