//! The few options there are, read by hand.

use crate::process::Failure;

/// The words after the command's name.
pub struct Args(Vec<String>);

impl Args {
    pub fn new(words: impl IntoIterator<Item = String>) -> Self {
        Self(words.into_iter().collect())
    }

    /// Takes the next word that is no option, for a sub-command.
    pub fn word(&mut self) -> Option<String> {
        let is_word = self.0.first().is_some_and(|word| !word.starts_with('-'));
        is_word.then(|| self.0.remove(0))
    }

    /// Takes `--name`, if it is there.
    pub fn flag(&mut self, name: &str) -> bool {
        let found = self.0.iter().position(|word| word == name);
        found.map(|at| self.0.remove(at)).is_some()
    }

    /// Takes `--name VALUE` or `--name=VALUE`, if it is there.
    pub fn value(&mut self, name: &str) -> Result<Option<String>, Failure> {
        let with_sign = format!("{name}=");
        if let Some(at) = self.0.iter().position(|word| word.starts_with(&with_sign)) {
            return Ok(Some(self.0.remove(at)[with_sign.len()..].to_owned()));
        }
        let Some(at) = self.0.iter().position(|word| word == name) else {
            return Ok(None);
        };
        self.0.remove(at);
        if at < self.0.len() && !self.0[at].starts_with("--") {
            Ok(Some(self.0.remove(at)))
        } else {
            Err(Failure::new(format!("{name} wants a value")))
        }
    }

    /// Everything that is left, for another program.
    pub fn rest(self) -> Vec<String> {
        self.0
    }

    /// Fails when words are left that nobody took.
    pub fn finish(self) -> Result<(), Failure> {
        match self.0.first() {
            None => Ok(()),
            Some(word) => Err(Failure::new(format!("unknown: {word}\n\n{}", crate::USAGE))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn args(line: &str) -> Args {
        Args::new(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn options_are_taken_in_any_order_and_with_either_sign() {
        let mut args = args("--no-demo --port=0 --data /tmp/court");
        assert_eq!(args.value("--data").unwrap().as_deref(), Some("/tmp/court"));
        assert_eq!(args.value("--port").unwrap().as_deref(), Some("0"));
        assert!(args.flag("--no-demo"));
        assert!(args.finish().is_ok());
    }

    #[test]
    fn unknown_word_and_missing_value_are_refused() {
        assert!(args("--prot 1").finish().is_err());
        assert!(args("--port").value("--port").is_err());
        assert!(args("--port --no-demo").value("--port").is_err());
    }
}
