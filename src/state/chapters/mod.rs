//! The lesson: chapters of text beside the page, with links that set up the page.
//!
//! A chapter is HTML that we write. Its links name experiments, `<a try="sparse">`, and get their addresses from the experiments
//! when they are shown, so they never go out of date.

use super::experiments::Experiment;

/// One chapter.
#[derive(Clone, Copy, Debug)]
pub struct Chapter {
    pub title: &'static str,
    text: &'static str,
}

/// Marks the place of a chapter's animated diagram.
const DIAGRAM: &str = "<!-- diagram -->";

/// The chapters in reading order.
pub const CHAPTERS: [Chapter; 11] = [
    chapter("Learning, not memorizing", include_str!("learn.html")),
    chapter("Encoder, code, decoder", include_str!("code.html")),
    chapter("What the loss tells you", include_str!("losses.html")),
    chapter("Linear networks and PCA", include_str!("pca.html")),
    chapter("Sparse, denoising, contractive", include_str!("penalties.html")),
    chapter("Why there are holes", include_str!("holes.html")),
    chapter("The VAE: regions, not points", include_str!("vae.html")),
    chapter("KL and β", include_str!("kl.html")),
    chapter("Interpolate, generate, calculate", include_str!("walk.html")),
    chapter("Limits and uses", include_str!("uses.html")),
    chapter("Questions and sources", include_str!("questions.html")),
];

const fn chapter(title: &'static str, text: &'static str) -> Chapter {
    Chapter { title, text }
}

impl Chapter {
    /// The text before the diagram, and the text after it if there is a diagram, for a page with or without the whole of MNIST.
    /// If `elsewhere` is given, an address up to its hash, links open in a new tab.
    pub fn html(&self, has_mnist: bool, elsewhere: Option<&str>) -> (String, Option<String>) {
        let linked = |text| with_links(text, has_mnist, elsewhere);
        match self.text.split_once(DIAGRAM) {
            Some((before, after)) => (linked(before), Some(linked(after))),
            None => (linked(self.text), None),
        }
    }
}

/// Gives each link its address. A link that does not name an experiment becomes plain text.
fn with_links(text: &str, has_mnist: bool, elsewhere: Option<&str>) -> String {
    let (page, target) = elsewhere.map_or(("#", ""), |page| (page, " target=\"_blank\" rel=\"noopener\""));
    let mut parts = text.split("<a try=\"");
    let mut html = parts.next().unwrap_or_default().to_string();
    for part in parts {
        let (id, rest) = part.split_once('"').unwrap_or((part, ">"));
        html.push_str("<a");
        if let Some(experiment) = Experiment::find(id) {
            let link = format!("{page}{}", experiment.link(has_mnist).to_hash()).replace('&', "&amp;");
            html.push_str(&format!(" data-testid=\"try-{id}\" data-try=\"{id}\" href=\"{link}\"{target}"));
        }
        html.push_str(rest);
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::questions::QUESTIONS;
    use hourglass_core::link::Link;

    /// The experiments that a text links to.
    fn linked(text: &str) -> Vec<&str> {
        text.split("<a try=\"").skip(1).map(|part| part.split_once('"').unwrap().0).collect()
    }

    #[test]
    fn every_link_names_an_experiment_and_every_question_is_linked() {
        let all: Vec<&str> = CHAPTERS.iter().flat_map(|chapter| linked(chapter.text)).collect();
        for id in &all {
            assert!(Experiment::find(id).is_some(), "{id}");
        }
        for question in &QUESTIONS {
            assert!(all.contains(&question.id), "{} is in no chapter", question.id);
        }
    }

    #[test]
    fn a_link_holds_every_setting() {
        let html = with_links("<p><a try=\"few\">Few</a></p>", false, None);
        let (before, rest) = html.split_once("href=\"#").unwrap();
        let (hash, after) = rest.split_once('"').unwrap();
        assert_eq!((before, after), ("<p><a data-testid=\"try-few\" data-try=\"few\" ", ">Few</a></p>"));
        let (lesson, notices) = Link::from_hash(&hash.replace("&amp;", "&"));
        assert_eq!((lesson.config.train, notices), (100, vec![]));
        let html = with_links("<a try=\"few\">Few</a>", false, Some("https://example.org/?a=1&b=2#"));
        assert!(
            html.contains(&format!(
                "href=\"https://example.org/?a=1&amp;b=2#{hash}\" target=\"_blank\" rel=\"noopener\">"
            )),
            "{html}"
        );
    }

    #[test]
    fn the_text_is_well_formed_and_has_no_scripts() {
        for Chapter { title, text } in CHAPTERS {
            let mut open = Vec::new();
            let text = text.replace(DIAGRAM, "");
            for tag in text.split('<').skip(1) {
                let (tag, _) = tag.split_once('>').unwrap_or_else(|| panic!("{title}: {tag}"));
                assert!(!tag.contains(" on") && !tag.starts_with("script"), "{title}: {tag}");
                let name = tag.split([' ', '\n']).next().unwrap();
                match name.strip_prefix('/') {
                    Some(name) => assert_eq!(open.pop(), Some(name), "{title}"),
                    None if tag.ends_with('/') => {}
                    None => open.push(name),
                }
            }
            assert!(open.is_empty(), "{title}: {open:?}");
        }
    }

    #[test]
    fn one_chapter_has_the_diagram_and_the_lesson_takes_a_quarter_of_an_hour() {
        assert_eq!(CHAPTERS.iter().filter(|chapter| chapter.html(false, None).1.is_some()).count(), 1);
        let words = |text: &str| {
            // Formulas are only glanced at; fold-outs and sources can wait.
            let text = text.split("<details>").next().unwrap().split("<h4>Sources").next().unwrap();
            let text: String = text.split("<math").map(|part| part.split("</math>").last().unwrap()).collect();
            text.split('<').map(|part| part.split('>').next_back().unwrap().split_whitespace().count()).sum::<usize>()
        };
        let all: usize = CHAPTERS.iter().map(|chapter| words(chapter.text)).sum();
        assert!((1_200..3_000).contains(&all), "{all} words");
    }
}
