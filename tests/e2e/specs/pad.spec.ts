import { expect, expectAccessible, test } from '../fixtures/test';
import { Desk } from '../fixtures/desk';
import { PadOnScreen } from '../pages/documents';

test('a name is written on a phone that is turned in the middle, undone, written on after a reload, and asked about before it goes, and forgotten with whoever wrote it', async ({ court, enter, phone, english }) => {
  const person = await enter('plaintiff');
  const { page } = person;
  const desk = await Desk.of(court, /周敏 诉 韩立/);
  const [document = ''] = await desk.send({ paper: 'integrity_pledge', to: [{ who: '周敏', duty: 'sign' }] });
  await page.goto(document);
  await expect(page.getByTestId('document-page')).toContainText('诚信诉讼承诺书');
  await expect(page.getByTestId('document-identity')).toContainText(/[0-9A-F]{4} [0-9A-F]{4}/);
  await expectAccessible(page, 'a document to sign');
  await page.getByTestId('document-sign').click();

  // Who signs is named first.
  await expect(page.getByTestId('sign-name')).not.toHaveValue('');
  await page.getByTestId('sign-name').fill('');
  await page.getByTestId('sign-submit').click();
  await expect(page.locator('.ui-error-summary')).toBeFocused();
  await expectAccessible(page, 'signing, with faults');
  await page.getByTestId('sign-name').fill('周敏');
  await page.getByTestId('sign-submit').click();

  const pad = new PadOnScreen(page);
  await pad.isReady();
  await expect(page.getByTestId('pad')).toContainText('周敏');
  await expectAccessible(page, 'the pad');
  await page.getByTestId('pad-done').click();
  await expect(page.getByTestId('pad-said')).toContainText(english ? 'Nothing is written' : '还没有写字');

  await pad.write(0, 2);
  const before = await pad.ink();
  expect(before).toBeGreaterThan(200);
  // Turned: the same ink on the same paper.
  const size = page.viewportSize() ?? { width: 0, height: 0 };
  await page.setViewportSize({ width: size.height, height: size.width });
  await expect(page.getByTestId('pad')).not.toHaveClass(/pad--sideways/);
  await expect.poll(() => pad.ink()).toBeGreaterThan(100);
  await pad.write(2, 3);
  await page.setViewportSize(size);
  if (phone) await expect(page.getByTestId('pad')).toHaveClass(/pad--sideways/);
  await pad.write(3, 4);
  await expect(page.getByTestId('pad')).toContainText(english ? '4 strokes' : '已写 4 笔');
  await page.getByTestId('pad-undo').click();
  await expect(page.getByTestId('pad')).toContainText(english ? '3 strokes' : '已写 3 笔');

  // The tab is killed, and comes back.
  await page.reload();
  await page.getByTestId('sign-submit').click();
  await pad.isReady();
  await expect(page.getByTestId('pad')).toContainText(english ? '3 strokes' : '已写 3 笔');
  await expect.poll(() => pad.ink()).toBeGreaterThan(200);
  await pad.write(3, 4);

  // The court cannot be reached: what was drawn is kept and shown.
  await page.route('**/signing', (route) => route.abort());
  await page.getByTestId('pad-done').click();
  await expect(page.getByTestId('sign-page').getByRole('alert').first()).toBeVisible();
  await expectAccessible(page, 'a signature that did not arrive');
  await page.getByTestId('sign-submit').click();
  await expect(page.getByTestId('pad')).toContainText(english ? '4 strokes' : '已写 4 笔');
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('pad')).toHaveCount(0);
  await expect(page.getByTestId('sign-page')).toBeVisible();

  // Somebody else on the same device: nothing of the first hand is in what they give.
  await page.getByTestId('sign-name').fill('周明');
  await page.getByTestId('sign-submit').click();
  await pad.isReady();
  await expect(page.getByTestId('pad')).toContainText('周明');
  await expect(page.getByTestId('pad')).toContainText(english ? 'Nothing written yet' : '还没有写字');
  expect(await pad.ink()).toBe(0);
  const traces = () =>
    page.evaluate(() => Object.keys(sessionStorage).filter((key) => key.includes('.ink.')).map((key) => sessionStorage[key] as string));
  expect(await traces()).toEqual([]);
  await pad.write(0, 1);
  expect((await traces())[0]?.length, 'one stroke').toBeLessThan(300);
  await page.keyboard.press('Escape');

  // Whoever leaves takes what the hand drew along: it is in the tab, and nowhere after that.
  const kept = () => page.evaluate(() => Object.keys(sessionStorage).filter((key) => /ink|ceremony/.test(key)).length);
  expect(await kept()).toBeGreaterThan(1);
  await page.goto('/me');
  await page.getByTestId('me-logout').click();
  await expect(page.getByTestId('demo-plaintiff')).toBeVisible();
  expect(await kept()).toBe(0);
});
