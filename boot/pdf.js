// pdf.js behind five functions; src/platform/pdf.rs is the only caller. Fetched, with everything
// beside it in its folder, when a PDF is first opened.
import * as pdfjs from './pdf.min.mjs';

const here = (name) => new URL(name, import.meta.url).href;
// Own worker, never the page's thread: where it cannot start, the server's page images are shown.
const WORKER = new URL('pdf.worker.min.mjs', import.meta.url).pathname;

// A file may be made so that its worker never answers. So much time may pass without any step
// forward (counted in seconds that the page was awake), and so much for one page in all.
const STILL_S = 30;
const PAGE_S = 120;
// Runs of text that are read of one page.
const MOST_RUNS = 20_000;

// Ends with the work, or throws Stuck; the work calls `on` at each step.
function limited(begin, longest = Infinity) {
  let still = 0;
  let all = 0;
  let timer;
  const stuck = new Promise((_, reject) => {
    timer = setInterval(() => {
      if (++still >= STILL_S || ++all >= longest) reject(Object.assign(new Error(), { name: 'Stuck' }));
    }, 1_000);
  });
  const on = () => { still = 0; };
  return Promise.race([begin(on), stuck]).finally(() => clearInterval(timer));
}

// Gives { pdf, close }; throws PasswordException (code 1 asked, 2 wrong), InvalidPDFException,
// ResponseException, WorkerFault, or Stuck.
export async function open(url, password, ranges) {
  const port = new Worker(WORKER, { type: 'module' });
  const failed = new Promise((_, reject) => {
    port.onerror = () => reject(Object.assign(new Error(), { name: 'WorkerFault' }));
  });
  const worker = pdfjs.PDFWorker.create({ port, verbosity: 0 });
  const task = pdfjs.getDocument({
    url, worker, password, verbosity: 0,
    disableRange: !ranges, disableStream: ranges, disableAutoFetch: true, rangeChunkSize: 1 << 16,
    isEvalSupported: false, enableXfa: false, maxImageSize: 1 << 26,
    cMapUrl: here('cmaps/'), cMapPacked: true, standardFontDataUrl: here('fonts/'),
    wasmUrl: here('wasm/'), iccUrl: here('icc/'),
  });
  const close = () => task.destroy().finally(() => port.terminate());
  try {
    const pdf = await limited((on) => {
      task.onProgress = on;
      return Promise.race([task.promise, failed]);
    });
    return { pdf, close };
  } catch (error) {
    close();
    throw error;
  }
}

// Width and height at 96 dots an inch.
export async function size({ pdf }, number) {
  const { width, height } = (await limited(() => pdf.getPage(number))).getViewport({ scale: 96 / 72 });
  return [width, height];
}

// Draws a page as wide as the canvas is; `drawn` throws when `cancel` was called, or Stuck.
export async function draw({ pdf }, number, canvas, turn, forPrint) {
  const page = await limited(() => pdf.getPage(number));
  const rotation = (page.rotate + turn) % 360;
  const plain = page.getViewport({ scale: 1, rotation });
  const viewport = page.getViewport({ scale: canvas.width / plain.width, rotation });
  const task = page.render({ canvas, viewport, intent: forPrint ? 'print' : 'display' });
  const drawn = limited((on) => {
    task.onContinue = (next) => { on(); next(); };
    return task.promise;
  }, PAGE_S);
  return { drawn: drawn.finally(() => page.cleanup()), cancel: () => task.cancel() };
}

// What is written on a page, in runs: texts; for each the left, top, width, height of what it covers
// as parts of the page's; and the corner it begins at, its length, height and degrees to the right,
// in points of the page, which is as wide and high as told.
export async function words({ pdf }, number) {
  const page = await limited(() => pdf.getPage(number));
  const { width, height, transform } = page.getViewport({ scale: 1 });
  const reader = page.streamTextContent().getReader();
  const texts = [];
  const boxes = [];
  const runs = [];
  while (texts.length < MOST_RUNS) {
    const { value, done } = await limited(() => reader.read());
    if (done) break;
    for (const item of value.items) {
      const style = value.styles[item.fontName];
      const [a, b, c, d, x, y] = pdfjs.Util.transform(transform, item.transform);
      const down = style?.vertical ? Math.PI / 2 : 0;
      const angle = Math.atan2(b, a) + down;
      const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
      const size = Math.hypot(c, d);
      const rise = size * (down ? 0.5 : style?.ascent > 0.3 && style.ascent < 1.2 ? style.ascent : 0.8);
      const length = down ? item.height : item.width;
      const [left, top] = [x + rise * sin, y - rise * cos];
      const [xs, ys] = [[0, length * cos], [0, length * sin]];
      const [across, along] = [-size * sin, size * cos];
      const min = [left + Math.min(...xs) + Math.min(0, across), top + Math.min(...ys) + Math.min(0, along)];
      const max = [left + Math.max(...xs) + Math.max(0, across), top + Math.max(...ys) + Math.max(0, along)];
      texts.push(item.str + (item.hasEOL ? '\n' : ''));
      boxes.push(min[0] / width, min[1] / height, (max[0] - min[0]) / width, (max[1] - min[1]) / height);
      runs.push(left, top, length, size, (angle * 180) / Math.PI);
    }
  }
  reader.cancel().catch(() => undefined);
  return { texts, boxes: Float64Array.from(boxes), runs: Float64Array.from(runs), width, height };
}
