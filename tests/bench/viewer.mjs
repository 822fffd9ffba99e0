// Our viewer beside plain pdf.js: how much CPU the first page costs, and each page after it.
//
// Counted is the time that all renderer processes of a browser of its own were on a CPU, with the
// worker of pdf.js, which lives in the same process. Both draw the same pages of the same files with
// the same build of pdf.js and the same options into canvases of the same size, turn about, several
// times. Both begin with a tap on the file's line, ours in the conversation of the case, the other in
// a bare list: nothing of pdf.js is there before. The plain page has no bars and no gestures.
//
// Two comparisons, each of the same work on both sides:
// - with words: pages can be read and their words selected. The plain page lays pdf.js's own layer of
//   words, as pdf.js's own viewer does, over each page that it draws; ours over what is looked at.
//   Opening is counted until the first three pages stand so; after that each page is looked at for a
//   while before the next. This is what the goal is held against.
// - pictures alone: to the picture of the first page, and pages turned as fast as they come. The plain
//   page lays no words; ours reads none while pages fly past.
import { createServer } from 'node:http';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PHONE, court, enter, launch, median, report } from './court.mjs';

const REPEAT = Number(process.env.REPEAT ?? 5);
const PAGES = Number(process.env.PAGES ?? 40);
const GOAL = 1.1;
/** Pages that are looked at, beside those that are only turned. */
const LOOKED_AT = 8;
/** How long a page is looked at, ms: ours lays its words within that. */
const LOOK_MS = 700;
/** So long may a page take to be drawn. */
const PATIENCE_MS = 60_000;
/** Nothing is under way any more, ms. */
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
  return scan(pictures.map((picture) => Buffer.from(picture, 'base64')), width, height, PAGES + LOOKED_AT + 4);
}

const files = [
  { name: 'book.pdf', what: 'text, 300 pages', words: true, bytes: book(300) },
  { name: 'chinese.pdf', what: 'Chinese, not embedded', words: true, bytes: chinese('UniGB-UCS2-H', PAGES + LOOKED_AT + 4, 30) },
  { name: 'scan.pdf', what: 'scan, JPEG 200 dpi', bytes: await scanned() },
  { name: 'figures.pdf', what: 'vector figures', bytes: figures(PAGES + LOOKED_AT + 4) },
];

/** Lines to tap. */
function list(words) {
  const line = ({ name, size }) => {
    const { width, height, css } = size ?? {};
    return `<p><a href="/view?file=${name}&width=${width}&height=${height}&css=${css}&words=${words}">${name}</a></p>`;
  };
  return `<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Files</title>${files.map(line).join('')}`;
}

