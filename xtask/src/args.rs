//! The command line: words -> [`Command`].

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;

use anyhow::{Result, anyhow, ensure};
use lexopt::prelude::*;

use crate::commands::{bench::Bench, checks::Check, fuzz};

pub const USAGE: &str = "\
Hourglass: an autoencoder and a VAE that learn in the browser.

Usage: cargo xtask <command>

  serve   set up, build the release page, serve it at http://127.0.0.1:8080
            --port <port>   another port
            --open          open it in the default browser
            --watch         rebuild on every change (by `trunk serve`); reload the page yourself
  build   set up, build the page into dist/: a static site for any host and any sub-path
  test    set up, browsers too, then run every check
            --only <check>  fmt, scripts, deny, clippy, docs, native, browser, e2e or firefox; may be given more than once
  fuzz    bad input, each kind for a minute; what fails is kept in tests/fuzz/corpus
            --minutes <n>   longer
            --only <kind>   one kind: the name of a test in tests/fuzz
  screenshots [folder]
          set up, build, and write pictures of the page: wide and narrow, light and dark, into target/screenshots or the folder, and
          README's into .github/screenshot.png
  bench [what]
          set up, build, and measure in browsers: steps (if not told otherwise: a training step beside TensorFlow.js and jax-js),
          counts (what a step asks of WebGPU), memory (over 10,000 steps), page (its bytes, its time to a loss), workers
          (its runs in one worker and in several), or all
            --browser <name>  only chromium, or firefox
            --backend <name>  only cpu, or webgpu; for page auto, too
            --only <step>     only one of the steps
            --rounds <n>      how often
            --write           put the tables into docs/benchmarks.md
  soak    set up, build, and visit the page for long, by a seeded schedule; fails where its memory grows, where a task of the page takes
          over 50 ms, or where an epoch or a step goes back
            --minutes <n>     how long; 60 if not told otherwise
            --browser <name>  chromium if not told otherwise, or firefox
            --backend <name>  cpu if not told otherwise, or webgpu
            --seed <n>        another schedule
  setup   only the set-up, of everything
  styles  put the style sheets together, which Trunk asks for before every build

  --no-install    with any command: leave the system's packages as they are, and say what is missing

Environment:
  MNIST_DIR        a folder with the four official MNIST files (plain or .gz): the page offers the whole set too
  HOURGLASS_URL    the address at which the page will be, for the picture beside links to it
  CHROME           the Chrome, Chromium or Edge to test with
  FIREFOX          the Firefox to test and measure with
  WEBKIT_DRIVER    the driver of the WebKit to test with
  HOURGLASS_CACHE  where installed tools are kept, and in CI build folders
";

/// The command that the user requested.
#[derive(Debug, PartialEq)]
pub enum Command {
    Help,
    Setup,
    Styles,
    Build,
    Serve { port: u16, open: bool },
    Watch { port: u16, open: bool },
    Test { only: Vec<Check> },
    Fuzz { minutes: u64, only: Option<String> },
    Screenshots { folder: Option<PathBuf> },
    Bench { chosen: Vec<Bench>, options: Vec<OsString> },
    Soak { options: Vec<OsString> },
}

/// Allowed with any command.
const NO_INSTALL: &str = "--no-install";

/// Parses the command of this process, and whether it may install system packages.
pub fn parse() -> Result<(Command, bool)> {
    parse_words(env::args_os().skip(1))
}

fn parse_words(words: impl Iterator<Item = OsString>) -> Result<(Command, bool)> {
    let (no_install, words): (Vec<_>, Vec<_>) = words.partition(|word| word == NO_INSTALL);
    Ok((parse_from(lexopt::Parser::from_args(words))?, no_install.is_empty()))
}

fn parse_from(mut words: lexopt::Parser) -> Result<Command> {
    let name = match words.next()? {
        None | Some(Short('h') | Long("help")) => return Ok(Command::Help),
        Some(Value(name)) => name.string()?,
        Some(other) => return Err(other.unexpected().into()),
    };
    match name.as_str() {
        "help" => Ok(Command::Help),
        "setup" => without_options(words, Command::Setup),
        "styles" => without_options(words, Command::Styles),
        "build" => without_options(words, Command::Build),
        "serve" => serve(words),
        "test" => test(words),
        "fuzz" => fuzz(words),
        "screenshots" => screenshots(words),
        "bench" => bench(words),
        "soak" => soak(words),
        other => Err(anyhow!("there is no command `{other}`: `cargo xtask --help` lists them")),
    }
}

fn without_options(mut words: lexopt::Parser, command: Command) -> Result<Command> {
    match words.next()? {
        None => Ok(command),
        Some(Short('h') | Long("help")) => Ok(Command::Help),
        Some(other) => Err(other.unexpected().into()),
    }
}

