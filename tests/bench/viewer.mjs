// Our viewer beside plain pdf.js: how much CPU the first page costs, and each page after it.
//
// Counted is the time that all renderer processes of a browser of its own were on a CPU, with the
// worker of pdf.js, which lives in the same process. Both draw the same pages of the same files with
// the same build of pdf.js and the same options into canvases of the same size, turn about, several
// times. Both begin with a tap on the file's line, ours in the conversation of the case, the other in
// a bare list, and end when the page stands on the screen: nothing of pdf.js is there before. The
// plain page is no viewer: it has no bars, no gestures, no words to select.
import { createServer } from 'node:http';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PHONE, court, enter, launch, median, report } from './court.mjs';

const REPEAT = Number(process.env.REPEAT ?? 5);
const PAGES = Number(process.env.PAGES ?? 40);
const GOAL = 1.1;
/** Nothing of the case is under way any more, ms. */
const QUIET_MS = 1_500;
const SCREEN = { ...PHONE, deviceScaleFactor: 2 };

const require = createRequire(new URL('../e2e/package.json', import.meta.url));
const esbuild = require('esbuild');
const fixture = readFileSync(new URL('../e2e/fixtures/pdf.ts', import.meta.url), 'utf8');
const { code } = await esbuild.transform(fixture, { loader: 'ts', format: 'esm' });
const { book, chinese, figures, scan } = await import(`data:text/javascript,${encodeURIComponent(code)}`);

/** Noisy A4 pages at 200 dots an inch, as scanners leave them. */
async function scanned() {
  const [width, height] = [1_654, 2_339];
  const browser = await launch();
  const page = await browser.newPage();
  const pictures = await page.evaluate(
    async ([width, height]) => {
      const one = async (number) => {
        const canvas = new OffscreenCanvas(width, height);
        const pen = canvas.getContext('2d');
        const paper = pen.createImageData(width, height);
        for (let at = 0, seed = number + 1; at < paper.data.length; at += 4) {
          seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
          paper.data.set([236, 232, 220].map((light) => light + (seed >>> 28)), at);
          paper.data[at + 3] = 255;
        }
        pen.putImageData(paper, 0, 0);
        pen.fillStyle = '#222';
        pen.font = '34px serif';
        for (let line = 0; line < 40; line += 1) pen.fillText(`Invented scan ${number}, line ${line}, of nobody`, 150, 200 + line * 50);
        const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.8 });
        const url = await new Promise((resolve) => {
          const reader = new FileReader();
          reader.onload = () => resolve(reader.result);
          reader.readAsDataURL(blob);
        });
        return url.slice(url.indexOf(',') + 1);
      };
      return Promise.all([1, 2, 3].map(one));
    },
    [width, height],
  );
  await browser.close();
  return scan(pictures.map((picture) => Buffer.from(picture, 'base64')), width, height, PAGES + 4);
}

const files = [
  { name: 'book.pdf', what: 'text, 300 pages', bytes: book(300) },
  { name: 'chinese.pdf', what: 'Chinese, not embedded', bytes: chinese('UniGB-UCS2-H', PAGES + 4, 30) },
  { name: 'scan.pdf', what: 'scan, JPEG 200 dpi', bytes: await scanned() },
  { name: 'figures.pdf', what: 'vector figures', bytes: figures(PAGES + 4) },
];

/** Lines to tap. */
function list() {
  const line = ({ name, size }) => {
    const { width, height, css } = size ?? {};
    return `<p><a href="/view?file=${name}&width=${width}&height=${height}&css=${css}">${name}</a></p>`;
  };
  return `<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Files</title>${files.map(line).join('')}`;
}