/** The plain page, the files, and the same pdf.js, from an origin of their own. */
async function plainServer() {
  const manifest = JSON.parse(readFileSync(join(process.env.ANJIAN_DIST, 'assets.json'), 'utf8'));
  const folder = manifest.pdf.split('/')[1];
  const types = { html: 'text/html', mjs: 'text/javascript', pdf: 'application/pdf', wasm: 'application/wasm' };
  const server = createServer((request, answer) => {
    const { pathname: path, searchParams } = new URL(request.url, 'http://plain');
    const file = files.find(({ name }) => path === `/${name}`);
    let body;
    try {
      if (file) body = file.bytes;
      else if (path === '/') body = Buffer.from(list(searchParams.get('words')));
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

/** Runs in our page: says on the console which pages are drawn. */
function tellOfPages() {
  const layer = '.viewer__layer';
  new MutationObserver((changes) => {
    for (const { addedNodes, target } of changes)
      for (const node of addedNodes)
        if (node.localName === 'canvas' && target.closest(layer)) console.debug(`drawn ${target.dataset.testid.split('-').at(-1)}`);
  }).observe(document.body, { childList: true, subtree: true });
}

/** Runs in our page: goes page by page as a reader does, each drawn with the next before going on. */
async function turnPages([from, last, lookMs]) {
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
  for (let number = from; number <= last; number += 1) {
    const key = new KeyboardEvent('keydown', { key: 'PageDown', bubbles: true, cancelable: true });
    document.querySelector('.viewer').dispatchEvent(key);
    while (!is(number) || !is(number + 1)) await new Promise((resolve) => (told = resolve));
    await frames(2);
    if (lookMs) await new Promise((resolve) => setTimeout(resolve, lookMs));
  }
  observer.disconnect();
  return drawn;
}

/** Resolves when a page says that it drew these. */
function drawn(page, numbers) {
  const missing = new Set(numbers.map((number) => `drawn ${number}`));
  return new Promise((resolve, reject) => {
    const late = setTimeout(async () => {
      const seen = await page.locator('body').innerText().catch(() => 'nothing');
      reject(new Error(`no page says: ${[...missing]}; at ${page.url()} stands: ${seen.slice(0, 400)}`));
    }, PATIENCE_MS);
    const hear = (message) => {
      missing.delete(message.text());
      if (missing.size) return;
      clearTimeout(late);
      page.off('console', hear);
      resolve();
    };
    page.on('console', hear);
  });
}

/** Taps a line, goes through the file, and counts. */
async function measured(browser, page, line, turn, wordsOf) {
  const cpu = await meter(browser);
  await page.waitForTimeout(QUIET_MS);
  const { x, y, width, height } = await line.boundingBox();
  const [picture, three] = [drawn(page, [1]), drawn(page, [1, 2, 3])];
  const start = await cpu();
  await page.touchscreen.tap(x + width / 2, y + height / 2);
  await picture;
  const first = (await cpu()) - start;
  await three;
  await page.waitForTimeout(QUIET_MS);
  const opened = (await cpu()) - start;
  const begun = await cpu();
  const count = await page.evaluate(turn, [2, PAGES, 0]);
  const turned = (await cpu()) - begun;
  await page.waitForTimeout(QUIET_MS);
  const rested = await cpu();
  await page.evaluate(turn, [PAGES + 1, PAGES + LOOKED_AT, LOOK_MS]);
  const looked = (await cpu()) - rested;
  return { first, opened, turned, looked, drawn: count, words: await page.locator(wordsOf).count() };
}

async function ours(file, state, address) {
  const browser = await launch();
  const context = await browser.newContext({ ...SCREEN, storageState: state });
  const page = await context.newPage();
  await page.goto(address);
  const card = page.getByTestId('file-card').filter({ hasText: file.name }).last();
  await card.scrollIntoViewIfNeeded();
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  await page.evaluate(tellOfPages);
  const run = await measured(browser, page, card, turnPages, '.viewer__words');
  const size = await page.evaluate(() => {
    const { width, height, clientWidth } = document.querySelector('.viewer__sheet > canvas');
    return { width, height, css: clientWidth };
  });
  await browser.close();
  return { ...run, size };
}

async function plain(file, url, words) {
  const browser = await launch();
  const page = await (await browser.newContext(SCREEN)).newPage();
  await page.goto(`${url}/?words=${words}`);
  const line = page.getByRole('link', { name: file.name });
  await line.waitFor();
  const run = await measured(browser, page, line, ([from, last, lookMs]) => window.turnPages(from, last, lookMs), '.textLayer');
  await browser.close();
  return run;
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
    const [bare, worded] = [await plain(file, server.url, false), await plain(file, server.url, true)];
    for (const other of [bare, worded])
      if (one.drawn !== other.drawn) console.error(`${file.name}: ${one.drawn} pages drawn, plain ${other.drawn}`);
    if (file.words && !(one.words > 1 && worded.words > 1)) console.error(`${file.name}: no words`);
    file.runs.push({ one, bare, worded });
  }
}
server.close();
await place.close();
rmSync(folder, { recursive: true, force: true });

const middle = (file, side, figure) => median(file.runs.map((run) => run[side][figure]));
/** What is counted, beside which plain page, and over how many pages. */
const COMPARED = {
  first_page_ratio: ['opened', 'worded', () => 1, 'to the first pages with their words'],
  page_ratio: ['looked', 'worded', () => LOOKED_AT, 'each page that is looked at'],
  first_picture_ratio: ['first', 'bare', () => 1, 'to the picture of the first page'],
  turned_ratio: ['turned', 'bare', (file) => middle(file, 'bare', 'drawn'), 'each page that is turned'],
};
const sums = {};
const each = {};
const rows = [['file', Object.values(COMPARED).map(([, , , what]) => what).join('; ') + ': ours / plain']];
for (const file of files) {
  const told = Object.entries(COMPARED).map(([name, [figure, beside, pages]]) => {
    const [one, other] = [middle(file, 'one', figure), middle(file, beside, figure)];
    sums[name] ??= [0, 0];
    sums[name][0] += one;
    sums[name][1] += other;
    each[file.name] = { ...each[file.name], [name]: Number((one / other).toFixed(3)) };
    return `${(one / pages(file)).toFixed(0)} / ${(other / pages(file)).toFixed(0)} ms = ${(one / other).toFixed(2)}`;
  });
  rows.push([file.what, told.join('   ')]);
}
const ratios = Object.fromEntries(Object.entries(sums).map(([name, [one, other]]) => [name, Number((one / other).toFixed(3))]));
for (const [name, [, beside, , what]] of Object.entries(COMPARED)) {
  rows.push([what, `${ratios[name]} × plain pdf.js ${beside === 'worded' ? `with its words (goal ${GOAL})` : 'without words'}`]);
}
report('viewer', rows, {
  ...ratios,
  files: each,
  repeat: REPEAT,
  pages: PAGES,
  goal: { first_page_ratio: GOAL, page_ratio: GOAL },
  ok: ratios.first_page_ratio <= GOAL && ratios.page_ratio <= GOAL,
});
