// The way of an exhibit, from the camera on a bad network to the judge's screen and the objection.
import { createHash } from 'node:crypto';
import { expect, test } from '../fixtures/test';
import { Hand } from '../fixtures/hand';
import { larger, photograph } from '../fixtures/photo';
import { Evidence, invented } from '../pages/evidence';

test('a phone photographs three pages and submits one exhibit while the network drops twice; the judge presents it, the defendant follows, breaks away and objects on two points', async ({
  enter,
}) => {
  test.setTimeout(180_000);
  const plaintiff = await enter('plaintiff');
  await plaintiff.page.setViewportSize({ width: 360, height: 740 });
  await plaintiff.space.open();
  const { page } = plaintiff;
  const own = Evidence.of(page);
  const photos = [];
  for (const n of [1, 2, 3]) {
    photos.push(larger(await photograph(page, `第${n}页`, `第${n}页.jpg`), 3 * 1024 * 1024));
  }
  await own.go('/new');
  const rows = page.getByTestId('evidence-page-row');
  const received = rows.filter({ hasText: /已收到|Received/ });
  const camera = page.locator('#evidence-camera');

  await camera.setInputFiles(photos[0]!);
  await expect(received).toHaveCount(1);
  // The first time in the middle of a photograph.
  const part = page.waitForResponse(/\/parts\/\d+$/);
  await camera.setInputFiles(photos[1]!);
  await part;
  await plaintiff.goOffline();
  await expect(rows).toHaveCount(2);
  await expect(received).toHaveCount(1);
  await own.fill('演示三页借条');
  await plaintiff.goOnline();
  await expect(received).toHaveCount(2, { timeout: 30_000 });
  // The second time before a photograph was announced.
  await plaintiff.goOffline();
  await camera.setInputFiles(photos[2]!);
  await expect(rows).toHaveCount(3);
  await expect(page.getByTestId('submit-evidence')).toHaveAttribute('aria-disabled', 'true');
  await plaintiff.goOnline();
  await expect(received).toHaveCount(3, { timeout: 30_000 });
  await page.getByTestId('submit-evidence').click();
  await expect(page.getByTestId('submit-evidence-page')).toHaveCount(0);
  await own.open('演示三页借条');
  const files = page.getByTestId('exhibit-file');
  await expect(files).toHaveCount(3);
  // Each as it was taken, in the order of taking, nothing twice.
  for (const [at, photo] of photos.entries()) {
    const id = /files\/([0-9a-f-]+)/.exec((await files.nth(at).getAttribute('href'))!)![1];
    const original = await page.request.get(`/api${own.home}/files/${id}/original`);
    const digest = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
    expect(digest(await original.body())).toBe(digest(photo.buffer));
  }
  await own.go('');
  await expect(own.row('演示三页借条')).toHaveCount(1);

  const judge = await enter('judge');
  await judge.page.setViewportSize({ width: 1280, height: 800 });
  await judge.space.open();
  const defendant = await enter('defendant');
  await defendant.space.open();
  const court = Evidence.of(judge.page);
  await court.open('演示三页借条');
  await judge.page.getByTestId('exhibit-file').first().click();
  await judge.page.getByTestId('viewer-more').click();
  await judge.page.getByTestId('menu-present').click();
  await expect(judge.page.getByTestId('leading')).toBeVisible();

  await defendant.page.getByTestId('presentation-follow').click();
  const where = defendant.page.getByTestId('viewer-where');
  const bar = defendant.page.getByTestId('viewer').getByTestId('presentation-follow');
  await expect(where).toContainText(/1 份，共 3|File 1 of 3|1 of 3/);
  await judge.page.getByTestId('viewer-next').click();
  await expect(where).toContainText(/2 份，共 3|2 of 3/);
  await bar.click();
  await judge.page.getByTestId('viewer-next').click();
  await expect(judge.page.getByTestId('viewer-where')).toContainText(/3 份，共 3|3 of 3/);
  await expect(where).toContainText(/2 份，共 3|2 of 3/);
  await judge.page.getByTestId('leading-stop').click();
  await expect(defendant.page.getByTestId('presentation')).toHaveCount(0);

  const other = Evidence.of(defendant.page);
  const exhibit = await other.open('演示三页借条');
  await other.answer(['authenticity', 'relevance'], '字迹不是本人的（演示）');
  await court.go('/matrix');
  const cells = judge.page.locator(`[data-testid^="cell-${exhibit}-"]`);
  await expect(cells.filter({ hasText: /有异议|Objected/ })).toHaveCount(2);
});

test('the viewer goes on from the last file of an exhibit to the next exhibit, and back, and says where the way ends', async ({
  enter,
  english,
  phone,
}) => {
  const { page, space } = await enter('plaintiff');
  await space.open();
  const own = Evidence.of(page);
  const { picture, document } = await invented(page);
  const first = await own.submit('演示借条', [document, picture]);
  const second = await own.submit('演示收据', [await photograph(page, '收据', '演示-收据.jpg')]);
  await own.open('演示借条');
  await page.getByTestId('exhibit-file').first().click();
  const [title, where] = [page.locator('.viewer__title'), page.getByTestId('viewer-where')];
  const stage = page.getByTestId('viewer-stage');
  const at = async (exhibit: string, name: string): Promise<void> => {
    await expect(page).toHaveURL(new RegExp(`/of/${exhibit}$`));
    await expect(title).toContainText(name);
  };
  // A finger draws the next one in; on a desktop the button does.
  const go = async (forward: boolean): Promise<void> => {
    if (!phone) return page.getByTestId(forward ? 'viewer-next' : 'viewer-previous').click();
    const finger = await Hand.over(stage, true);
    await finger.down();
    await finger.move(forward ? -150 : 150, 0);
    await finger.up();
  };
  await at(first, '演示借条');
  await expect(where).toContainText(english ? 'File 1 of 2' : /1.*2/);
  await expect(page.getByTestId('viewer-page-1').locator('canvas')).toBeVisible();
  await go(true);
  await expect(where).toContainText(english ? 'File 2 of 2' : /2.*2/);
  await at(first, '演示借条');
  await expect(page.getByTestId('viewer-page-1').locator('img')).toBeVisible();
  await go(true);
  await at(second, '演示收据');
  await expect(page.getByTestId('viewer-page-1').locator('img')).toBeVisible();
  await page.getByTestId('viewer-next').click();
  await expect(page.getByText(english ? /No more files/ : /没有更多文件了/)).toBeVisible();
  await at(second, '演示收据');
  await go(false);
  await at(first, '演示借条');
  // Back leads to where one was, not through every file that was seen.
  await page.getByTestId('viewer-close').click();
  await expect(page.getByTestId('exhibit-page')).toBeVisible();
});
