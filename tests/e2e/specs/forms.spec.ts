// What the viewer does with each form of a file, by fingers, mouse and keys. Everything is invented.
import { book, chinese } from '../fixtures/pdf';
import { Shelf, type Shelved } from '../fixtures/shelf';
import { type Page, expect, expectAccessible, test } from '../fixtures/test';
import { invented } from '../pages/evidence';

const pdf = (name: string, bytes: Buffer, pages: number): Shelved => ({ name, kind: 'pdf', bytes, pages });
const sheet = (page: Page, number: number) => page.getByTestId(`viewer-page-${number}`);
const words = (page: Page) => sheet(page, 1).locator('.viewer__words');

test('words are selected and copied where they stand, found where they stand, and read aloud', async ({ enter, phone }) => {
  const judge = await enter('judge');
  const { page } = judge;
  const shelf = await Shelf.of(judge, [pdf('book.pdf', book(3), 3), pdf('chinese.pdf', chinese('UniGB-UCS2-H'), 1)]);
  await shelf.show(0);
  await expect(words(page)).toContainText('Invented statement, page 1 of 3');
  await expect(sheet(page, 1)).toHaveRole('group');
  await expectAccessible(page, 'a page with words');
  const line = words(page).locator('span').filter({ hasText: 'Line 3:' });
  const run = (await line.boundingBox())!;
  const middle = run.y + run.height / 2;
  if (phone) {
    // One finger moves the paper, also from words: nothing is selected.
    const before = (await sheet(page, 1).boundingBox())!;
    const devtools = await page.context().newCDPSession(page);
    const touch = (type: string, y?: number) =>
      devtools.send('Input.dispatchTouchEvent', { type: type as 'touchStart', touchPoints: y === undefined ? [] : [{ x: run.x + 20, y }] });
    await touch('touchStart', middle);
    for (let step = 1; step <= 6; step += 1) await touch('touchMove', middle - step * 10);
    await touch('touchEnd');
    const top = async (): Promise<number> => (await sheet(page, 1).boundingBox())!.y;
    await expect.poll(top).toBeLessThan(before.y);
    expect(await page.evaluate(() => getSelection()!.toString())).toBe('');

    // Resting on a word it is the selection's from the moment the phone begins to select, and moves
    // nothing. No engine without a phone around it begins: what a phone does then is done here.
    await page.keyboard.press('Home');
    await expect.poll(top).toBeCloseTo(before.y, 0);
    await touch('touchStart', middle);
    const selected = await line.evaluate((span) => {
      const goesOn = span.firstChild!.dispatchEvent(new Event('selectstart', { bubbles: true, cancelable: true }));
      if (goesOn) getSelection()!.selectAllChildren(span);
      return getSelection()!.toString();
    });
    expect(selected).toContain('Line 3:');
    for (let step = 1; step <= 6; step += 1) await touch('touchMove', middle - step * 10);
    await touch('touchEnd');
    expect(await top()).toBeCloseTo(before.y, 0);
    expect(await page.evaluate(() => getSelection()!.toString())).toBe(selected);
  } else {
    // The mouse selects on words, and moves the paper beside them.
    await page.mouse.move(run.x + 1, middle);
    await page.mouse.down();
    await page.mouse.move(run.x + run.width / 2, middle + 2, { steps: 4 });
    await page.mouse.move(run.x + run.width - 1, middle, { steps: 4 });
    await page.mouse.up();
    expect(await page.evaluate(() => getSelection()!.toString())).toBe('Line 3: the invented words of nobody');
    await page.mouse.click(run.x - 20, middle);
    expect(await page.evaluate(() => getSelection()!.toString())).toBe('');
  }

  // What is found is marked where it stands: the mark covers the letters of the layer.
  await page.getByTestId('viewer-search').click();
  await page.getByTestId('viewer-search-input').fill('invented words');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('viewer-hits')).toContainText('72');
  await expect(words(page)).toBeVisible();
  const [mark, letters] = await page.evaluate(() => {
    const box = ({ left, right, top, bottom }: DOMRect) => [left, right, top, bottom];
    const here = document.querySelector('.viewer__mark--here')!;
    const sheet = here.closest('.viewer__sheet')!;
    const span = [...sheet.querySelectorAll('.viewer__words span')].find(({ textContent }) => textContent!.includes('invented words'))!;
    const range = document.createRange();
    const start = span.textContent!.indexOf('invented words');
    range.setStart(span.firstChild!, start);
    range.setEnd(span.firstChild!, start + 'invented words'.length);
    return [box(here.getBoundingClientRect()), box(range.getBoundingClientRect())];
  });
  for (const [at, edge] of mark!.entries()) expect(Math.abs(edge - letters![at]!), `edge ${at}`).toBeLessThan(5);

  await page.goBack();
  await shelf.show(1);
  await expect(words(page)).toContainText('借条虚构二〇二六年十一月');
});

