// Reasons that are spoken, counter-evidence, and the reply.
import { expect, expectAccessible, test } from '../fixtures/test';
import { Evidence, invented } from '../pages/evidence';

test('a reason is spoken, heard by the court and marked in the matrix; the submitter replies by voice; counter-evidence is linked', async ({
  enter,
}) => {
  test.setTimeout(120_000);
  const plaintiff = await enter('plaintiff');
  await plaintiff.space.open();
  const { picture, document } = await invented(plaintiff.page);
  const own = Evidence.of(plaintiff.page);
  const exhibit = await own.submit('演示录音的借条', [picture]);

  const defendant = await enter('defendant');
  await defendant.space.open();
  const other = Evidence.of(defendant.page);
  const counter = await other.submit('演示反证', [document]);
  await other.open('演示录音的借条');
  const { page } = defendant;
  for (const point of ['legality', 'relevance', 'purpose']) await page.getByTestId(`point-${point}-agree`).check();
  await page.getByTestId('point-authenticity-object').check();
  const hold = page.getByTestId('point-authenticity-hold');
  await hold.press('Enter');
  await expect(page.getByTestId('voice-over')).toContainText('2″');
  await expectAccessible(page, 'speaking a reason', ['region']);
  await page.getByTestId('voice-send').click();
  const spoken = page.getByTestId('point-authenticity-spoken');
  await expect(spoken.getByTestId('voice-play')).toBeVisible();
  await page.getByTestId(`counter-${counter}`).check();
  await expectAccessible(page, 'an opinion with a spoken reason');

  // What was said is there after a reload.
  await page.reload();
  await expect(spoken.getByTestId('voice-play')).toBeVisible();
  await page.getByTestId('send-opinion').click();
  await expect(page.getByTestId('opinion-form')).toHaveCount(0);

  const judge = await enter('judge');
  await judge.space.open();
  const court = Evidence.of(judge.page);
  await court.go('/matrix');
  const cell = judge.page.locator(`[data-testid^="cell-${exhibit}-"][data-testid$="-0"]`);
  await expect(cell).toHaveAttribute('aria-label', /语音理由|spoken reason/);
  await expect(cell).toContainText('″');
  await expectAccessible(judge.page, 'the matrix with a spoken reason');
  await judge.page.getByTestId('filter-side').selectOption('1');
  await expect(cell).toHaveCount(0);
  await judge.page.getByTestId('filter-side').selectOption('0');
  await expect(cell).toHaveCount(1);
  await cell.click();
  await expect(judge.page.getByRole('link', { name: /被告证据|Defendant/ })).toHaveAttribute('href', new RegExp(`/${counter}$`));
  await judge.page.getByTestId('voice-play').click();
  await expect(judge.page.getByTestId('voice-speed')).toBeVisible();

  // The submitter answers, by voice alone.
  await own.open('演示录音的借条');
  await plaintiff.page.getByTestId('reply').click();
  await plaintiff.page.getByTestId('ask-submit').click();
  await expect(plaintiff.page.locator('.ui-field--wrong')).toBeVisible();
  await plaintiff.page.getByTestId('ask-words-hold').press('Enter');
  await expect(plaintiff.page.getByTestId('voice-over')).toContainText('2″');
  await plaintiff.page.getByTestId('ask-words-hold').press('Enter');
  await expect(plaintiff.page.getByTestId('ask-words-spoken').getByTestId('voice-play')).toBeVisible();
  await expectAccessible(plaintiff.page, 'a reply by voice');
  await plaintiff.page.getByTestId('ask-submit').click();
  await expect(plaintiff.page.getByTestId('ask-submit')).toHaveCount(0);
  await expect(judge.page.getByTestId('voice-play')).toHaveCount(2);
});
