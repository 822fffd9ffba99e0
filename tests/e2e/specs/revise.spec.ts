// The next version of a PDF that somebody brought.
import { type Page, expect, expectAccessible, test } from '../fixtures/test';
import { PadOnScreen, PdfOnScreen, name } from '../pages/documents';
import { type Picked, drawnPdf } from '../pages/evidence';

/** One sparse page; invented, and says so. */
function agreement(page: Page, edition: number): Promise<Picked> {
  const html = `<h1>演示协议</h1><p>第${edition}稿，为演示而作，不是真实协议。</p>`;
  return drawnPdf(page, `演示协议${edition}.pdf`, [html]);
}

test('a new version asks for signatures at the places of the one before, and on every edge', async ({ enter }) => {
  test.setTimeout(120_000);
  const clerk = await enter('clerk');
  await clerk.space.open();
  const page = clerk.page;
  const home = new URL(page.url()).pathname;
  await page.goto(`${home}/documents/new`);
  await page.getByTestId('paper-kind-3').check();
  await page.locator('#paper-pdf').setInputFiles(await agreement(page, 1));
  await expect(page.getByTestId('pdf-state')).toContainText(/1\.pdf.*(共 1 页|1 page)/);
  await page.getByTestId('paper-initials').click();
  await page.getByTestId('paper-to').getByLabel(/周敏/).selectOption('sign');
  await page.getByTestId('place-add').click();
  await page.locator('#place-0-corner').selectOption('0');
  await page.getByTestId('send-paper').click();
  await page.getByTestId('documents').locator('a').first().click();
  const document = new URL(page.url()).pathname;

  await page.getByTestId('document-revise').click();
  await expect(page.locator('#place-0-corner')).toHaveValue('0');
  await expect(page.locator('#place-0-who option:checked')).toContainText('周敏');
  await expect(page.getByRole('switch')).toBeChecked();
  await page.locator('#paper-pdf').setInputFiles(await agreement(page, 2));
  await expect(page.getByTestId('pdf-state')).toContainText(/2\.pdf.*(共 1 页|1 page)/);
  await page.locator('#revise-reason').fill('更正一处错字（演示）');
  await expectAccessible(page, 'a new version with places');
  await page.getByTestId('revise-submit').click();
  await expect(page.getByTestId('revise-form')).toHaveCount(0);

  const signer = (await enter('plaintiff')).page;
  await signer.goto(`${document}/sign`);
  await name(signer, '周敏');
  await signer.getByTestId('sign-submit').click();
  const pad = new PadOnScreen(signer);
  await pad.isReady();
  await pad.write();
  await pad.finish();
  await expect(signer.getByTestId('signed')).toContainText('周敏');
  const pdf = await PdfOnScreen.open(page.getByTestId('signed-pdf').first());
  expect(await pdf.ink(1, { x: 80, y: 840, width: 250, height: 90 }), 'at its place').toBeGreaterThan(20);
  expect(await pdf.ink(1, { x: 890, y: 920, width: 90, height: 40 }), 'at the edge').toBeGreaterThan(3);
});
