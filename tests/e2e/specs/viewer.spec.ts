import { locked } from '../fixtures/encrypt';
import { type Coding, WORDS, book, chinese, chineseCarried } from '../fixtures/pdf';
import { Shelf, type Shelved } from '../fixtures/shelf';
import { type Page, expect, expectAccessible, test } from '../fixtures/test';

const PASSWORD = 'open sesame';
const pdf = (name: string, bytes: Buffer, pages?: number): Shelved => ({ name, kind: 'pdf', bytes, pages });
const BOOK = pdf('invented-book.pdf', book(300), 300);
const canvases = (page: Page) => page.locator('.viewer__sheet canvas');

/** The share of dark pixels on the first page. */
async function ink(page: Page): Promise<number> {
  await expect(canvases(page).first()).toBeVisible();
  return canvases(page)
    .first()
    .evaluate((canvas: HTMLCanvasElement) => {
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
      let dark = 0;
      for (let at = 0; at < data.length; at += 4) if (data[at]! + data[at + 1]! + data[at + 2]! < 384) dark += 1;
      return (dark * 4) / data.length;
    });
}

/** Each letter as a bitmap of the device's own face, for a file that carries its shapes. */
async function shapes(page: Page, side: number): Promise<Buffer[]> {
  const rows = await page.evaluate(
    ({ words, side }) =>
      [...words].map((letter) => {
        const canvas = document.createElement('canvas');
        canvas.width = canvas.height = side;
        const context = canvas.getContext('2d')!;
        context.font = `${side}px sans-serif`;
        context.fillText(letter, 0, side * 0.88);
        const { data } = context.getImageData(0, 0, side, side);
        const bits = new Array<number>(((side + 7) >> 3) * side).fill(0);
        for (let y = 0; y < side; y += 1)
          for (let x = 0; x < side; x += 1)
            if (data[(y * side + x) * 4 + 3]! > 127) bits[y * ((side + 7) >> 3) + (x >> 3)]! |= 128 >> (x & 7);
        return bits;
      }),
    { words: WORDS, side },
  );
  return rows.map((bits) => Buffer.from(bits));
}

test('a PDF is read page by page, and back leads to where one was', async ({ enter }) => {
  const judge = await enter('judge');
  const { page } = judge;
  const shelf = await Shelf.of(judge, [BOOK]);
  await shelf.show(0);
  expect(await ink(page)).toBeGreaterThan(0.005);
  await expect(page.getByTestId('viewer-where')).toContainText('300');
  await page.keyboard.press('PageDown');
  await expect(page.getByTestId('viewer-where')).toContainText('2');
  await page.goBack();
  await expect(page.getByTestId('viewer')).toBeHidden();
  await expect(page.getByTestId('composer-input')).toBeVisible();
});

test('Chinese in faces that the file does not carry shows its words', async ({ enter }) => {
  const judge = await enter('judge');
  const { page } = judge;
  const side = 120;
  const codings: Coding[] = ['UniGB-UCS2-H', 'GBK-EUC-H'];
  const carried = pdf('carried.pdf', chineseCarried(await shapes(page, side), side), 1);
  const shelf = await Shelf.of(judge, [carried, ...codings.map((coding) => pdf(`${coding}.pdf`, chinese(coding), 1))]);
  await shelf.show(0);
  const whole = await ink(page);
  expect(whole).toBeGreaterThan(0.001);
  for (const at of codings.keys()) {
    await page.goBack();
    await shelf.show(at + 1);
    const shown = await ink(page);
    // Faces differ in weight; boxes and blanks do so by far more.
    expect(shown / whole, codings[at]).toBeGreaterThan(0.6);
    expect(shown / whole, codings[at]).toBeLessThan(1.6);
  }
});

test('a file that asks for a password gets it, and says when it is wrong', async ({ enter, english }) => {
  const judge = await enter('judge');
  const { page } = judge;
  const shelf = await Shelf.of(judge, [{ ...pdf('locked.pdf', locked(PASSWORD, 'Invented secret')), locked: true }]);
  await shelf.show(0);
  const field = page.getByTestId('viewer-password-input');
  await field.fill('something else');
  await field.press('Enter');
  await expect(page.getByText(english ? 'not the password' : '密码不正确')).toBeVisible();
  await field.fill(PASSWORD);
  await field.press('Enter');
  expect(await ink(page)).toBeGreaterThan(0.0005);
});

test('a broken file says so and can be taken away', async ({ enter }) => {
  const judge = await enter('judge');
  const { page } = judge;
  const shelf = await Shelf.of(judge, [pdf('broken.pdf', Buffer.from('%PDF-1.7 broken beyond repair'))]);
  await shelf.show(0);
  await expect(page.getByTestId('viewer-fault')).toBeVisible();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByTestId('viewer-take').click()]);
  expect(download.suggestedFilename()).toBe('broken.pdf');
});

