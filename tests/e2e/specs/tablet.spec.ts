// A tablet that is held sideways: list and page beside each other, the pad over everything.
import { Desk } from '../fixtures/desk';
import { expect, expectAccessible, test } from '../fixtures/test';
import { PadOnScreen, code } from '../pages/documents';

test.use({ viewport: { width: 1180, height: 820 }, hasTouch: true, isMobile: true });

test('a paper is read and signed on a tablet, sideways, with a turn in the middle', async ({ court, enter }) => {
  const desk = await Desk.of(court, /周敏 诉 韩立/);
  await desk.send({ paper: 'rights_notice', to: [{ who: '周敏', duty: 'sign' }] });
  const plaintiff = await enter('plaintiff');
  const { page } = plaintiff;
  await plaintiff.space.open();
  await page.getByTestId('turn-go').click();
  await expect(page.getByTestId('paper-lines')).toContainText('诉讼权利');
  await expectAccessible(page, 'a document on a tablet');
  await page.getByTestId('document-sign').click();
  await page.getByTestId('sign-submit').click();
  const pad = new PadOnScreen(page);
  await pad.isReady();
  await expect(page.getByTestId('pad')).not.toHaveClass(/pad--sideways/);
  const paper = await page.getByTestId('pad-ink').boundingBox();
  expect(paper!.width / paper!.height, 'paper lies across').toBeGreaterThan(1.2);
  expect(paper!.width, 'most of the screen is paper').toBeGreaterThan(700);
  await expectAccessible(page, 'the pad on a tablet');
  await pad.write(0, 2);
  await page.setViewportSize({ width: 820, height: 1180 });
  await expect(page.getByTestId('pad')).not.toHaveClass(/pad--sideways/);
  await pad.write(2, 3);
  await page.setViewportSize({ width: 1180, height: 820 });
  await pad.write(3, 4);
  await pad.finish();
  await page.getByTestId('to-document').click();
  await expect(page.getByTestId('signed-here')).toContainText('周敏');
});

test('on tablets the clerk sends 送达地址确认书, and it is filled in and signed with a name and a code', async ({ enter }) => {
  const clerk = await enter('clerk');
  await clerk.space.open();
  const home = new URL(clerk.page.url()).pathname;
  const desk = clerk.page;
  await desk.goto(`${home}/documents/new`);
  await desk.getByTestId('paper-kind-0').check();
  await desk.getByTestId('paper-to').getByLabel(/周敏/).selectOption('sign');
  await expectAccessible(desk, 'sending on a tablet');
  await desk.getByTestId('send-paper').click();
  await expect(desk.getByTestId('documents').locator('li')).toHaveCount(1);

  const { page } = await enter('plaintiff');
  await page.goto(`${home}/documents`);
  await page.getByTestId('documents').locator('a').first().click();
  for (const [field, words] of [['electronic', '同意'], ['phone', '138 0000 0001'], ['address', '演示市演示路 1 号'], ['receiver', '无']]) {
    await page.locator(`#fill-${field}`).fill(words ?? '');
  }
  await expectAccessible(page, 'filling in on a tablet');
  await page.getByTestId('fill-submit').click();
  await expect(page.getByTestId('paper-lines')).toContainText('演示市演示路 1 号');
  await page.getByTestId('document-sign').click();
  await page.getByTestId('sign-way-1').check();
  await code(page);
  await expectAccessible(page, 'typing on a tablet');
  await page.getByTestId('sign-submit').click();
  await expect(page.getByTestId('signed')).toBeVisible({ timeout: 30_000 });
});
