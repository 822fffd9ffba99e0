// Photographed pages of an exhibit: turned, cut, put in order, and never changed.
import { createHash } from 'node:crypto';
import { expect, expectAccessible, test } from '../fixtures/test';
import { photograph, withPlace } from '../fixtures/photo';
import { Evidence } from '../pages/evidence';

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

test('photographed pages are turned, cut and put in order; the photographs stay as they were taken, and where they were taken stays here', async ({
  enter,
}) => {
  test.setTimeout(120_000);
  const heard: string[] = [];
  const plaintiff = await enter('plaintiff');
  await plaintiff.space.open();
  const { page } = plaintiff;
  const own = Evidence.of(page);
  const first = withPlace(await photograph(page, '第一页', '第一页.jpg'));
  const second = await photograph(page, '第二页', '第二页.jpg');

  // Each press of the camera's button gives one picture.
  await own.go('/new');
  for (const photo of [second, first]) await page.locator('#evidence-camera').setInputFiles(photo);
  const rows = page.getByTestId('evidence-page-row');
  await expect(rows).toHaveCount(2);
  await own.fill('拍照的借条');

  // Put in order with the keys: the focus goes along with its page.
  await rows.nth(1).getByRole('button', { name: /前移|up$/ }).focus();
  await page.keyboard.press('Enter');
  await expect(rows.nth(0)).toContainText('第一页.jpg');
  await expect(rows.nth(0).getByRole('button', { name: /后移|down$/ })).toBeFocused();
  // And by drawing.
  await rows.nth(1).dragTo(rows.nth(0));
  await expect(rows.nth(0)).toContainText('第二页.jpg');
  await rows.nth(1).dragTo(rows.nth(0));
  await expect(rows.nth(0)).toContainText('第一页.jpg');

  // Its edges are found; then it is turned once, and cut by keys and by a corner.
  await rows.nth(0).getByTestId('arrange').click();
  await expect(page.getByTestId('arrange-stage')).toBeVisible();
  await page.getByTestId('arrange-find').click();
  for (const [edge, percent] of Object.entries({ left: /^(9|10)$/, top: /^(9|10)$/, right: /^9[01]$/, bottom: /^9[01]$/ }))
    await expect(page.getByTestId(`edge-${edge}`)).toHaveAttribute('aria-valuenow', percent);
  await page.getByTestId('arrange-whole').click();
  await page.getByTestId('arrange-turn').click();
  await page.getByTestId('edge-left').focus();
  for (let press = 0; press < 2; press += 1) await page.keyboard.press('Shift+ArrowRight');
  await expect(page.getByTestId('edge-left')).toHaveAttribute('aria-valuenow', '10');
  const stage = (await page.getByTestId('arrange-stage').boundingBox())!;
  const corner = (await page.getByTestId('corner-right-bottom').boundingBox())!;
  await page.mouse.move(corner.x + corner.width / 2, corner.y + corner.height / 2);
  await page.mouse.down();
  await page.mouse.move(stage.x + stage.width * 0.75, stage.y + stage.height * 0.8, { steps: 4 });
  await page.mouse.up();
  await expect(page.getByTestId('edge-right')).toHaveAttribute('aria-valuenow', '75');
  await expect(page.getByTestId('edge-bottom')).toHaveAttribute('aria-valuenow', '80');
  await expectAccessible(page, 'cutting a page');
  await page.getByTestId('arrange-done').click();
  await expect(rows.nth(0).getByTestId('arranged')).toBeVisible();
  await expect(rows.nth(1).getByTestId('arranged')).toHaveCount(0);

  // Kept on the device, like the order.
  await page.reload();
  await expect(rows.nth(0)).toContainText('第一页.jpg');
  await expect(rows.nth(0).getByTestId('arranged')).toBeVisible();

  // The camera wrote when and where; nothing of it goes along unless the person says so.
  await expect(page.getByTestId('with-capture')).toBeVisible();
  await expect(page.getByTestId('with-capture')).not.toBeChecked();
  await expect(page.getByTestId('submit-evidence')).not.toHaveAttribute('aria-disabled', 'true');
  await page.getByTestId('preview-evidence').click();
  await expect(page.getByTestId('preview')).toContainText(/不显示|not shown/);
  await page.keyboard.press('Escape');

  const defendant = await enter('defendant');
  defendant.page.on('websocket', (socket) =>
    socket.on('framereceived', (frame) => heard.push(frame.payload.toString())),
  );
  defendant.page.on('response', async (answer) => {
    if (answer.url().includes('/api/')) heard.push(await answer.text().catch(() => ''));
  });
  await defendant.space.open();
  await page.getByTestId('submit-evidence').click();
  await expect(page.getByTestId('submit-evidence-page')).toHaveCount(0);

  // The other side sees the page as it was arranged, and the whole photograph when it wants.
  const other = Evidence.of(defendant.page);
  await other.open('拍照的借条');
  const tiles = defendant.page.getByTestId('exhibit-file');
  await expect(tiles).toHaveCount(2);
  await expect(tiles.nth(0).locator('svg.ev-tile__picture')).toBeVisible();
  await expect(tiles.nth(1).locator('img.ev-tile__picture')).toBeVisible();
  await tiles.nth(0).click();
  const framed = defendant.page.locator('svg.viewer__framed');
  await expect(framed).toBeVisible();
  // 1200 by 900 turned: from 10 % to 75 % across, to 80 % along.
  const box = (await framed.getAttribute('viewBox'))!.split(' ').map(Number);
  for (const [at, px] of [120, 0, 780, 720].entries()) expect(Math.abs(box[at]! - px)).toBeLessThan(4);
  const ratio = () =>
    defendant.page.getByTestId('viewer-page-1').evaluate((sheet) => sheet.clientWidth / sheet.clientHeight);
  await expect.poll(ratio).toBeCloseTo(780 / 720, 1);
  await expectAccessible(defendant.page, 'a page as it was arranged');
  await defendant.page.getByTestId('viewer-whole').click();
  await expect(framed).toHaveCount(0);
  await expect.poll(ratio).toBeCloseTo(900 / 1_200, 1);
  await defendant.page.getByTestId('viewer-whole').click();
  await expect(framed).toBeVisible();

  // What is kept are the bytes of the camera; what the other side takes away says nothing of the
  // place.
  const address = (await framed.locator('image').getAttribute('href'))!.replace(/[^/]+$/, 'original');
  const kept = await page.request.get(address);
  expect(sha256(await kept.body())).toBe(sha256(first.buffer));
  const taken = await defendant.page.request.get(address);
  expect(taken.ok()).toBe(true);
  expect((await taken.body()).includes('Exif')).toBe(false);
  expect(heard.join('\n')).toContain('拍照的借条');
  expect(heard.join('\n')).not.toContain('"capture"');

  // On paper the page stands as on the screen.
  await defendant.page.evaluate(() => {
    window.print = () => document.body.setAttribute('data-printed', document.querySelectorAll('svg.viewer__print').length.toString());
  });
  await defendant.page.getByTestId('viewer-more').click();
  await defendant.page.getByTestId('menu-print').click();
  await expect(defendant.page.locator('body')).toHaveAttribute('data-printed', '1');
});