test('a long file never holds more than three canvases', async ({ enter }) => {
  const judge = await enter('judge');
  const { page } = judge;
  await page.addInitScript(() => {
    // Every canvas that was ever made, and how many of them held memory at once.
    const made: WeakRef<HTMLCanvasElement>[] = [];
    const create = document.createElement.bind(document);
    const live = () => made.filter((one) => (one.deref()?.width ?? 0) * (one.deref()?.height ?? 0) > 1_000).length;
    Object.assign(window, { most: 0 });
    document.createElement = ((name: string, options?: ElementCreationOptions) => {
      const element = create(name, options);
      if (name === 'canvas') made.push(new WeakRef(element as HTMLCanvasElement));
      return element;
    }) as typeof document.createElement;
    const look = () => {
      (window as never as { most: number }).most = Math.max((window as never as { most: number }).most, live());
      requestAnimationFrame(look);
    };
    look();
  });
  await page.reload();
  const shelf = await Shelf.of(judge, [BOOK]);
  await shelf.show(0);
  await expect(canvases(page).first()).toBeVisible();
  await page.mouse.move(180, 400);
  for (let turn = 0; turn < 60; turn += 1) await page.mouse.wheel(0, 900);
  await expect(page.locator('.viewer__sheet').filter({ has: page.locator('canvas') }).first()).toBeVisible();
  await page.keyboard.press('End');
  await expect(page.getByTestId('viewer-page-300').locator('canvas')).toBeVisible();
  expect(await page.evaluate(() => (window as never as { most: number }).most)).toBeLessThanOrEqual(3);
});

test('every gesture has a key, and two taps make it full screen', async ({ enter, phone }) => {
  const judge = await enter('judge');
  const { page } = judge;
  const shelf = await Shelf.of(judge, [BOOK, pdf('second.pdf', book(2), 2)]);
  await shelf.show(0, true);
  await expect(canvases(page).first()).toBeVisible();
  const bar = page.locator('.viewer__bar--top');
  const stage = page.getByTestId('viewer-stage');
  const twice = async (): Promise<void> => {
    const place = { x: 150, y: 200 };
    if (phone) {
      await stage.tap({ position: place });
      await stage.tap({ position: place });
    } else await stage.dblclick({ position: place });
  };
  await twice();
  await expect(bar).toBeHidden();
  await twice();
  await expect(bar).toBeVisible();
  await page.keyboard.press('f');
  await expect(bar).toBeHidden();
  await page.keyboard.press('Escape');
  await expect(bar).toBeVisible();

  const percent = page.locator('.viewer__percent');
  await page.keyboard.press('+');
  await expect(percent).toHaveText('125%');
  await page.keyboard.press('0');
  await expect(percent).toHaveText('100%');
  const sheet = page.getByTestId('viewer-page-1');
  const upright = await sheet.boundingBox();
  await page.keyboard.press('r');
  await expect.poll(async () => (await sheet.boundingBox())!.height < (await sheet.boundingBox())!.width).toBe(true);
  expect(upright!.height).toBeGreaterThan(upright!.width);
  await page.keyboard.press('ArrowRight');
  await expect(page.getByTestId('viewer-where')).toContainText('2');
  await expect(page).toHaveURL(/000001\/of/);
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('viewer')).toBeHidden();
});

test('words are found, counted and marked', async ({ enter }) => {
  const judge = await enter('judge');
  const { page } = judge;
  const shelf = await Shelf.of(judge, [pdf('short.pdf', book(12), 12)]);
  await shelf.show(0);
  await page.getByTestId('viewer-search').click();
  await page.getByTestId('viewer-search-input').fill('page 7 of');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('viewer-where')).toContainText('7');
  await expect(page.getByTestId('viewer-hits')).toContainText('1');
  await expect(page.locator('.viewer__mark--here')).toBeVisible();
  await page.getByTestId('viewer-search-input').fill('nobody');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('viewer-hits')).toContainText(`${12 * 24}`);
});

test('the viewer is accessible with all that it opens', async ({ enter }) => {
  const judge = await enter('judge');
  const { page } = judge;
  const shelf = await Shelf.of(judge, [
    BOOK,
    { name: 'words.txt', kind: 'txt', bytes: Buffer.from('虚构的说明'), type: 'text/plain; charset=utf-8' },
    { ...pdf('locked.pdf', locked(PASSWORD, 'Invented secret')), locked: true },
  ]);
  await shelf.show(0, true);
  await expect(canvases(page).first()).toBeVisible();
  await page.getByTestId('viewer-strip-button').click();
  await page.getByTestId('viewer-search').click();
  await expect(page.getByTestId('viewer-cell-2')).toBeVisible();
  await expectAccessible(page, 'the viewer with strip and search');
  for (const [at, wanted] of [[1, 'viewer-text'], [2, 'viewer-password']] as const) {
    await page.goBack();
    await shelf.show(at);
    await expect(page.getByTestId(wanted)).toBeVisible();
    await expectAccessible(page, wanted);
  }
});
