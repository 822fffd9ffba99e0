//! Short names between the app's wasm and its script. wasm-bindgen gives every function that it
//! passes between the two a name with a random number of 16 digits, which no compression makes
//! smaller, and each stands in both files: 10 KB of the first load.

use std::collections::BTreeMap;

use crate::process::Failure;

/// Only these are wasm-bindgen's own; chunks ask for the other names.
const IMPORTS_FROM: &[u8] = b"./anjian_bg.js";
const EXPORTS_BEGIN: &[u8] = b"wasm_bindgen__convert__";

const IMPORT_SECTION: u8 = 2;
const EXPORT_SECTION: u8 = 7;
const HEADER_BYTES: usize = 8;

/// The same module and the same script, agreed on other names.
pub fn shorten(wasm: &[u8], script: &str) -> Result<(Vec<u8>, String), Failure> {
    let mut names = Names::default();
    let wasm = rename_in_wasm(wasm, &mut names)
        .ok_or_else(|| Failure::new("the wasm that wasm-bindgen wrote cannot be read"))?;
    Ok((wasm, rename_in_script(script, &names.given)))
}

/// Which name became which.
#[derive(Default)]
struct Names {
    given: BTreeMap<String, String>,
}

impl Names {
    /// `$0`, `$1` …: neither wasm-bindgen nor we begin a name so.
    fn short(&mut self, long: &[u8]) -> Option<&str> {
        let long = std::str::from_utf8(long).ok()?;
        let number = self.given.len();
        let entry = self.given.entry(long.to_owned());
        Some(entry.or_insert_with(|| format!("${number:x}")))
    }
}

fn rename_in_wasm(wasm: &[u8], names: &mut Names) -> Option<Vec<u8>> {
    let mut out = wasm.get(..HEADER_BYTES)?.to_vec();
    let mut rest = Reader(wasm.get(HEADER_BYTES..)?);
    while !rest.0.is_empty() {
        let id = rest.byte()?;
        let body = rest.bytes()?;
        let body = match id {
            IMPORT_SECTION => imports(body, names)?,
            EXPORT_SECTION => exports(body, names)?,
            _ => body.to_vec(),
        };
        out.push(id);
        write_bytes(&mut out, &body);
    }
    Some(out)
}

fn imports(body: &[u8], names: &mut Names) -> Option<Vec<u8>> {
    let mut reader = Reader(body);
    let mut out = Vec::with_capacity(body.len());
    let count = reader.number()?;
    write_number(&mut out, count);
    for _ in 0..count {
        let (from, name) = (reader.bytes()?, reader.bytes()?);
        write_bytes(&mut out, from);
        match from == IMPORTS_FROM {
            true => write_bytes(&mut out, names.short(name)?.as_bytes()),
            false => write_bytes(&mut out, name),
        }
        let before = reader.0;
        match reader.byte()? {
            // A function: its type.
            0 => drop(reader.number()?),
            // A table: what it holds, and how much; a memory: how much.
            kind @ (1 | 2) => {
                if kind == 1 {
                    reader.byte()?;
                }
                let has_most = reader.byte()? & 1 == 1;
                reader.number()?;
                if has_most {
                    reader.number()?;
                }
            }
            // A global: its type, and whether it changes.
            3 => drop((reader.byte()?, reader.byte()?)),
            // A tag: nothing, and its type.
            4 => drop((reader.byte()?, reader.number()?)),
            _ => return None,
        }
        out.extend_from_slice(before.get(..before.len() - reader.0.len())?);
    }
    reader.0.is_empty().then_some(out)
}

fn exports(body: &[u8], names: &mut Names) -> Option<Vec<u8>> {
    let mut reader = Reader(body);
    let mut out = Vec::with_capacity(body.len());
    let count = reader.number()?;
    write_number(&mut out, count);
    for _ in 0..count {
        let name = reader.bytes()?;
        match name.starts_with(EXPORTS_BEGIN) {
            true => write_bytes(&mut out, names.short(name)?.as_bytes()),
            false => write_bytes(&mut out, name),
        }
        out.push(reader.byte()?);
        write_number(&mut out, reader.number()?);
    }
    reader.0.is_empty().then_some(out)
}