/** The plain page, the files, and the same pdf.js, from an origin of their own. */
async function plainServer() {
  const folder = readdirSync(process.env.ANJIAN_DIST).find((name) => name.startsWith('pdf-'));
  const types = { html: 'text/html', mjs: 'text/javascript', pdf: 'application/pdf', wasm: 'application/wasm' };
  const server = createServer((request, answer) => {
    const path = new URL(request.url, 'http://plain').pathname;
    const file = files.find(({ name }) => path === `/${name}`);
    let body;
    try {
      if (file) body = file.bytes;
      else if (path === '/') body = Buffer.from(list());
      else if (path === '/view') body = readFileSync(new URL('plain-pdf.html', import.meta.url));
      else body = readFileSync(join(process.env.ANJIAN_DIST, folder, path.replace(/^\/pdf\//, '')));
    } catch {
      answer.writeHead(404).end();
      return;
    }
    const type = path === '/' || path === '/view' ? types.html : (types[path.split('.').at(-1)] ?? 'application/octet-stream');
    const [, from, to] = /bytes=(\d+)-(\d+)/.exec(request.headers.range ?? '') ?? [];
    const part = from ? body.subarray(Number(from), Number(to) + 1) : body;
    const range = from ? { 'content-range': `bytes ${from}-${Number(from) + part.length - 1}/${body.length}` } : {};
    answer.writeHead(from ? 206 : 200, { 'content-type': type, 'content-length': part.length, 'accept-ranges': 'bytes', ...range });
    answer.end(part);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

/** The CPU time that renderers of a browser have used, ms. */
async function meter(browser) {
  const devtools = await browser.newBrowserCDPSession();
  return async () => {
    const { processInfo } = await devtools.send('SystemInfo.getProcessInfo');
    const renderers = processInfo.filter(({ type }) => type === 'renderer');
    return renderers.reduce((sum, { cpuTime }) => sum + cpuTime, 0) * 1_000;
  };
}

/** Runs in our page: goes page by page as a reader does, each drawn with the next before going on. */
async function turnPages(last) {
  const frames = (count) => new Promise((done) => {
    const next = (left) => (left ? requestAnimationFrame(() => next(left - 1)) : done());
    next(count);
  });
  const is = (number) => document.querySelector(`[data-testid=viewer-page-${number}] > canvas`);
  let drawn = 0;
  let told = () => undefined;
  const layer = document.querySelector('.viewer__layer');
  const observer = new MutationObserver((changes) => {
    for (const { addedNodes } of changes)
      for (const node of addedNodes) if (node.localName === 'canvas') drawn += 1;
    told();
  });
  observer.observe(layer, { childList: true, subtree: true });
  for (let number = 2; number <= last; number += 1) {
    const key = new KeyboardEvent('keydown', { key: 'PageDown', bubbles: true, cancelable: true });
    document.querySelector('.viewer').dispatchEvent(key);
    while (!is(number) || !is(number + 1)) await new Promise((resolve) => (told = resolve));
    await frames(2);
  }
  observer.disconnect();
  return drawn;
}

async function ours(file, state, address) {
  const browser = await launch();
  const cpu = await meter(browser);
  const context = await browser.newContext({ ...SCREEN, storageState: state });
  const page = await context.newPage();
  await page.goto(address);
  const card = page.getByTestId('file-card').filter({ hasText: file.name }).last();
  await card.waitFor();
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  await page.waitForTimeout(QUIET_MS);
  const start = await cpu();
  await card.click();
  await page.waitForFunction(() => document.querySelector('[data-testid=viewer-page-1] > canvas'));
  const first = (await cpu()) - start;
  await page.waitForFunction(() => document.querySelector('[data-testid=viewer-page-3] > canvas'));
  const opened = await cpu();
  const drawn = await page.evaluate(turnPages, PAGES);
  const turned = (await cpu()) - opened;
  // What the words of one page cost, which are read when a page is looked at for a while.
  await page.waitForTimeout(50);
  const before = await cpu();
  const words = await page
    .waitForFunction((number) => document.querySelector(`[data-testid=viewer-page-${number}] .viewer__words`), PAGES, { timeout: 5_000 })
    .then(async () => (await page.waitForTimeout(100), (await cpu()) - before))
    .catch(() => 0);
  const size = await page.evaluate(() => {
    const { width, height, clientWidth } = document.querySelector('.viewer__sheet > canvas');
    return { width, height, css: clientWidth };
  });
  await browser.close();
  return { first, turned, drawn, words, size };
}

async function plain(file, url) {
  const browser = await launch();
  const cpu = await meter(browser);
  const page = await (await browser.newContext(SCREEN)).newPage();
  await page.goto(url);
  const line = page.getByRole('link', { name: file.name });
  await line.waitFor();
  await page.waitForTimeout(QUIET_MS);
  const start = await cpu();
  await line.click({ noWaitAfter: true });
  await page.waitForFunction(() => document.getElementById('page-1'));
  const first = (await cpu()) - start;
  await page.waitForFunction(() => document.getElementById('page-3'));
  const opened = await cpu();
  const drawn = await page.evaluate((last) => window.turnPages(last), PAGES);
  const turned = (await cpu()) - opened;
  await browser.close();
  return { first, turned, drawn };
}

const folder = mkdtempSync(join(tmpdir(), 'anjian-viewer-'));
const place = await court();
const server = await plainServer();
const browser = await launch();
const context = await browser.newContext(SCREEN);
const writer = await context.newPage();
await enter(writer, place.url, 'judge');
await writer.locator('[data-testid^="case-row-"]').first().click();
await writer.getByTestId('plus-button').waitFor();
for (const { name, bytes } of files) {
  writeFileSync(join(folder, name), bytes);
  await writer.locator('#pick-file').setInputFiles(join(folder, name));
  await writer.getByTestId('media-send').click();
  await writer.getByTestId('file-card').filter({ hasText: name }).waitFor({ timeout: 120_000 });
}
const address = writer.url();
const state = await context.storageState();
await browser.close();

for (const file of files) file.runs = [];
for (let turn = 0; turn < REPEAT; turn += 1) {
  for (const file of files) {
    const one = await ours(file, state, address);
    file.size = one.size;
    const other = await plain(file, server.url);
    if (one.drawn !== other.drawn) console.error(`${file.name}: ${one.drawn} pages drawn, plain ${other.drawn}`);
    file.runs.push({ one, other });
  }
}
server.close();
await place.close();
rmSync(folder, { recursive: true, force: true });

const middle = (file, side, figure) => median(file.runs.map((run) => run[side][figure]));
const rows = [];
const sums = { first: [0, 0], turned: [0, 0] };
const each = {};
for (const file of files) {
  const told = ['first', 'turned'].map((figure) => {
    const [one, other] = [middle(file, 'one', figure), middle(file, 'other', figure)];
    sums[figure][0] += one;
    sums[figure][1] += other;
    const share = figure === 'first' ? 1 : middle(file, 'other', 'drawn');
    return [one / share, other / share, one / other];
  });
  const words = middle(file, 'one', 'words');
  rows.push([file.what, told.map(([one, other, ratio]) => `${one.toFixed(0)} / ${other.toFixed(0)} ms = ${ratio.toFixed(2)}`).join('   ') + `   words ${words.toFixed(0)} ms`]);
  each[file.name] = { first_ratio: Number(told[0][2].toFixed(3)), page_ratio: Number(told[1][2].toFixed(3)), words_ms: Math.round(words) };
}
const ratio = ([one, other]) => Number((one / other).toFixed(3));
const figure = { first_page_ratio: ratio(sums.first), page_ratio: ratio(sums.turned) };
rows.unshift(['file', 'first page: ours / plain   each page after: ours / plain   the words of one page, once it is looked at']);
rows.push(['to the first page', `${figure.first_page_ratio} × plain pdf.js (goal ${GOAL})`], ['each page after', `${figure.page_ratio} × plain pdf.js (goal ${GOAL})`]);
report('viewer', rows, {
  ...figure,
  files: each,
  repeat: REPEAT,
  pages: PAGES,
  goal: { first_page_ratio: GOAL, page_ratio: GOAL },
  ok: figure.first_page_ratio <= GOAL && figure.page_ratio <= GOAL,
});
