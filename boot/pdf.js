// pdf.js behind six functions; src/platform/pdf.rs is the only caller. Fetched, with everything
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

// What is under way; one clock for all of it, which stops when there is nothing.
const waits = new Set();
let clock;

function tick() {
  if (!waits.size) clock = clearInterval(clock);
  for (const wait of waits) {
    if (++wait.still >= STILL_S || ++wait.all >= wait.longest) wait.reject(Object.assign(new Error(), { name: 'Stuck' }));
  }
}

// Ends with the work, or throws Stuck; the work calls `on` at each step.
function limited(begin, longest = Infinity) {
  const wait = { still: 0, all: 0, longest };
  const stuck = new Promise((_, reject) => { wait.reject = reject; });
  waits.add(wait);
  clock ??= setInterval(tick, 1_000);
  return Promise.race([begin(() => { wait.still = 0; }), stuck]).finally(() => waits.delete(wait));
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

const CSS_PX = 96 / 72;

// Width and height at 96 dots an inch.
export async function size({ pdf }, number) {
  const { width, height } = (await limited(() => pdf.getPage(number))).getViewport({ scale: CSS_PX });
  return [width, height];
}

// Draws a page as wide as the canvas is; `drawn` throws when `cancel` was called, or Stuck. A page
// that is not as large as it was taken for, as `size` tells, is not drawn: { size } comes instead.
export async function draw({ pdf }, number, canvas, turn, forPrint, taken) {
  const page = await limited(() => pdf.getPage(number));
  const { width, height } = page.getViewport({ scale: CSS_PX });
  if (taken && (Math.abs(width - taken[0]) >= 0.5 || Math.abs(height - taken[1]) >= 0.5)) return { size: [width, height] };
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

// Calls `each` with every run of text of a page: the text, the corner it begins at, its length,
// height, and the sine and cosine of its angle, in points of the page. Gives the page's size.
async function runs({ pdf }, number, most, each) {
  const page = await limited(() => pdf.getPage(number));
  const { width, height, transform } = page.getViewport({ scale: 1 });
  const reader = page.streamTextContent().getReader();
  for (let count = 0; count < most;) {
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
      each(item.str, item.hasEOL, x + rise * sin, y - rise * cos, down ? item.height : item.width, size, sin, cos);
    }
    count += value.items.length;
  }
  reader.cancel().catch(() => undefined);
  return [width, height];
}

// What is written on a page, in runs: texts, of which those that end a line end so, and for each the
// left, top, width, height of what it covers, as parts of the page's.
export async function words(opened, number) {
  const texts = [];
  const boxes = [];
  const [width, height] = await runs(opened, number, MOST_RUNS, (text, ends, left, top, length, size, sin, cos) => {
    const [xs, ys] = [[0, length * cos], [0, length * sin]];
    const [across, along] = [-size * sin, size * cos];
    const min = [left + Math.min(...xs) + Math.min(0, across), top + Math.min(...ys) + Math.min(0, along)];
    const max = [left + Math.max(...xs) + Math.max(0, across), top + Math.max(...ys) + Math.max(0, along)];
    texts.push(text + (ends ? '\n' : ''));
    boxes.push(min[0], min[1], max[0] - min[0], max[1] - min[1]);
  });
  const parts = Float64Array.from(boxes, (value, at) => value / (at % 2 ? height : width));
  return { texts, boxes: parts };
}

// What a text is set in measures the device's own faces, at this many px.
const RULED_PX = 32;
let ruler;

// The words of a page as a layer of so many px to a point, of `most` runs; none where there are none.
// Made here and not by the app: a page has hundreds of runs, and each would cross over several times.
export async function lay(opened, number, units, most) {
  const layer = document.createElement('div');
  layer.className = 'viewer__words';
  let left = most;
  let said = false;
  if (!ruler) {
    ruler = document.createElement('canvas').getContext('2d');
    ruler.font = `${RULED_PX}px Helvetica, Arial, sans-serif`;
  }
  const [width, height] = await runs(opened, number, most, (text, ends, x, y, length, size, sin, cos) => {
    if ((left -= 1) < 0) return;
    const numbers = [x, y, length, size, sin, cos];
    if (text && size > 0 && numbers.every(Number.isFinite)) {
      said ||= text.trim() !== '';
      // As wide as the run is, whatever face the device sets it in.
      const natural = (ruler.measureText(text).width / RULED_PX) * size;
      const wide = natural > 0 ? length / natural : 1;
      const span = document.createElement('span');
      span.textContent = text;
      span.style.cssText = `left:${(x * units).toFixed(1)}px;top:${(y * units).toFixed(1)}px;font-size:${(size * units).toFixed(2)}px;` +
        `transform:${sin ? `rotate(${((Math.atan2(sin, cos) * 180) / Math.PI).toFixed(2)}deg) ` : ''}scaleX(${wide.toFixed(4)})`;
      layer.append(span);
    }
    // A line that is copied ends.
    if (ends) layer.append(document.createElement('br'));
  });
  layer.style.cssText = `width:${width * units}px;height:${height * units}px`;
  return said ? layer : null;
}