fn serve(mut words: lexopt::Parser) -> Result<Command> {
    let (mut port, mut open, mut watch) = (8080, false, false);
    while let Some(word) = words.next()? {
        match word {
            Long("port") => port = words.value()?.parse()?,
            Long("open") => open = true,
            Long("watch") => watch = true,
            Short('h') | Long("help") => return Ok(Command::Help),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(match watch {
        true => Command::Watch { port, open },
        false => Command::Serve { port, open },
    })
}

fn test(mut words: lexopt::Parser) -> Result<Command> {
    let mut only = Vec::new();
    while let Some(word) = words.next()? {
        match word {
            Long("only") => only.push(words.value()?.parse()?),
            Short('h') | Long("help") => return Ok(Command::Help),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(Command::Test { only })
}

fn fuzz(mut words: lexopt::Parser) -> Result<Command> {
    let (mut minutes, mut only) = (1, None);
    while let Some(word) = words.next()? {
        match word {
            Long("minutes") => minutes = words.value()?.parse()?,
            Long("only") => {
                let kind = words.value()?.string()?;
                ensure!(
                    fuzz::KINDS.contains(&kind.as_str()),
                    "there is no `{kind}`: choose {}",
                    fuzz::KINDS.join(", ")
                );
                only = Some(kind);
            }
            Short('h') | Long("help") => return Ok(Command::Help),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(Command::Fuzz { minutes, only })
}

fn screenshots(mut words: lexopt::Parser) -> Result<Command> {
    let mut folder = None;
    while let Some(word) = words.next()? {
        match word {
            Value(named) if folder.is_none() => folder = Some(PathBuf::from(named)),
            Short('h') | Long("help") => return Ok(Command::Help),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(Command::Screenshots { folder })
}

/// Parses what to measure, if a name comes first; the scripts parse the rest.
fn bench(mut words: lexopt::Parser) -> Result<Command> {
    let mut options: Vec<OsString> = words.raw_args()?.collect();
    let name = match options.first().and_then(|word| word.to_str()) {
        Some("-h" | "--help") => return Ok(Command::Help),
        Some(name) if !name.starts_with('-') => options.remove(0),
        _ => Bench::Steps.name().into(),
    };
    let chosen: Vec<_> = Bench::ALL.into_iter().filter(|bench| name == "all" || name == bench.name()).collect();
    ensure!(!chosen.is_empty(), "there is no `{}` to measure: `cargo xtask --help` lists them", name.display());
    Ok(Command::Bench { chosen, options })
}

/// Leaves the options to the script.
fn soak(mut words: lexopt::Parser) -> Result<Command> {
    let options: Vec<OsString> = words.raw_args()?.collect();
    Ok(match options.first().and_then(|word| word.to_str()) {
        Some("-h" | "--help") => Command::Help,
        _ => Command::Soak { options },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Command> {
        parse_from(lexopt::Parser::from_args(line.split_whitespace()))
    }

    #[test]
    fn no_install_works_with_any_command() -> Result<()> {
        let parse = |line: &str| parse_words(line.split_whitespace().map(OsString::from));
        assert_eq!(parse("build")?, (Command::Build, true));
        assert_eq!(parse("build --no-install")?, (Command::Build, false));
        assert!(!parse("--no-install soak --minutes 2")?.1);
        Ok(())
    }

    #[test]
    fn lines_are_parsed_as_commands() -> Result<()> {
        let served = |port, open| Command::Serve { port, open };
        let words = |words: &[&str]| words.iter().map(OsString::from).collect();
        for (line, command) in [
            ("", Command::Help),
            ("--help", Command::Help),
            ("build --help", Command::Help),
            ("build", Command::Build),
            ("serve", served(8080, false)),
            ("serve --port 9000 --open", served(9000, true)),
            ("serve --watch --port=1", Command::Watch { port: 1, open: false }),
            ("screenshots", Command::Screenshots { folder: None }),
            ("screenshots here", Command::Screenshots { folder: Some("here".into()) }),
            ("bench", Command::Bench { chosen: vec![Bench::Steps], options: vec![] }),
            ("bench --write", Command::Bench { chosen: vec![Bench::Steps], options: words(&["--write"]) }),
            ("bench page --rounds 2", Command::Bench { chosen: vec![Bench::Page], options: words(&["--rounds", "2"]) }),
            ("bench all", Command::Bench { chosen: Bench::ALL.to_vec(), options: vec![] }),
            ("soak", Command::Soak { options: vec![] }),
            ("soak --minutes 5", Command::Soak { options: words(&["--minutes", "5"]) }),
            ("soak --help", Command::Help),
            ("test", Command::Test { only: vec![] }),
            ("test --only fmt --only=e2e", Command::Test { only: vec![Check::Format, Check::EndToEnd] }),
            ("test --only firefox", Command::Test { only: vec![Check::Firefox] }),
            ("fuzz", Command::Fuzz { minutes: 1, only: None }),
            ("fuzz --minutes 5 --only links", Command::Fuzz { minutes: 5, only: Some("links".into()) }),
        ] {
            assert_eq!(parse(line)?, command, "{line}");
        }
        Ok(())
    }

    #[test]
    fn nonsense_is_refused() {
        for line in [
            "dance",
            "build --fast",
            "bench speed",
            "screenshots here there",
            "serve --port x",
            "test --only all",
            "fuzz --only everything",
            "--x",
        ] {
            assert!(parse(line).is_err(), "{line}");
        }
    }
}