test('two fingers enlarge about their middle, and the paper turns with its words', async ({ enter, phone }) => {
  const judge = await enter('judge');
  const { page } = judge;
  const shelf = await Shelf.of(judge, [pdf('book.pdf', book(3), 3)]);
  await shelf.show(0);
  await expect(sheet(page, 1).locator('canvas')).toBeVisible();
  const percent = page.locator('.viewer__percent');
  if (phone) {
    const devtools = await page.context().newCDPSession(page);
    const [x, y] = [180, 320];
    const touch = (type: string, apart: number) =>
      devtools.send('Input.dispatchTouchEvent', {
        type: type as 'touchStart',
        touchPoints: apart ? [{ x: x - apart, y, id: 1 }, { x: x + apart, y, id: 2 }] : [],
      });
    const before = (await sheet(page, 1).boundingBox())!;
    const part = (y - before.y) / before.height;
    await touch('touchStart', 40);
    for (let apart = 50; apart <= 120; apart += 10) await touch('touchMove', apart);
    await touch('touchEnd', 0);
    await expect.poll(async () => Number.parseInt(await percent.innerText())).toBeGreaterThan(250);
    const after = (await sheet(page, 1).boundingBox())!;
    expect(Math.abs(after.y + part * after.height - y)).toBeLessThan(12);
    // Sharp again, once it rests.
    await expect.poll(() => sheet(page, 1).locator('canvas').evaluate((canvas: HTMLCanvasElement) => canvas.width)).toBeGreaterThan(900);
    await page.getByTestId('viewer-zoom-out').click();
  } else {
    await page.mouse.move(400, 300);
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, -300);
    await page.keyboard.up('Control');
    await expect.poll(async () => Number.parseInt(await percent.innerText())).toBeGreaterThan(150);
  }
  await page.keyboard.press('0');
  await expect(words(page)).toContainText('page 1 of 3');
  await page.getByTestId('viewer-turn').click();
  const line = words(page).locator('span').filter({ hasText: 'Line 3:' });
  await expect.poll(async () => { const box = await line.boundingBox(); return !!box && box.height > box.width * 4; }).toBe(true);
  const [run, paper] = [(await line.boundingBox())!, (await sheet(page, 1).boundingBox())!];
  // Turned to the right, the upper edge is the right one.
  expect((run.x - paper.x) / paper.width).toBeGreaterThan(0.75);
});

test('what is printed holds every page, what is taken is the original', async ({ enter }) => {
  const judge = await enter('judge');
  const { page } = judge;
  await page.addInitScript(() => {
    const told = { pages: [] as number[], seen: '' };
    Object.assign(window, { printed: told });
    window.print = () => {
      const pictures = [...document.querySelectorAll<HTMLImageElement>('.viewer__print')];
      told.pages = pictures.map((picture) => picture.naturalWidth);
      window.dispatchEvent(new Event('afterprint'));
    };
  });
  await page.reload();
  const { picture } = await invented(page);
  const shelf = await Shelf.of(judge, [
    pdf('book.pdf', book(3), 3),
    { name: 'photo.png', kind: 'png', bytes: picture.buffer, type: 'image/png' },
  ]);
  const printed = () => page.evaluate(() => (window as never as { printed: { pages: number[] } }).printed.pages);
  await shelf.show(0, true);
  await expect(sheet(page, 1).locator('canvas')).toBeVisible();
  await page.getByTestId('viewer-more').click();
  await page.getByTestId('menu-print').click();
  await expect.poll(printed).toEqual([1_240, 1_240, 1_240]);
  await expect(page.locator('.viewer__print')).toHaveCount(0);
  await page.emulateMedia({ media: 'print' });
  await expect(page.locator('.viewer__bar--top')).toBeHidden();
  await page.emulateMedia({ media: 'screen' });
  await page.getByTestId('viewer-more').click();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByTestId('menu-download').click()]);
  expect(download.suggestedFilename()).toBe('book.pdf');

  // The next file, and its one page.
  await page.getByTestId('viewer-next').click();
  await expect(page.locator('.viewer__picture')).toBeVisible();
  await page.keyboard.press('Control+p');
  await expect.poll(printed).toHaveLength(1);
  await page.getByTestId('viewer-previous').click();
  await expect(sheet(page, 1).locator('canvas')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('viewer')).toBeHidden();
});

