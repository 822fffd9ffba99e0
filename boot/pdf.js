// pdf.js behind five functions; src/platform/pdf.rs is the only caller. Fetched, with everything
// beside it in its folder, when a PDF is first opened.
import * as pdfjs from './pdf.min.mjs';

const here = (name) => new URL(name, import.meta.url).href;
// Own worker, never the page's thread: where it cannot start, the server's page images are shown.
const WORKER = new URL('pdf.worker.min.mjs', import.meta.url).pathname;

// Gives { pdf, close }; throws PasswordException (code 1 asked, 2 wrong), InvalidPDFException,
// ResponseException, or WorkerFault.
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
    return { pdf: await Promise.race([task.promise, failed]), close };
  } catch (error) {
    close();
    throw error;
  }
}

// Width and height at 96 dots an inch.
export async function size({ pdf }, number) {
  const { width, height } = (await pdf.getPage(number)).getViewport({ scale: 96 / 72 });
  return [width, height];
}

// Draws a page as wide as the canvas is; `drawn` throws when `cancel` was called.
export async function draw({ pdf }, number, canvas, turn, forPrint) {
  const page = await pdf.getPage(number);
  const rotation = (page.rotate + turn) % 360;
  const plain = page.getViewport({ scale: 1, rotation });
  const viewport = page.getViewport({ scale: canvas.width / plain.width, rotation });
  const task = page.render({ canvas, viewport, intent: forPrint ? 'print' : 'display' });
  return { drawn: task.promise.finally(() => page.cleanup()), cancel: () => task.cancel() };
}

// What is written on a page: texts, and for each left, top, width, height as parts of the page's.
export async function words({ pdf }, number) {
  const page = await pdf.getPage(number);
  const { width, height, transform } = page.getViewport({ scale: 1 });
  const { items } = await page.getTextContent();
  const boxes = items.map((item) => {
    const [a, b, , , x, y] = pdfjs.Util.transform(transform, item.transform);
    const tall = Math.hypot(item.transform[2], item.transform[3]);
    const wide = Math.abs(a) >= Math.abs(b);
    return wide
      ? [x / width, (y - tall) / height, item.width / width, tall / height]
      : [(x - tall) / width, (y - item.width) / height, tall / width, item.width / height];
  });
  return { texts: items.map((item) => item.str + (item.hasEOL ? '\n' : '')), boxes };
}
