import { readFileSync } from 'node:fs';
import { expect, expectAccessible, test } from '../fixtures/test';
import { PadOnScreen, PdfOnScreen, wordsOf } from '../pages/documents';
import { inHours } from '../pages/evidence';

test('the clerk sends 送达地址确认书 to both sides; one fills it in and signs with a turn in the middle, one types, one refuses; a new version asks again', async ({ enter, phone, english }) => {
  test.setTimeout(240_000);
  const clerk = await enter('clerk');
  await clerk.space.open();
  const home = new URL(clerk.page.url()).pathname;
  await clerk.page.goto(`${home}/documents`);
  await expect(clerk.page.getByTestId('documents-page')).toBeVisible();
  await expectAccessible(clerk.page, 'no documents yet');
  await clerk.page.getByTestId('go-send-document').click();
  await clerk.page.getByTestId('send-paper').click();
  await expect(clerk.page.locator('.ui-error-summary')).toBeFocused();
  await expectAccessible(clerk.page, 'sending, with faults');
  await clerk.page.getByTestId('paper-kind-0').check();
  const people = clerk.page.getByTestId('paper-to');
  await people.getByLabel(/周敏/).selectOption('sign');
  await people.getByLabel(/韩立/).selectOption('sign');
  await clerk.page.getByTestId('paper-due').fill(inHours(72));
  await clerk.page.getByTestId('paper-otherwise').fill('视为不提供送达地址（演示）');
  await clerk.page.getByTestId('preview-paper').click();
  await expect(clerk.page.getByTestId('paper-lines')).toContainText('受送达人');
  await expectAccessible(clerk.page, 'a paper before it is sent');
  await clerk.page.keyboard.press('Escape');
  await clerk.page.getByTestId('send-paper').click();
  await expect(clerk.page.getByTestId('documents').locator('li')).toHaveCount(2);
  await expectAccessible(clerk.page, 'documents of a case');

  // It is a turn, and the turn leads to it.
  const plaintiff = await enter('plaintiff');
  await plaintiff.space.open();
  const { page } = plaintiff;
  await page.getByTestId('turn-bar').getByRole('button').first().click();
  await expect(page.locator('.turn').filter({ hasText: '送达地址确认书' })).toContainText('视为不提供送达地址（演示）');
  await page.keyboard.press('Escape');
  await page.getByTestId('turn-go').click();
  await expect(page.getByTestId('paper-lines')).toContainText('送达');
  await expect(page.getByTestId('document-sign')).toHaveAttribute('aria-disabled', 'true');
  await expectAccessible(page, 'a document to fill in');
  await page.getByTestId('fill-submit').click();
  await expect(page.locator('.ui-error-summary')).toBeFocused();
  await page.locator('#fill-electronic').fill('同意');
  await page.locator('#fill-phone').fill('138 0000 0001');
  await page.locator('#fill-address').fill('演示市演示路 1 号');
  await page.reload();
  await expect(page.locator('#fill-address')).toHaveValue('演示市演示路 1 号');
  await page.locator('#fill-receiver').fill('无');
  await page.getByTestId('fill-submit').click();
  await expect(page.getByTestId('paper-lines')).toContainText('演示市演示路 1 号');
  await expect(page.getByTestId('fill-form')).toHaveCount(0);

  // By hand, with a turn in the middle.
  await page.getByTestId('document-sign').click();
  await page.getByTestId('sign-submit').click();
  const pad = new PadOnScreen(page);
  await pad.isReady();
  await pad.write(0, 2);
  const size = page.viewportSize() ?? { width: 0, height: 0 };
  await page.setViewportSize({ width: size.height, height: size.width });
  await pad.write(2, 3);
  await page.setViewportSize(size);
  if (phone) await expect(page.getByTestId('pad')).toHaveClass(/pad--sideways/);
  await pad.write(3, 4);
  await pad.finish();
  await expect(page.getByTestId('ink-preview')).toBeVisible();
  await expectAccessible(page, 'signed');
  await page.getByTestId('to-document').click();
  await expect(page.getByTestId('document-answers')).toContainText('周敏');

  // The place on the paper says who signed and when; the signed PDF has the words, the drawing and
  // its page of signatures.
  await expect(page.getByTestId('signed-here')).toContainText('周敏');
  await expectAccessible(page, 'a document that was signed');
  const take = page.getByTestId('take-signed-pdf').first();
  const [download] = await Promise.all([page.waitForEvent('download'), take.click()]);
  expect(download.suggestedFilename()).toBe('送达地址确认书（签署版）.pdf');
  const pages = await wordsOf(readFileSync(await download.path()));
  expect(pages[0]).toContain('演示市演示路1号');
  expect(pages.at(-1)).toMatch(/^签名页.*签名人周敏.*方式手写.*时间\d{4}年.*笔迹SHA-256[0-9a-f]{64}/);
  const pdf = await PdfOnScreen.open(page.getByTestId('signed-pdf').first());
  await pdf.says(1, ['送达地址确认书', '文书第1号', '第2版', '演示市演示路 1 号', '周敏']);
  await pdf.says(3, ['签名页', '签名人', '周敏', '手写', '笔迹 SHA-256', '所签文件 SM3', '本页不证明']);
  await pdf.close();

  // The other side refuses with a reason, and may still sign: typed, with a code, by keys alone.
  const defendant = await enter('defendant');
  const other = defendant.page;
  await defendant.space.open();
  await other.goto(`${home}/documents`);
  await other.getByTestId('documents').locator('a').first().click();
  await other.getByTestId('document-refuse').click();
  await other.getByTestId('reason-submit').click();
  await other.getByTestId('document-reason').fill('地址需要再核对（演示）');
  await other.getByTestId('reason-submit').click();
  await expect(other.getByTestId('document-answers')).toContainText('地址需要再核对（演示）');
  await other.locator('#fill-electronic').fill('不同意');
  await other.locator('#fill-phone').fill('138 0000 0002');
  await other.locator('#fill-address').fill('演示市演示路 2 号');
  await other.locator('#fill-receiver').fill('无');
  await other.getByTestId('fill-submit').click();
  await expect(other.getByTestId('paper-lines')).toContainText('演示市演示路 2 号');
  await other.getByTestId('document-sign').focus();
  await other.keyboard.press('Enter');
  await other.getByTestId('sign-way-1').focus();
  await other.keyboard.press('Space');
  await other.getByTestId('get-code').focus();
  await other.keyboard.press('Enter');
  await expect(other.getByTestId('code-told')).toContainText(english ? 'demonstration' : '演示环境');
  const told = (await other.getByTestId('code-told').textContent()) ?? '';
  const code = /\d{4,8}/.exec(told)?.[0] ?? '';
  await expectAccessible(other, 'signing with a code');
  await other.getByTestId('sign-code').focus();
  await other.keyboard.type(code);
  await other.keyboard.press('Enter');
  await expect(other.getByTestId('signed')).toBeVisible({ timeout: 30_000 });

  // A new version asks again.
  await clerk.page.goto(`${home}/documents`);
  await clerk.page.getByTestId('documents').locator('a').first().click();
  await clerk.page.getByTestId('document-revise').click();
  await clerk.page.locator('#revise-reason').fill('更正告知事项（演示）');
  await clerk.page.getByTestId('revise-submit').click();
  await expect(clerk.page.getByTestId('revise-form')).toHaveCount(0);
  await expect(clerk.page.getByTestId('document-identity')).toContainText(english ? 'Version 3' : '第 3 版');
  // What stands is not taken away by it.
  await expect(other.getByTestId('signed')).toContainText('韩立');
  await other.getByTestId('to-document').click();
  await expect(other.getByTestId('document-page').locator('.ui-banner')).toContainText(english ? 'version 3' : '第 3 版');
  await expect(other.getByTestId('document-sign')).toHaveText(english ? 'Sign again' : '重新签名');
  await expect(other.getByTestId('signed-here')).toHaveCount(0);
  await expect(other.locator('.doc-answer--old').filter({ hasText: '韩立' }).first()).toBeVisible();
});