test('where pdf.js does not run, or counts other pages, the pictures of the court are shown', async ({ enter }) => {
  const judge = await enter('judge');
  const { page } = judge;
  const { picture } = await invented(page);
  const shelf = await Shelf.of(judge, [
    { ...pdf('miscounted.pdf', book(3), 2), picture: picture.buffer },
    { ...pdf('book.pdf', book(3), 3), picture: picture.buffer },
    { name: 'uncounted.pdf', kind: 'pdf', bytes: book(3) },
  ]);
  const shown = async (pages: number): Promise<void> => {
    await expect(page.locator('.viewer__sheet img').first()).toBeVisible();
    await expect(page.locator('.viewer__sheet canvas')).toHaveCount(0);
    await expect(page.getByTestId('viewer-where')).toContainText(`${pages}`);
    await expect(sheet(page, 1)).toHaveRole('img');
  };
  await shelf.show(0);
  await shown(2);
  // An engine that knows no such modules.
  await page.route(/\/pdf\.min\.mjs$/, (route) => route.fulfill({ contentType: 'text/javascript', body: 'this is too new;' }));
  await shelf.show(1);
  await shown(3);
  await shelf.show(2);
  await expect(page.getByTestId('viewer-fault')).toBeVisible();
  await expect(page.getByTestId('viewer-take')).toBeVisible();
});

test('sound, film and text are shown by what the browser has', async ({ enter }) => {
  const judge = await enter('judge');
  const { page } = judge;
  const film = await page.evaluate(async () => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [64, 48];
    const pen = canvas.getContext('2d')!;
    const recorder = new MediaRecorder(canvas.captureStream(25), { mimeType: 'video/webm' });
    const parts: Blob[] = [];
    recorder.ondataavailable = ({ data }) => parts.push(data);
    recorder.start();
    for (let frame = 0; frame < 20; frame += 1) {
      pen.fillStyle = frame % 2 ? '#c00' : '#0c0';
      pen.fillRect(0, 0, 64, 48);
      await new Promise(requestAnimationFrame);
    }
    const ended = new Promise((resolve) => (recorder.onstop = resolve));
    recorder.stop();
    await ended;
    const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  });
  const wav = Buffer.alloc(44 + 8_000);
  wav.write('RIFF', 0, 'latin1');
  wav.writeUInt32LE(wav.length - 8, 4);
  wav.write('WAVEfmt ', 8, 'latin1');
  wav.set([16, 0, 0, 0, 1, 0, 1, 0, 0x40, 0x1f, 0, 0, 0x40, 0x1f, 0, 0, 1, 0, 8, 0], 16);
  wav.write('data', 36, 'latin1');
  wav.writeUInt32LE(8_000, 40);
  const shelf = await Shelf.of(judge, [
    { name: '演示-录音.wav', kind: 'wav', bytes: wav, type: 'audio/wav' },
    { name: '演示-录像.webm', kind: 'webm', bytes: Buffer.from(film, 'base64'), type: 'video/webm' },
    { name: '演示-说明.txt', kind: 'txt', bytes: Buffer.from('第一行（虚构）\n第二行'), type: 'text/plain; charset=utf-8' },
    { name: '演示-坏.webm', kind: 'webm', bytes: Buffer.from('not a film'), type: 'video/webm' },
  ]);
  const ready = (id: string) =>
    expect.poll(() => page.getByTestId(id).evaluate((media: HTMLMediaElement) => media.readyState)).toBeGreaterThan(0);
  await shelf.show(0, true);
  await ready('viewer-sound');
  await expectAccessible(page, 'sound in the viewer');
  await page.getByTestId('viewer-next').click();
  await ready('viewer-film');
  expect(await page.getByTestId('viewer-film').evaluate((media: HTMLVideoElement) => media.videoWidth)).toBe(64);
  await expectAccessible(page, 'a film in the viewer');
  await page.keyboard.press('ArrowRight');
  await expect(page.getByTestId('viewer-text')).toContainText('第二行');
  await page.keyboard.press('ArrowRight');
  await expect(page.getByTestId('viewer-fault')).toBeVisible();
  await expectAccessible(page, 'a film that cannot be played');
});
