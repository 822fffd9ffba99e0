// Files made to do harm: each gets its answer, and the viewer goes on answering the person.
import { HOSTILE } from '../fixtures/hostile';
import { book } from '../fixtures/pdf';
import { Shelf } from '../fixtures/shelf';
import type { Locator } from '@playwright/test';
import { expect, test } from '../fixtures/test';
import { invented } from '../pages/evidence';

test('a file made to do harm is shown without it, or refused in words', async ({ enter }) => {
  test.setTimeout(120_000);
  const judge = await enter('judge');
  const { page } = judge;
  const harm: string[] = [];
  page.on('dialog', (dialog) => {
    harm.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('popup', () => harm.push('a window'));
  page.on('request', (request) => {
    if (/harm/.test(request.url())) harm.push(request.url());
  });
  page.on('crash', () => harm.push('the page crashed'));
  const files = HOSTILE.map(({ what, bytes }) => ({ name: `${what}.pdf`, kind: 'pdf', bytes }));
  const shelf = await Shelf.of(judge, files);
  for (const [at, { what, answer }] of HOSTILE.entries()) {
    await shelf.show(at);
    const shown = page.getByTestId('viewer-page-1').locator('canvas');
    const fault = page.locator('[data-testid=viewer-fault], .viewer__fault').first();
    const told = { shown, fault, busy: page.getByTestId('viewer-page-1') }[answer];
    await expect(told, what).toBeVisible({ timeout: 20_000 });
    // It answers at once, and offers nothing to press in the file.
    const waited = await page.evaluate(async () => {
      const start = performance.now();
      await new Promise(requestAnimationFrame);
      return performance.now() - start;
    });
    expect(waited, what).toBeLessThan(2_000);
    if (answer === 'shown') {
      expect(await page.getByTestId('viewer-stage').locator('a, iframe, embed, object').count(), what).toBe(0);
      await page.getByTestId('viewer-stage').click({ position: { x: 100, y: 100 } });
      const size = await shown.evaluate((canvas: HTMLCanvasElement) => [canvas.width, canvas.height]);
      for (const side of size) expect(side, what).toBeLessThanOrEqual(16_384);
    }
    await page.keyboard.press('Escape');
    await expect(page.getByTestId('viewer'), what).toBeHidden();
  }
  expect(harm).toEqual([]);
});

test('what never answers is ended, and the pictures of the court take its place', async ({ enter }) => {
  const judge = await enter('judge');
  const { page } = judge;
  const { picture } = await invented(page);
  const shelf = await Shelf.of(judge, [
    { name: 'endless.pdf', kind: 'pdf', bytes: book(3), pages: 3, picture: picture.buffer },
    { name: 'endless-uncounted.pdf', kind: 'pdf', bytes: book(3) },
  ]);
  await page.clock.install();
  // As a worker that a file keeps busy for ever.
  await page.route(/\/pdf\.worker\.min\.mjs$/, (route) =>
    route.fulfill({ contentType: 'text/javascript', body: 'onmessage = () => { for (;;); };' }),
  );
  // The time that is given begins when everything has come.
  const inTime = async (answer: Locator): Promise<void> => {
    await expect(async () => {
      await page.clock.runFor(15_000);
      await expect(answer).toBeVisible({ timeout: 500 });
    }).toPass();
  };
  await shelf.show(0);
  await inTime(page.getByTestId('viewer-page-1').locator('img'));
  await shelf.show(1);
  await inTime(page.getByTestId('viewer-fault'));
  await page.getByTestId('viewer-close').click();
  await expect(page.getByTestId('viewer')).toBeHidden();
});

/** pdf.js as it looks with a page that is drawn step by step and never done. */
const RESTLESS = `
  const page = {
    rotate: 0,
    getViewport: ({ scale = 1 }) => ({ width: 600 * scale, height: 800 * scale, transform: [1, 0, 0, 1, 0, 0] }),
    render() {
      const task = { promise: new Promise(() => {}), cancel() {} };
      setInterval(() => task.onContinue?.(() => { globalThis.steps = (globalThis.steps ?? 0) + 1; }), 1_000);
      return task;
    },
    streamTextContent: () => new ReadableStream({ start: (words) => words.close() }),
    cleanup() {},
  };
  const pdf = { numPages: 1, getPage: async () => page };
  export const Util = {};
  export const PDFWorker = { create: () => ({}) };
  export const getDocument = () => ({ promise: Promise.resolve(pdf), destroy: async () => {} });
`;

test('a page that goes on drawing is ended after two minutes, however busy it is', async ({ enter }) => {
  const judge = await enter('judge');
  const { page } = judge;
  const { picture } = await invented(page);
  const shelf = await Shelf.of(judge, [{ name: 'restless.pdf', kind: 'pdf', bytes: book(1), pages: 1, picture: picture.buffer }]);
  await page.clock.install();
  await page.route(/\/pdf\.min\.mjs$/, (route) => route.fulfill({ contentType: 'text/javascript', body: RESTLESS }));
  await shelf.show(0);
  const steps = () => page.evaluate(() => (globalThis as { steps?: number }).steps ?? 0);
  const ofTheCourt = page.getByTestId('viewer-page-1').locator('img');
  // Far beyond what a page without any step is given: it is still at work.
  await expect(async () => {
    await page.clock.runFor(5_000);
    expect(await steps()).toBeGreaterThan(60);
  }).toPass();
  await expect(ofTheCourt).toHaveCount(0);
  await expect(async () => {
    await page.clock.runFor(5_000);
    await expect(ofTheCourt).toBeVisible({ timeout: 500 });
  }).toPass();
  expect(await steps()).toBeGreaterThanOrEqual(115);
});
