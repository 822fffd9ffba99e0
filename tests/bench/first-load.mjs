// How long until a case list can be used: slow 4G (150 ms, 1.6 Mbit/s), CPU four times slower.
import { PHONE, court, enter, launch, median, report, throttle } from './court.mjs';

const RUNS = Number(process.env.RUNS ?? 5);
const place = await court();
const browser = await launch();

/** Loads the page and waits for the app's own mark: rows are there and answer a tap. */
async function visit(context) {
  const page = await context.newPage();
  const devtools = await throttle(page, { cpu: 4, slow4g: true });
  let bytes = 0;
  devtools.on('Network.loadingFinished', (event) => (bytes += event.encodedDataLength));
  await page.goto(`${place.url}/cases`, { waitUntil: 'commit' });
  const ms = await page.waitForFunction(
    () => performance.getEntriesByName('case-list-usable')[0]?.startTime,
    undefined,
    { timeout: 60_000 },
  );
  const usable = await ms.jsonValue();
  const before = bytes;
  const paint = await page.evaluate(
    () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null,
  );
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  await page.close();
  return { usable, bytes: before, paint };
}

const signedIn = await browser.newContext(PHONE);
await enter(await signedIn.newPage(), place.url, 'plaintiff');
const cookies = await signedIn.cookies();
await signedIn.close();

const first = [];
const second = [];
for (let run = 0; run < RUNS; run += 1) {
  const context = await browser.newContext(PHONE);
  await context.addCookies(cookies);
  first.push(await visit(context));
  second.push(await visit(context));
  await context.close();
}

// The limit in the same run: an empty page of the same origin under the same conditions.
const bare = await browser.newContext({ ...PHONE, serviceWorkers: 'block' });
const page = await bare.newPage();
await throttle(page, { cpu: 4, slow4g: true });
await page.goto(`${place.url}/plain.html`);
const limit = await page.evaluate(
  () => performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd,
);
await browser.close();
await place.close();

const figure = {
  first_visit_usable_ms: Math.round(median(first.map((visit) => visit.usable))),
  first_visit_paint_ms: Math.round(median(first.map((visit) => visit.paint))),
  first_visit_bytes: median(first.map((visit) => visit.bytes)),
  second_visit_usable_ms: Math.round(median(second.map((visit) => visit.usable))),
};
const goal = { first_visit_usable_ms: 3_500, first_visit_bytes: 350 * 1_024, second_visit_usable_ms: 1_000 };
report(
  'first-load',
  [
    ['first visit: case list usable', `${figure.first_visit_usable_ms} ms (goal ${goal.first_visit_usable_ms})`],
    ['first visit: first paint', `${figure.first_visit_paint_ms} ms`],
    ['first visit: bytes over the wire', `${(figure.first_visit_bytes / 1_024).toFixed(1)} KiB (goal 350)`],
    ['second visit: case list usable', `${figure.second_visit_usable_ms} ms (goal ${goal.second_visit_usable_ms})`],
    ['limit: a page of plain HTML', `${Math.round(limit)} ms`],
    ['first visit ÷ limit', (figure.first_visit_usable_ms / limit).toFixed(2)],
  ],
  {
    ...figure,
    goal,
    limit: { plain_page_ms: Math.round(limit) },
    ok: Object.entries(goal).every(([name, most]) => figure[name] <= most),
  },
);