/// Whole names only: one may begin with another.
fn rename_in_script(script: &str, given: &BTreeMap<String, String>) -> String {
    let is_of_a_name = |letter: char| letter.is_ascii_alphanumeric() || "_$".contains(letter);
    let mut out = String::with_capacity(script.len());
    let mut rest = script;
    while let Some(start) = rest.find(is_of_a_name) {
        let (before, from_name) = rest.split_at(start);
        let end = from_name.find(|letter| !is_of_a_name(letter));
        let (name, after) = from_name.split_at(end.unwrap_or(from_name.len()));
        out.push_str(before);
        out.push_str(given.get(name).map_or(name, String::as_str));
        rest = after;
    }
    out + rest
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn byte(&mut self) -> Option<u8> {
        let (byte, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*byte)
    }

    /// LEB128, as wasm writes every number here.
    fn number(&mut self) -> Option<u32> {
        let mut number = 0_u32;
        for shift in (0..u32::BITS).step_by(7) {
            let byte = self.byte()?;
            number |= u32::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    fn bytes(&mut self) -> Option<&'a [u8]> {
        let length = usize::try_from(self.number()?).ok()?;
        let (bytes, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(bytes)
    }
}

fn write_number(out: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        out.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

fn write_bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    write_number(out, u32::try_from(bytes.len()).unwrap_or(u32::MAX));
    out.extend_from_slice(bytes);
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: &str = "__wbg_remove_9a5288388316028c";
    const CALL: &str = "wasm_bindgen__convert__closures_____invoke__h597c282c30cd4a12";

    /// Two imported functions of type 0 and a memory; one of the functions and the memory go out.
    fn module() -> Vec<u8> {
        let mut wasm = b"\0asm\x01\0\0\0".to_vec();
        wasm.extend_from_slice(&[1, 4, 1, 0x60, 0, 0]);
        let mut imports = vec![3];
        for (from, name, kind) in [
            ("./anjian_bg.js", LONG, &[0, 0][..]),
            ("./chunks.js", "load_case", &[0, 0]),
            ("env", "memory", &[2, 1, 1, 0x80, 0x80, 1]),
        ] {
            write_bytes(&mut imports, from.as_bytes());
            write_bytes(&mut imports, name.as_bytes());
            imports.extend_from_slice(kind);
        }
        wasm.push(IMPORT_SECTION);
        write_bytes(&mut wasm, &imports);
        let mut exports = vec![2];
        write_bytes(&mut exports, CALL.as_bytes());
        exports.extend_from_slice(&[0, 1]);
        write_bytes(&mut exports, b"memory");
        exports.extend_from_slice(&[2, 0]);
        wasm.push(EXPORT_SECTION);
        write_bytes(&mut wasm, &exports);
        wasm
    }

    fn holds(wasm: &[u8], name: &str) -> bool {
        let mut sought = Vec::new();
        write_bytes(&mut sought, name.as_bytes());
        wasm.windows(sought.len()).any(|window| window == sought)
    }

    #[test]
    fn module_and_script_agree_on_short_names_and_keep_those_that_chunks_ask_for() {
        let script = format!(
            "const imports = {{ {LONG}: function() {{}}, {LONG}0: 1 }};\n\
             function {CALL}(a) {{ return wasm.{CALL}(a); }} // 案间"
        );
        let (wasm, script) = shorten(&module(), &script).unwrap();
        assert_eq!(
            script,
            format!(
                "const imports = {{ $0: function() {{}}, {LONG}0: 1 }};\n\
                 function $1(a) {{ return wasm.$1(a); }} // 案间"
            )
        );
        for kept in ["$0", "$1", "load_case", "memory", "./chunks.js"] {
            assert!(holds(&wasm, kept), "{kept}");
        }
        assert!(!holds(&wasm, LONG) && !holds(&wasm, CALL));
        let (again, _) = shorten(&wasm, "").unwrap();
        assert_eq!(again.len(), wasm.len(), "read again, it is whole");
    }

    #[test]
    fn what_is_cut_short_is_not_half_renamed() {
        let module = module();
        assert!(shorten(&module[..module.len() - 1], "").is_err());
    }
}
