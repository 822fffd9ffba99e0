// Feedback: asked for by the judge, given offline, answered by the clerk, seen by who gave it.
import { expect, expectAccessible, test } from '../fixtures/test';
import { picture } from '../fixtures/media';

const WORDS = '演示意见：按钮再大一点';
const ANSWER = '演示答复：已经放大';

test('the judge asks, the defendant answers offline in two taps, the clerk replies, the defendant says that it helped', async ({
  enter,
}) => {
  test.setTimeout(120_000);
  const judge = await enter('judge');
  await judge.space.open();
  const address = judge.page.url();
  await judge.page.goto(`${address}/details`);
  await judge.page.getByTestId('feedback-ask').click();
  await expect(judge.page.getByTestId('feedback-ask')).toContainText(/已发出|Asked/);

  // From any page in two taps.
  const defendant = await enter('defendant');
  const { page } = defendant;
  await page.goto('/me');
  await page.getByTestId('me-feedback').click();
  await expect(page.getByTestId('feedback-form')).toBeVisible();
  await expectAccessible(page, 'the form of feedback');
  await page.getByTestId('feedback-send').click();
  await expect(page.locator('.ui-field--wrong')).toBeVisible();
  await defendant.shellKept();

  await defendant.goOffline();
  await page.getByTestId('stars-4-4').check({ force: true });
  await page.getByTestId('stars-0-5').check({ force: true });
  await page.getByTestId('feedback-words').fill(WORDS);
  const image = await picture(page, '演示截图.png');
  await page.locator('#feedback-pictures').setInputFiles([image]);
  await expect(page.locator('.fb-picture')).toHaveCount(1);
  // Device and network are shown before they are sent, and only when ticked.
  await expect(page.getByTestId('feedback-device-words')).toHaveCount(0);
  await page.getByTestId('feedback-device').check({ force: true });
  await expect(page.getByTestId('feedback-device-words')).toContainText(/×/);
  await page.getByTestId('feedback-send').click();
  const own = page.getByTestId('feedback-own');
  await expect(own).toContainText(/待提交|Waiting/);
  await expectAccessible(page, 'feedback that waits');
  await page.close();
  const again = await defendant.tab();
  await defendant.goOnline();
  await again.page.goto('/cases');
  await again.page.goto('/feedback');
  await expect(again.page.getByTestId('feedback-own')).toContainText(/新收到|New/, { timeout: 40_000 });
  // The picture follows the words.
  const attached = async () => (await (await again.page.request.get('/api/feedback')).json()).given[0]?.attached;
  await expect.poll(attached, { timeout: 20_000 }).toEqual([0]);

  const clerk = await enter('clerk');
  await clerk.page.goto('/services/feedback');
  const told = clerk.page.getByTestId('feedback-told').filter({ hasText: WORDS });
  await expect(told).toHaveCount(1);
  await expect(told.locator('img')).toBeVisible();
  await expect(clerk.page.getByTestId('feedback-chart')).toContainText(/4\.0/);
  await clerk.page.getByTestId('feedback-page').selectOption({ index: 1 });
  await expect(told).toHaveCount(0);
  await clerk.page.getByTestId('feedback-page').selectOption({ index: 0 });
  await expectAccessible(clerk.page, 'the feedback of a court');
  await told.getByRole('textbox').fill(ANSWER);
  await told.getByTestId('feedback-answer-send').click();
  await expect(told).toContainText(/处理中|In work/);
  const [download] = await Promise.all([
    clerk.page.waitForEvent('download'),
    clerk.page.getByTestId('feedback-export').click(),
  ]);
  expect(download.suggestedFilename()).toBe('feedback.csv');

  await again.page.reload();
  await expect(again.page.getByTestId('feedback-answer')).toContainText(ANSWER);
  await again.page.getByTestId('feedback-helped').click();
  await expect(again.page.getByTestId('feedback-answer')).toContainText(/有帮助|helped/);
  await expectAccessible(again.page, 'an answer to feedback');
});
