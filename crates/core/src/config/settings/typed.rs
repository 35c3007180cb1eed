//! Settings that are typed on the page: what a field shows, and how it is parsed.
//!
//! Invalid text leads to a message, and the field keeps what the user typed.

use std::str::FromStr;

use super::{HIDDEN_LAYERS, HIDDEN_WIDTH, Setting, Value};
use crate::config::{Bounds, Config};

impl Setting {
    /// The text of the field.
    pub fn show(&self, config: &Config) -> String {
        match self.value {
            Value::Widths => self.write(config).replace(',', ", "),
            _ => self.write(config),
        }
    }

    /// Parses a typed text into the config, or returns a sentence that describes valid input.
    pub fn read(&self, text: &str, config: &mut Config) -> Result<(), String> {
        match self.value {
            Value::Whole { bounds, set, .. } => set(config, number(text, bounds, "A whole number")?),
            Value::Decimal { bounds, set, .. } => set(config, number(&text.replace(',', "."), bounds, "A number")?),
            Value::Widths => config.hidden = widths(text)?,
            Value::Pick { .. } | Value::Digits => {}
        }
        Ok(())
    }
}

fn number<T: FromStr + PartialOrd + ToString>(text: &str, bounds: Bounds<T>, kind: &str) -> Result<T, String> {
    match text.trim().parse() {
        Ok(value) if bounds.least <= value && value <= bounds.most => Ok(value),
        _ => Err(format!("{kind} from {} to {}.", bounds.least.to_string(), bounds.most.to_string())),
    }
}

fn widths(text: &str) -> Result<Vec<usize>, String> {
    let words = || text.split([',', ' ', ';']).map(str::trim).filter(|word| !word.is_empty());
    if words().count() > HIDDEN_LAYERS.most {
        return Err(format!("At most {} layers.", HIDDEN_LAYERS.most));
    }
    let fault = || format!("Widths from {} to {}, as in 256, 64.", HIDDEN_WIDTH.least, HIDDEN_WIDTH.most);
    words().map(|word| number(word, HIDDEN_WIDTH, "").map_err(|_| fault())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{setting, settings};

    #[test]
    fn the_shown_text_is_read_back() {
        for setting in settings() {
            let mut config = Config::default();
            setting.read(&setting.show(&config), &mut config).unwrap();
            assert_eq!(config, Config::default(), "{}", setting.key);
        }
    }

    #[test]
    fn invalid_text_is_an_error_and_changes_nothing() {
        for (key, text) in [
            ("hidden", "256, x"),
            ("hidden", "1,2,3,4,5"),
            ("hidden", "0"),
            ("latent", "65"),
            ("latent", ""),
            ("beta", "-1"),
            ("beta", "NaN"),
            ("lr", "inf"),
            ("seed", "4294967296"),
        ] {
            let mut config = Config::default();
            assert!(setting(key).read(text, &mut config).is_err(), "{key} {text:?}");
            assert_eq!(config, Config::default());
        }
    }

    #[test]
    fn commas_and_spaces_are_read_leniently() {
        let mut config = Config::default();
        setting("hidden").read(" 128 64,,32 ", &mut config).unwrap();
        setting("beta").read("0,5", &mut config).unwrap();
        assert_eq!((config.hidden, config.beta), (vec![128, 64, 32], 0.5));
    }
}
