// Pictures, documents and voices in a case. Everything shown here is invented.
import { readFile } from 'node:fs/promises';
import { film, picture, silence } from '../fixtures/media';
import { expect, expectAccessible, test } from '../fixtures/test';
import { Hand } from '../fixtures/hand';

test('pictures go together and stand before the judge', async ({ enter }) => {
  const [plaintiff, judge] = [await enter('plaintiff'), await enter('judge')];
  await judge.space.open();
  await plaintiff.space.open();
  const { page } = plaintiff;
  await page.getByTestId('plus-button').click();
  await expect(page.getByTestId('plus-item-camera')).toBeVisible();
  await expectAccessible(page, 'the panel with files');
  await page.locator('#pick-album').setInputFiles([await picture(page, '甲.jpg'), await picture(page, '乙.jpg')]);
  await expect(page.getByTestId('media-pick')).toHaveCount(2);
  await expectAccessible(page, 'the sheet before sending');
  await page.getByTestId('media-send').click();
  await expect(page.getByTestId('picture-open')).toHaveCount(2);
  await expect(judge.page.getByTestId('picture-open')).toHaveCount(2);
  const width = () =>
    judge.page.getByTestId('picture-open').last().locator('img').evaluate((img: HTMLImageElement) => img.naturalWidth);
  await expect.poll(width).toBeGreaterThan(0);
  await expectAccessible(judge.page, 'pictures in the conversation');
  await judge.page.getByTestId('picture-open').first().click();
  await expect(judge.page.getByTestId('viewer')).toBeVisible();
});

test('a document tells its hashes, and its sender the receipt', async ({ enter }) => {
  const [plaintiff, judge] = [await enter('plaintiff'), await enter('judge')];
  await judge.space.open();
  await plaintiff.space.open();
  const { page } = plaintiff;
  const note = { name: '还款说明（虚构）.txt', mimeType: 'text/plain', buffer: Buffer.from('2025年8月归还三万元。') };
  await page.locator('#pick-file').setInputFiles(note);
  await page.getByTestId('media-send').click();
  await expect(judge.page.getByTestId('file-card')).toContainText('虚构）.txt');
  await plaintiff.space.menu(plaintiff.space.entries.filter({ has: page.getByTestId('file-card') }).last());
  await page.getByTestId('menu-file-info').click();
  const known = await page.evaluate(async (words) => {
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(words));
    return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
  }, '2025年8月归还三万元。');
  await expect(page.getByTestId('file-info')).toContainText(known);
  await page.getByTestId('receipt-show').click();
  await expect(page.getByTestId('receipt')).toContainText(/[0-9a-f]{128}/);
  await expect(page.getByTestId('receipt-finding')).toContainText(/签名有效|signature is valid/);
  await expectAccessible(page, 'the information on a file');
});

test('a voice is recorded by keyboard, heard by the other side, faster where wanted', async ({ enter }) => {
  const [plaintiff, judge] = [await enter('plaintiff'), await enter('judge')];
  await judge.space.open();
  await plaintiff.space.open();
  const { page } = plaintiff;
  await page.getByTestId('voice-button').click();
  await page.getByTestId('voice-hold').press('Enter');
  await expect(page.getByTestId('voice-over')).toContainText('2″');
  await expectAccessible(page, 'while talking', ['region']);
  await page.getByTestId('voice-send').click();
  const voice = judge.page.getByTestId('voice-play');
  await expect(voice).toBeVisible();
  await expect(judge.page.getByTestId('voice-new')).toBeVisible();
  await voice.click();
  await expect(judge.page.getByTestId('voice-new')).toHaveCount(0);
  await judge.page.getByTestId('voice-speed').click();
  await expect(judge.page.getByTestId('voice-speed')).toHaveText('1.5×');
  await judge.page.reload();
  await expect(voice).toBeVisible();
  await expect(judge.page.getByTestId('voice-new')).toHaveCount(0);
});

test('a reload in the middle of a bad network goes on where it stopped', async ({ enter }) => {
  const [plaintiff, judge] = [await enter('plaintiff'), await enter('judge')];
  await judge.space.open();
  await plaintiff.space.open();
  const { page } = plaintiff;
  const later = /\/parts\/(?!0$)\d+$/;
  await page.route(later, (route) => route.abort('connectionreset'));
  const wav = { name: '录音.wav', mimeType: 'audio/wav', buffer: silence(6 * 1024 * 1024) };
  const first = page.waitForResponse(/\/parts\/0$/);
  await page.locator('#pick-file').setInputFiles(wav);
  await page.getByTestId('media-send').click();
  await first;
  await expect(page.getByTestId('upload-row')).toBeVisible();
  await page.unroute(later);
  const again: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'PUT' && /\/parts\/0$/.test(request.url())) again.push(request.url());
  });
  await page.reload();
  await expect(judge.page.getByTestId('file-card')).toContainText('录音.wav', { timeout: 30_000 });
  await expect(page.getByTestId('upload-row')).toHaveCount(0);
  await expect(page.getByTestId('file-card')).toHaveCount(1);
  expect(again).toEqual([]);
});

