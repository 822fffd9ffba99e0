//! Turns `locales/<language>/<namespace>.json` into types, one per text (docs/adr/0001-texts.md).
//!
//! `{ "n_cases": { "one": "{count} case", "other": "{count} cases" } }` becomes
//! `texts::case_list::n_cases { count: &n }.say(locale)`: an unknown text or argument does not
//! compile.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use serde_json::Value;

/// The first is the one the others fall back to.
const LANGUAGES: [&str; 2] = ["zh-CN", "en"];
const FORMS: [&str; 2] = ["one", "other"];

/// A text in one language: the form for one, and the form for any other number.
#[derive(Clone, PartialEq)]
struct Said {
    one: String,
    other: String,
}

type Texts = BTreeMap<String, Said>;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=locales");
    let mut out = String::new();
    let mut missing = Vec::new();
    for namespace in namespaces()? {
        let languages = LANGUAGES
            .iter()
            .map(|language| read(language, &namespace))
            .collect::<Result<Vec<_>, _>>()?;
        let keys: BTreeSet<&String> = languages.iter().flat_map(BTreeMap::keys).collect();
        writeln!(
            out,
            "/// `locales/*/{namespace}.json`\npub mod {namespace} {{"
        )?;
        for key in keys {
            let said: Vec<Option<&Said>> = languages.iter().map(|texts| texts.get(key)).collect();
            missing.extend(differences(&namespace, key, &said));
            out.push_str(&item(key, &said)?);
        }
        out.push_str("}\n");
    }
    writeln!(
        out,
        "/// Texts that one language lacks or words with other arguments; a test wants none."
    )?;
    writeln!(out, "pub const MISSING: &[&str] = &{missing:?};")?;
    fs::write(Path::new(&env::var("OUT_DIR")?).join("texts.rs"), out)?;
    Ok(())
}

fn namespaces() -> Result<BTreeSet<String>, Box<dyn std::error::Error>> {
    let mut names = BTreeSet::new();
    for language in LANGUAGES {
        for file in fs::read_dir(Path::new("locales").join(language))? {
            let path = file?.path();
            if path
                .extension()
                .is_some_and(|extension| extension == "json")
                && let Some(stem) = path.file_stem()
            {
                names.insert(stem.to_string_lossy().into_owned());
            }
        }
    }
    Ok(names)
}

fn read(language: &str, namespace: &str) -> Result<Texts, Box<dyn std::error::Error>> {
    let path = format!("locales/{language}/{namespace}.json");
    let Ok(text) = fs::read_to_string(&path) else {
        return Ok(Texts::new());
    };
    let values: BTreeMap<String, Value> =
        serde_json::from_str(&text).map_err(|error| format!("{path}: {error}"))?;
    let mut texts = Texts::new();
    for (key, value) in values {
        let said = match &value {
            Value::String(text) => Some(Said {
                one: text.clone(),
                other: text.clone(),
            }),
            Value::Object(forms) => match FORMS.map(|form| forms.get(form).and_then(Value::as_str))
            {
                [Some(one), Some(other)] => Some(Said {
                    one: one.into(),
                    other: other.into(),
                }),
                _ => None,
            },
            _ => None,
        };
        let said = said.ok_or_else(|| format!("{path}: {key} is neither a text nor one/other"))?;
        texts.insert(key, said);
    }
    Ok(texts)
}

/// What stands in braces, each once, sorted.
fn arguments(said: &Said) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for text in [&said.one, &said.other] {
        let parts = text
            .split('{')
            .skip(1)
            .filter_map(|part| part.split_once('}'));
        found.extend(parts.map(|(name, _)| name.to_owned()));
    }
    found
}

fn differences(namespace: &str, key: &str, said: &[Option<&Said>]) -> Option<String> {
    let first = said.first().copied().flatten().map(arguments);
    let same = said
        .iter()
        .all(|one| one.is_some_and(|one| Some(arguments(one)) == first));
    (!same).then(|| format!("{namespace}.{key}"))
}

/// The type of one text. It says no more than where its words stand, so that a thousand texts are
/// data and not a thousand functions. Each stands for itself and not in a table, so that it goes
/// into the file of the code that says it (docs/adr/0005-code-splitting.md).
fn item(key: &str, said: &[Option<&Said>]) -> Result<String, std::fmt::Error> {
    let arguments: BTreeSet<String> = said
        .iter()
        .flatten()
        .flat_map(|said| arguments(said))
        .collect();
    let fallback = said.iter().flatten().next();
    let texts: Vec<&Said> = said
        .iter()
        .filter_map(|one| one.as_ref().or(fallback))
        .copied()
        .collect();
    let shown = texts
        .first()
        .map_or("", |said| said.other.as_str())
        .replace('\n', " ");
    let lifetime = if arguments.is_empty() { "" } else { "<'a>" };
    let any = if arguments.is_empty() { "" } else { "<'_>" };
    let other: Vec<&String> = texts.iter().map(|said| &said.other).collect();
    let one: Vec<&String> = texts.iter().map(|said| &said.one).collect();
    let one = if one == other {
        "None".to_owned()
    } else {
        format!("Some({one:?})")
    };
    let mut out = String::new();
    writeln!(out, "    /// {shown}")?;
    writeln!(
        out,
        "    #[derive(Clone, Copy)]\n    pub struct {key}{lifetime} {{"
    )?;
    for name in &arguments {
        writeln!(
            out,
            "        /// Argument.\n        pub {name}: &'a dyn std::fmt::Display,"
        )?;
    }
    writeln!(out, "    }}\n    impl {key}{any} {{")?;
    writeln!(
        out,
        "        /// The words.\n        pub const SAID: &'static crate::i18n::Said =\n            \
         &crate::i18n::Said {{ other: {other:?}, one: {one} }};"
    )?;
    if arguments.is_empty() {
        writeln!(
            out,
            "        /// The same, of a text that needs no arguments."
        )?;
        writeln!(
            out,
            "        pub const PLAIN: &'static crate::i18n::Said = Self::SAID;"
        )?;
    }
    writeln!(
        out,
        "        /// The words.\n        #[inline]\n        #[must_use]"
    )?;
    writeln!(
        out,
        "        pub fn say(self, locale: crate::i18n::Locale) -> String {{"
    )?;
    let pairs: Vec<String> = arguments
        .iter()
        .map(|name| format!("({name:?}, self.{name})"))
        .collect();
    writeln!(
        out,
        "            crate::i18n::say(Self::SAID, locale, &[{}])",
        pairs.join(", ")
    )?;
    out.push_str("        }\n    }\n");
    Ok(out)
}
