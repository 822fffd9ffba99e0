//! Looking for words on pages.

/// One place where the words stand.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The page, from 0.
    pub page: usize,
    /// Where: left, top, width, height as parts of the page; more than one where the words go over
    /// several runs.
    pub boxes: Vec<[f64; 4]>,
}

/// A page's text as one row of letters, each with its run and its place in it. Blanks do not count:
/// a PDF sets them as it likes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Letters {
    letters: Vec<char>,
    /// Run, place of the letter in it.
    from: Vec<(usize, usize)>,
    boxes: Vec<[f64; 4]>,
    widths: Vec<Vec<f64>>,
}

impl Letters {
    /// From runs of text and their boxes.
    #[must_use]
    pub fn new(texts: &[String], boxes: &[[f64; 4]]) -> Self {
        let mut read = Self {
            boxes: boxes.to_vec(),
            ..Self::default()
        };
        for (run, text) in texts.iter().enumerate() {
            let chars: Vec<char> = text.trim_end_matches('\n').chars().collect();
            let mut edges = vec![0.0];
            for letter in &chars {
                edges.push(edges.last().copied().unwrap_or_default() + width(*letter));
            }
            read.widths.push(edges);
            for (at, letter) in chars.iter().enumerate() {
                for plain in plain(*letter) {
                    read.letters.push(plain);
                    read.from.push((run, at));
                }
            }
        }
        read
    }

    /// Every place of the words, from the top.
    #[must_use]
    pub fn find(&self, words: &str, page: usize) -> Vec<Hit> {
        let wanted: Vec<char> = words.chars().flat_map(plain).collect();
        let mut hits = Vec::new();
        if wanted.is_empty() {
            return hits;
        }
        let mut at = 0;
        while at + wanted.len() <= self.letters.len() {
            if self.letters[at..at + wanted.len()] == wanted[..] {
                hits.push(Hit {
                    page,
                    boxes: self.boxes_of(at, at + wanted.len() - 1),
                });
                at += wanted.len();
            } else {
                at += 1;
            }
        }
        hits
    }

    fn boxes_of(&self, first: usize, last: usize) -> Vec<[f64; 4]> {
        let ((first_run, first_at), (last_run, last_at)) = (self.from[first], self.from[last]);
        let part = |run: usize| {
            let [x, y, width, height] = *self.boxes.get(run)?;
            let edges = self.widths.get(run)?;
            let all = edges.last().copied().filter(|all| *all > 0.0)?;
            let start = if run == first_run {
                edges[first_at]
            } else {
                0.0
            };
            let end = if run == last_run {
                *edges.get(last_at + 1)?
            } else {
                all
            };
            // Upright runs are divided downwards.
            Some(if height > width * 2.0 && end - start > 1.0 {
                [
                    x,
                    y + height * start / all,
                    width,
                    height * (end - start) / all,
                ]
            } else {
                [
                    x + width * start / all,
                    y,
                    width * (end - start) / all,
                    height,
                ]
            })
        };
        (first_run..=last_run)
            .filter_map(part)
            .filter(|place| place[2] > 0.0 && place[3] > 0.0)
            .collect()
    }
}

/// From the blank to `~`: how wide letters without serifs are (Helvetica), in thousandths of their
/// height.
const WIDTHS: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];

/// About how wide a letter is beside others of its run.
fn width(letter: char) -> f64 {
    let at = u32::from(letter).checked_sub(32).map(|at| at as usize);
    let known = at.and_then(|at| WIDTHS.get(at));
    match known {
        Some(width) => f64::from(*width) / 1_000.0,
        None if u32::from(letter) < 0x1100 => 0.556,
        None => 1.0,
    }
}

/// A letter as it is compared: no blanks, no case, wide forms as narrow ones.
fn plain(letter: char) -> Vec<char> {
    if letter.is_whitespace() || letter == '\u{0}' {
        return Vec::new();
    }
    let narrow = match u32::from(letter) {
        code @ 0xFF01..=0xFF5E => char::from_u32(code - 0xFEE0).unwrap_or(letter),
        _ => letter,
    };
    narrow.to_lowercase().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(texts: &[&str]) -> Letters {
        let texts: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
        let boxes: Vec<[f64; 4]> = (0..texts.len())
            .map(|run| [0.1, 0.1 * run as f64, 0.4, 0.02])
            .collect();
        Letters::new(&texts, &boxes)
    }

    #[test]
    fn words_are_found_over_runs_and_blanks_and_in_any_case() {
        let page = page(&["原告 借", "款 Total\n", "ＴＯＴＡＬ"]);
        assert_eq!(page.find("借款", 3).len(), 1);
        assert_eq!(page.find("借款", 3)[0].boxes.len(), 2);
        assert_eq!(page.find("total", 3).len(), 2);
        assert!(page.find("  ", 3).is_empty());
    }

    #[test]
    fn the_box_is_the_part_of_the_run() {
        let page = page(&["一二三四"]);
        let hit = &page.find("三", 0)[0];
        assert!((hit.boxes[0][0] - 0.3).abs() < 1e-9 && (hit.boxes[0][2] - 0.1).abs() < 1e-9);
    }

    #[test]
    fn hits_do_not_overlap() {
        assert_eq!(page(&["啊啊啊啊"]).find("啊啊", 0).len(), 2);
    }
}
