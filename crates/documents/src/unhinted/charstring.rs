//! One glyph (Adobe Technical Note 5177): its subroutines written out, its hints left out.

use super::Index;

/// Subroutines that a glyph may call.
pub struct Subrs<'a> {
    pub global: &'a Index<'a>,
    pub local: &'a Index<'a>,
}

const HSTEM: u8 = 1;
const VSTEM: u8 = 3;
const CALL_LOCAL: u8 = 10;
const RETURN: u8 = 11;
const ESCAPE: u8 = 12;
const END: u8 = 14;
const HSTEM_MASKED: u8 = 18;
const HINT_MASK: u8 = 19;
const COUNTER_MASK: u8 = 20;
const VSTEM_MASKED: u8 = 23;
const SHORT: u8 = 28;
const CALL_GLOBAL: u8 = 29;
/// Begins a fixed-point number of four bytes.
const FIXED: u8 = 255;
/// The four flexes: the only commands of two bytes that draw.
const FLEXES: std::ops::RangeInclusive<u8> = 34..=37;
/// Calls within calls, as the note has it.
const DEEPEST: usize = 10;

/// Writes the glyph without hints; nothing when it is none that we know how to write.
pub fn plain(glyph: &[u8], subrs: &Subrs<'_>, out: &mut Vec<u8>) -> Option<()> {
    let mut writer = Writer {
        out,
        operands: Vec::new(),
        stems: 0,
        begun: false,
        width: None,
    };
    writer.run(glyph, subrs, 0)?.then_some(())
}

/// An operand as it was written.
type Operand<'a> = (&'a [u8], i32);

struct Writer<'a, 'o> {
    out: &'o mut Vec<u8>,
    operands: Vec<Operand<'a>>,
    stems: usize,
    /// The first command that empties the stack may have the width of the glyph before its operands.
    begun: bool,
    width: Option<Operand<'a>>,
}

impl<'a> Writer<'a, '_> {
    /// Whether the glyph came to its end.
    fn run(&mut self, code: &'a [u8], subrs: &Subrs<'a>, depth: usize) -> Option<bool> {
        let mut at = 0;
        while let Some(&byte) = code.get(at) {
            let rest = code.get(at..)?;
            at += 1;
            match byte {
                SHORT => {
                    let value = i16::from_be_bytes([*rest.get(1)?, *rest.get(2)?]);
                    self.operands.push((rest.get(..3)?, i32::from(value)));
                    at += 2;
                }
                32..=246 => self.operands.push((&rest[..1], i32::from(byte) - 139)),
                247..=254 => {
                    let low = i32::from(*rest.get(1)?);
                    let value = match byte < 251 {
                        true => (i32::from(byte) - 247) * 256 + low + 108,
                        false => -(i32::from(byte) - 251) * 256 - low - 108,
                    };
                    self.operands.push((rest.get(..2)?, value));
                    at += 1;
                }
                FIXED => {
                    // No subroutine has a number with a fraction.
                    self.operands.push((rest.get(..5)?, i32::MIN));
                    at += 4;
                }
                HSTEM | VSTEM | HSTEM_MASKED | VSTEM_MASKED => self.stems(),
                HINT_MASK | COUNTER_MASK => {
                    // The last stems may stand before the mask without a command of their own.
                    self.stems();
                    at += self.stems.div_ceil(8);
                }
                CALL_LOCAL | CALL_GLOBAL => {
                    let index = match byte == CALL_LOCAL {
                        true => subrs.local,
                        false => subrs.global,
                    };
                    let (_, number) = self.operands.pop()?;
                    let number = number.checked_add(bias(index.count))?;
                    let called = index.get(usize::try_from(number).ok()?)?;
                    if depth == DEEPEST {
                        return None;
                    }
                    if self.run(called, subrs, depth + 1)? {
                        return Some(true);
                    }
                }
                RETURN => return Some(false),
                END => {
                    self.write(&[END]);
                    return Some(true);
                }
                ESCAPE => {
                    let second = *rest.get(1)?;
                    if !FLEXES.contains(&second) {
                        return None;
                    }
                    self.write(&[ESCAPE, second]);
                    at += 1;
                }
                4..=8 | 21 | 22 | 24..=27 | 30 | 31 => self.write(&[byte]),
                _ => return None,
            }
        }
        // A subroutine may end without saying so.
        Some(false)
    }

    fn stems(&mut self) {
        if !self.begun && self.operands.len() % 2 == 1 {
            self.width = self.operands.first().copied();
        }
        self.begun = true;
        self.stems += self.operands.len() / 2;
        self.operands.clear();
    }

    fn write(&mut self, command: &[u8]) {
        self.begun = true;
        let width = self.width.take();
        for (bytes, _) in width.into_iter().chain(self.operands.drain(..)) {
            self.out.extend_from_slice(bytes);
        }
        self.out.extend_from_slice(command);
    }
}

/// What is added to the number of a subroutine (5177 §4.7).
const fn bias(count: usize) -> i32 {
    match count {
        0..1_240 => 107,
        1_240..33_900 => 1_131,
        _ => 32_768,
    }
}
