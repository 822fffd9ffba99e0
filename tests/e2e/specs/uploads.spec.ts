// Files on their way while the network, the server, the tab or the device does what it should not.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { silence } from '../fixtures/media';
import type { Court } from '../fixtures/court';
import { type Page, expect, expectAccessible, test } from '../fixtures/test';

const MIB = 1024 * 1024;
/** Every part but the first. */
const LATER = /\/parts\/(?!0$)\d+$/;

/** Each name sounds otherwise: bytes that a case has from another journey would not be sent again. */
function sound(name: string, bytes: number): { name: string; mimeType: string; buffer: Buffer } {
  const buffer = silence(bytes);
  buffer.write(name, 64);
  return { name, mimeType: 'audio/wav', buffer };
}

/** Files that the court keeps, and uploads that hold bytes, as they lie on its disk. */
function stored(court: Court): { files: number; uploads: number } {
  const files = readdirSync(join(court.data, 'files'), { recursive: true, withFileTypes: true });
  return {
    files: files.filter((one) => one.isFile()).length,
    uploads: readdirSync(join(court.data, 'uploads')).length,
  };
}

/** Counts the parts that leave the page. */
function parts(page: Page): string[] {
  const sent: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'PUT' && /\/parts\/\d+$/.test(request.url())) sent.push(request.url());
  });
  return sent;
}

/** Lets the first part through and holds all others until told to let them go, or to break them. */
async function gate(page: Page): Promise<(how?: 'break') => void> {
  let end = (_how?: 'break'): void => {};
  const ended = new Promise<'break' | undefined>((resolve) => (end = resolve));
  let isEnded = false;
  await page.route(LATER, async (route) => {
    const isHeld = !isEnded;
    const how = await ended;
    const done = isHeld && how === 'break' ? route.abort('internetdisconnected') : route.continue();
    // The page may have given the request up, or be gone.
    await done.catch(() => {});
  });
  return (how) => {
    isEnded = true;
    end(how);
  };
}

/** Picks a file, sends it, and waits for its first part. */
async function begin(page: Page, file: ReturnType<typeof sound>): Promise<void> {
  const first = page.waitForResponse((answer) => /\/parts\/0$/.test(answer.url()) && answer.ok());
  await page.locator('#pick-file').setInputFiles(file);
  await page.getByTestId('media-send').click();
  await first;
}

test('bytes that the case has are known at once, and another case is told nothing', async ({ court, enter, english }) => {
  const { page, space } = await enter('plaintiff');
  await space.open();
  const sent = parts(page);
  const file = sound('录音.wav', 3 * MIB);
  await page.locator('#pick-file').setInputFiles(file);
  await page.getByTestId('media-send').click();
  await expect(page.getByTestId('file-card')).toHaveCount(1);
  const kept = stored(court);
  const before = sent.length;
  expect(before).toBeGreaterThan(0);
  const known = english ? /Already submitted in this case/ : /本案中已提交过/;
  await page.locator('#pick-file').setInputFiles({ ...file, name: '同一段录音.wav' });
  await expect(page.getByTestId('media-pick')).toContainText(known);
  await expectAccessible(page, 'a file that the case has');
  expect(sent.length).toBe(before);
  await page.getByTestId('media-remove').click();

  await page.goto('/');
  await space.open(/何静 诉 周敏/);
  await page.locator('#pick-file').setInputFiles(file);
  await expect(page.getByTestId('media-pick')).toContainText(english ? /Uploaded/ : /已上传(?! \d)/);
  await expect(page.getByTestId('media-pick')).not.toContainText(known);
  expect(sent.length).toBeGreaterThan(before);
  expect(stored(court)).toEqual({ files: kept.files + 1, uploads: 0 });
});

test('the server is killed in the middle of a file: it goes on, and is stored once', async ({ court, enter, english }) => {
  const [plaintiff, judge] = [await enter('plaintiff'), await enter('judge')];
  await judge.space.open();
  await plaintiff.space.open();
  const { page } = plaintiff;
  const kept = stored(court);
  const sent = parts(page);
  const open = await gate(page);
  await begin(page, sound('断电.wav', 6 * MIB));
  await court.stop('SIGKILL');
  open();
  await expect(page.getByTestId('upload-row')).toContainText(english ? /trying again/ : /正在重试/);
  await court.start();
  await expect(judge.page.getByTestId('file-card')).toContainText('断电.wav', { timeout: 45_000 });
  await expect(page.getByTestId('upload-row')).toHaveCount(0);
  expect(sent.filter((url) => url.endsWith('/parts/0'))).toHaveLength(1);
  expect(stored(court)).toEqual({ files: kept.files + 1, uploads: 0 });
});

test('without a network it pauses and says so; with one it goes on, with rate and time left', async ({ enter, english }) => {
  const plaintiff = await enter('plaintiff');
  await plaintiff.space.open();
  const { page } = plaintiff;
  const open = await gate(page);
  await begin(page, sound('隧道.wav', 8 * MIB));
  await plaintiff.goOffline();
  open('break');
  const row = page.getByTestId('upload-row');
  await expect(row).toContainText(english ? /No network/ : /没有网络/);
  await expectAccessible(page, 'a file without a network');
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Network.enable');
  await plaintiff.goOnline();
  await devtools.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 20,
    downloadThroughput: -1,
    uploadThroughput: 1.2 * MIB,
  });
  await expect(row).toContainText(english ? /% uploaded · .* a second · about .* left/ : /已上传 \d+% · 每秒 .* · 还需约/, {
    timeout: 30_000,
  });
  await expect(page.getByTestId('file-card')).toContainText('隧道.wav', { timeout: 30_000 });
});