test('what the court does not take or not show is said when it is picked, before anything of it is sent', async ({ enter, english }) => {
  const { page, space } = await enter('plaintiff');
  await page.route('**/api/info', async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ json: { ...(await answer.json()), max_file: 4_096, heic: false } });
  });
  await page.reload();
  await space.open();
  const own = Evidence.of(page);
  await own.go('/new');
  await expect(page.getByText(english ? /At most 4.0 KB a file/ : /每个文件不超过 4.0 KB/)).toBeVisible();
  const sent: string[] = [];
  page.on('request', (request) => {
    if (request.method() !== 'GET' && request.url().includes('/files')) sent.push(request.url());
  });
  const large = await photograph(page, '大图', '太大的照片.jpg');
  const note = { name: '说明.txt', mimeType: 'text/plain', buffer: Buffer.from('为演示而作，不是真实证据。') };
  await page.locator('#evidence-album').setInputFiles(large);
  const said = page.getByTestId('too-large');
  await expect(said).toContainText('太大的照片.jpg');
  await expect(said).toContainText(english ? /4.0 KB.*Compress it/ : /4.0 KB.*请压缩/);
  await expectAccessible(page, 'a file that is too large for an exhibit');
  await expect(page.getByTestId('evidence-page-row')).toHaveCount(0);
  expect(sent).toEqual([]);

  // What fits goes on, and the words about the other go.
  await page.locator('#evidence-file').setInputFiles([note, { ...note, name: 'IMG_1.heic', mimeType: 'image/heic' }]);
  await expect(said).toHaveCount(0);
  await expect(page.getByTestId('evidence-page-row')).toHaveCount(2);
  await expect(page.getByTestId('page-advice')).toHaveCount(1);
  await expect(page.getByTestId('page-advice')).toContainText(english ? /Choose a JPEG/ : /建议改选 JPEG/);
});