test('a file of no kind the court takes is answered in words, and can be taken out', async ({ enter, english }) => {
  const { page, space } = await enter('plaintiff');
  await space.open();
  const program = Buffer.concat([Buffer.from('MZ'), Buffer.alloc(2_000)]);
  await page.locator('#pick-file').setInputFiles({ name: '程序.exe', mimeType: 'application/octet-stream', buffer: program });
  const pick = page.getByTestId('media-pick');
  await expect(pick).toContainText(english ? /does not take|something else than/ : /法院不接收|名称不符/);
  await page.getByTestId('media-remove').click();
  await expect(pick).toHaveCount(0);
});

test('the worker hashes as the standards say', async ({ visitor }) => {
  const { page } = await visitor();
  await page.goto('/');
  await expect(page.getByTestId('login-phone')).toBeVisible();
  const digests = await page.evaluate(async () => {
    const { anjianWorkers } = window as unknown as { anjianWorkers: { hash: { url: string } } };
    const worker = new Worker(anjianWorkers.hash.url);
    const ask = (message: object) =>
      new Promise<string>((resolve) => {
        worker.onmessage = ({ data }) => {
          if (data.digest) {
            resolve(Array.from(data.digest as Uint8Array, (byte) => byte.toString(16).padStart(2, '0')).join(''));
          }
        };
        worker.postMessage(message);
      });
    return [await ask({ id: 1, whole: new Blob(['abc']) }), await ask({ id: 2, part: new Blob(['abc']) })];
  });
  const sha256 = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
  const sm3 = '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0';
  expect(digests).toEqual([sha256 + sm3, sha256]);
});

test('a voice is held: sliding up throws it away, sliding aside locks it, letting go sends', async ({ enter, phone }) => {
  const [plaintiff, judge] = [await enter('plaintiff'), await enter('judge')];
  await judge.space.open();
  await plaintiff.space.open();
  const { page } = plaintiff;
  await page.getByTestId('voice-button').click();
  const hold = page.getByTestId('voice-hold');
  const over = page.getByTestId('voice-over');
  const hand = await Hand.over(hold, phone);
  const rows = page.getByTestId('upload-row').or(page.getByTestId('voice-play'));

  await hand.down();
  await expect(over).toContainText('1″');
  await hand.move(0, -150);
  await expect(over.locator('.talk__box--cancel')).toBeVisible();
  await hand.up();
  await expect(over).toHaveCount(0);
  await expect(rows).toHaveCount(0);

  await hand.down();
  await expect(over).toBeVisible();
  await hand.move(120, 0);
  await hand.up();
  await expect(page.getByTestId('voice-send')).toBeVisible();
  await page.getByTestId('voice-cancel').click();
  await expect(over).toHaveCount(0);
  await expect(rows).toHaveCount(0);

  await hand.down();
  await expect(over).toContainText('1″');
  await hand.up();
  await expect(judge.page.getByTestId('voice-play')).toBeVisible();
});

test('a short film is played where it stands, and a picture is given as it came up', async ({ enter }) => {
  const [plaintiff, judge] = [await enter('plaintiff'), await enter('judge')];
  await judge.space.open();
  await plaintiff.space.open();
  const { page } = plaintiff;
  const photo = await picture(page, '原图.jpg');
  await page.locator('#pick-album').setInputFiles([await film(page, '短片.webm'), photo]);
  await expect(page.getByTestId('media-pick')).toHaveCount(2);
  await page.getByTestId('media-send').click();
  const shown = judge.page.getByTestId('film').locator('video');
  await expect(shown).toBeVisible();
  await expect.poll(() => shown.evaluate((video: HTMLVideoElement) => video.videoWidth)).toBe(160);
  await shown.evaluate((video: HTMLVideoElement) => video.play());
  await expect.poll(() => shown.evaluate((video: HTMLVideoElement) => video.currentTime)).toBeGreaterThan(0);
  await judge.page.getByTestId('picture-open').click();
  await judge.page.getByTestId('viewer-more').click();
  const given = judge.page.waitForEvent('download');
  await judge.page.getByTestId('menu-download').click();
  const bytes = await readFile(await (await given).path());
  expect(bytes.equals(photo.buffer)).toBe(true);
});