test('a file on its way is cancelled without a trace, and one that was refused is tried again', async ({ court, enter, english }) => {
  const { page, space } = await enter('plaintiff');
  await space.open();
  const open = await gate(page);
  await begin(page, sound('撤回.wav', 4 * MIB));
  await page.getByTestId('upload-cancel').click();
  await expect(page.getByTestId('upload-row')).toHaveCount(0);
  await expect.poll(() => stored(court).uploads).toBe(0);
  open('break');

  const refuse = /\/complete$/;
  await page.route(refuse, (route) =>
    route.fulfill({
      status: 422,
      contentType: 'application/problem+json',
      body: JSON.stringify({ code: 'file_broken', status: 422 }),
    }),
  );
  await page.locator('#pick-file').setInputFiles(sound('再试.wav', MIB));
  await expect(page.getByTestId('media-pick')).toContainText(english ? /damaged/ : /损坏/);
  await page.unroute(refuse);
  await page.getByTestId('media-pick').getByRole('button').first().click();
  await expect(page.getByTestId('media-pick')).toContainText(english ? /Uploaded/ : /已上传/);
  await page.getByTestId('media-send').click();
  await expect(page.getByTestId('file-card')).toContainText('再试.wav');
});

test('a device that kept no bytes asks for the file again, and knows it by what it holds', async ({ enter, english }) => {
  const { page, space } = await enter('plaintiff');
  await space.open();
  const again = parts(page);
  const open = await gate(page);
  const file = sound('重选.wav', 4 * MIB);
  await begin(page, file);
  /** As a browser that keeps plans, but no files. */
  const forget = () =>
    page.evaluate(
      () =>
        new Promise<void>((resolve, reject) => {
          const asked = indexedDB.open('anjian');
          asked.onerror = () => reject(asked.error);
          asked.onsuccess = () => {
            const change = asked.result.transaction('files', 'readwrite');
            change.objectStore('files').clear();
            change.oncomplete = () => {
              asked.result.close();
              resolve();
            };
          };
        }),
    );
  await forget();
  await page.reload();
  const row = page.getByTestId('upload-row');
  await expect(row).toContainText(english ? /did not keep the file/ : /没有留存这个文件/);
  await expect(page.getByTestId('upload-repick')).toBeVisible();
  await expectAccessible(page, 'a file that must be chosen again');
  again.length = 0;
  open('break');
  // The same bytes under another name are the same file.
  await page.locator('input[id^="repick-"]').setInputFiles({ ...file, name: '手机改了名.wav' });
  await expect(page.getByTestId('file-card')).toHaveCount(1);
  expect(again.some((url) => url.endsWith('/parts/0'))).toBe(false);

  // Other bytes under the same name are another one, and it is said why it begins anew.
  const close = await gate(page);
  await begin(page, sound('换了.wav', 5 * MIB));
  await forget();
  await page.reload();
  await expect(page.getByTestId('upload-repick')).toBeVisible();
  close('break');
  const other = sound('换了.wav', 5 * MIB);
  other.buffer.fill(1, 100);
  await page.locator('input[id^="repick-"]').setInputFiles(other);
  await expect(page.getByText(english ? /not the same file/ : /不是原来的文件/)).toBeVisible();
  await expect(page.getByTestId('file-card')).toHaveCount(2);
});

test('two tabs send the same file at once: it is stored once, and both messages are there', async ({ court, enter }) => {
  const first = await enter('plaintiff');
  await first.space.open();
  const second = await first.tab();
  await second.page.goto('/');
  await second.space.open();
  const kept = stored(court);
  const file = sound('两个页面.wav', 3 * MIB);
  await Promise.all([first, second].map(({ page }) => page.locator('#pick-file').setInputFiles(file)));
  for (const { page } of [second, first]) {
    await page.bringToFront();
    await page.getByTestId('media-send').click();
  }
  for (const { page } of [first, second]) {
    await page.bringToFront();
    await expect(page.getByTestId('file-card')).toHaveCount(2, { timeout: 30_000 });
    await expect(page.getByTestId('upload-row')).toHaveCount(0);
  }
  expect(stored(court)).toEqual({ files: kept.files + 1, uploads: 0 });
});

test('what is larger than the court takes is said before anything is sent', async ({ court, enter, english }) => {
  await court.stop('SIGTERM');
  await court.start('--max-file', `${MIB}`);
  const { page, space } = await enter('plaintiff');
  await space.open();
  const sent = parts(page);
  await page.locator('#pick-file').setInputFiles([sound('多一字节.wav', MIB + 1), sound('刚好.wav', MIB)]);
  await expect(page.getByText(english ? /larger than 1 MB|larger than 1\.0 MB/ : /超过 1(\.0)? MB/)).toBeVisible();
  await expect(page.getByTestId('media-pick')).toHaveCount(1);
  await page.getByTestId('media-send').click();
  await expect(page.getByTestId('file-card')).toContainText('刚好.wav');
  expect(sent).toHaveLength(1);
});

test('a photo or a document that is kept but not shown is said before it is sent', async ({ court, enter, english }) => {
  await court.stop('SIGTERM');
  await court.start('--office', 'none', '--heif', 'none');
  const { page, space } = await enter('plaintiff');
  await space.open();
  const heic = Buffer.from('000000186674797068656963000000006d69663168656963', 'hex');
  await page.locator('#pick-file').setInputFiles({ name: 'IMG_1.HEIC', mimeType: 'image/heic', buffer: heic });
  await expect(page.getByTestId('media-advice')).toContainText(english ? /Choose a JPEG/ : /JPEG/);
  await expect(page.getByTestId('media-pick').locator('img')).toHaveCount(0);
  await expectAccessible(page, 'a photo that is not shown');
});
