// Feedback: asked for by the judge, given offline, answered by the clerk, seen by who gave it.
import { readFileSync } from 'node:fs';
import { expect, expectAccessible, test } from '../fixtures/test';
import { noise } from '../fixtures/media';
import { CLOSED, WORKS } from '../pages/case-space';

// A spreadsheet would take the first for a formula.
const WORDS = '=1+1 演示意见：按钮再大一点';
const ANSWER = '演示答复：已经放大';

test('the judge asks at the end of a case, the party answers offline, the clerk replies, the party says that it helped', async ({
  enter,
}) => {
  test.setTimeout(150_000);
  // Who has the case open sees at once that the court asks.
  const party = await enter('defendant');
  const { page } = party;
  await party.space.open(CLOSED);
  await expect(page.getByTestId('composer-closed')).toBeVisible();
  await expect(page.getByTestId('feedback-hint')).toHaveCount(0);
  // One tap at the end of a case.
  const judge = await enter('judge');
  await judge.space.open(CLOSED);
  const reminder = judge.page.getByTestId('feedback-reminder');
  await expect(reminder).toBeVisible();
  await expectAccessible(judge.page, 'the end of a case');
  // While it is on its way, it says so.
  const ask = judge.page.getByTestId('feedback-ask-now');
  let go: () => void = () => undefined;
  const gone = new Promise<void>((resolve) => (go = resolve));
  await judge.page.route('**/feedback', async (route) => {
    if (route.request().method() === 'PUT') await gone;
    await route.fallback();
  });
  await ask.click();
  await expect(ask).toHaveAttribute('aria-busy', 'true');
  go();
  await expect(reminder).toHaveCount(0);

  await expect(page.getByTestId('feedback-hint')).toBeVisible();
  await expectAccessible(page, 'the court asking for feedback');
  await page.getByTestId('feedback-go').click();
  await expect(page.getByTestId('feedback-form')).toBeVisible();
  await expectAccessible(page, 'the form of feedback');
  await page.getByTestId('feedback-send').click();
  await expect(page.locator('.ui-field--wrong')).toBeVisible();
  await party.shellKept();

  await party.goOffline();
  await page.getByTestId('stars-4-4').check({ force: true });
  await page.getByTestId('stars-0-5').check({ force: true });
  await page.getByTestId('feedback-words').fill(WORDS);
  // Larger than the court takes: it is made smaller, not refused.
  const image = await noise(page, '演示截图.png');
  expect(image.buffer.length).toBeGreaterThan(2 * 1_024 * 1_024);
  await page.locator('#feedback-pictures').setInputFiles([image]);
  await expect(page.locator('.fb-picture')).toHaveCount(1);
  // What is not given yet stays over a reload, pictures too.
  await page.reload();
  await expect(page.getByTestId('feedback-words')).toHaveValue(WORDS);
  await expect(page.getByTestId('stars-4-4')).toBeChecked();
  await expect(page.locator('.fb-picture img')).toHaveCount(1);
  // Device and network are shown before they are sent, and only when ticked.
  await expect(page.getByTestId('feedback-device-words')).toHaveCount(0);
  await page.getByTestId('feedback-device').check({ force: true });
  await expect(page.getByTestId('feedback-device-words')).toContainText(/×/);
  const device = await page.getByTestId('feedback-device-words').innerText();
  await page.getByTestId('feedback-send').click();
  await expect(page.getByTestId('feedback-own')).toContainText(/待提交|Waiting/);
  await expectAccessible(page, 'feedback that waits');
  await page.close();

  // The tab was killed. It goes from whatever page is opened next.
  const again = await party.tab();
  await party.goOnline();
  await again.page.goto('/cases');
  const given = async () => (await (await again.page.request.get('/api/feedback')).json()).given[0];
  await expect.poll(async () => (await given())?.attached, { timeout: 30_000 }).toEqual([0]);
  expect(await given()).toMatchObject({ status: 'new', given: { page: 'case', device, words: WORDS } });

  const clerk = await enter('clerk');
  await clerk.page.goto('/services/feedback');
  const told = clerk.page.getByTestId('feedback-told').filter({ hasText: WORDS });
  await expect(told).toHaveCount(1);
  await expect(told).toContainText(device);
  const shown = told.locator('img');
  await expect(shown).toBeVisible();
  const side = () => shown.evaluate((picture: HTMLImageElement) => picture.naturalWidth);
  await expect.poll(side).toBeGreaterThanOrEqual(800);
  expect(await side()).toBeLessThanOrEqual(1_600);
  await expect(clerk.page.getByTestId('feedback-chart')).toContainText(/4\.0/);
  await clerk.page.getByTestId('feedback-page').selectOption({ index: 1 });
  await expect(told).toHaveCount(0);
  await clerk.page.getByTestId('feedback-page').selectOption({ index: 0 });
  await clerk.page.getByTestId('feedback-stage').selectOption({ index: 2 });
  await expect(told).toHaveCount(0);
  await clerk.page.getByTestId('feedback-stage').selectOption({ index: 5 });
  await expectAccessible(clerk.page, 'the feedback of a court');
  // Half an answer stays while the status changes.
  await told.getByRole('textbox').fill(ANSWER);
  await told.getByRole('combobox').selectOption({ index: 1 });
  await expect(told).toContainText(/已阅|Seen/);
  await expect(told.getByRole('textbox')).toHaveValue(ANSWER);
  await told.getByTestId('feedback-answer-send').click();
  await expect(told.locator('.fb-card__head')).toContainText(/处理中|In work/);
  const [download] = await Promise.all([
    clerk.page.waitForEvent('download'),
    clerk.page.getByTestId('feedback-export').click(),
  ]);
  expect(readFileSync((await download.path())!, 'utf8')).toContain(`"'${WORDS}"`);

  // Two taps from the page about oneself, which says that there is something new.
  await again.page.goto('/me');
  await expect(again.page.getByTestId('me-feedback')).toContainText('1');
  await again.page.getByTestId('me-feedback').click();
  await expect(again.page.getByTestId('feedback-answer')).toContainText(ANSWER);
  await again.page.getByTestId('feedback-helped').click();
  await expect(again.page.getByTestId('feedback-answer')).toContainText(/您说这个答复有帮助|You said that it helped/);
  await expectAccessible(again.page, 'an answer to feedback');
  await expect(told).toContainText(/表示答复有帮助|said that the answer helped/);

  // Among the details the judge sees how many answered.
  await judge.page.goto(`${judge.page.url()}/details`);
  await expect(judge.page.getByTestId('feedback-ask')).toContainText(/1 人已评价|1 answered/);
});

test('feedback is two taps from the evidence, the viewer and the documents, and may be spoken', async ({
  enter,
  phone,
}) => {
  test.setTimeout(90_000);
  const party = await enter('plaintiff');
  const { page } = party;
  await party.space.open(WORKS);
  const home = new URL(page.url()).pathname;
  const form = page.getByTestId('feedback-form');
  for (const path of ['/evidence', '/documents', '/details', '/people']) {
    await page.goto(`${home}${path}`);
    if (!phone && ['/details', '/people'].includes(path)) {
      // Beside the conversation they are no pages of their own: it is among the details.
      await page.goto(`${home}/details`);
      await page.getByTestId('details-feedback').click();
    } else {
      await page.getByTestId('page-menu').last().click();
      await page.getByTestId('menu-feedback').click();
    }
    await expect(form).toBeVisible();
    await expect(page).toHaveURL(`${home}/feedback`);
  }
  if (!phone) {
    // The tabs stand beside every page here: the way over "me" loses neither page nor case.
    await page.goto(`${home}/documents`);
    await expect(page.getByTestId('documents-page')).toBeVisible();
    await page.getByTestId('tab-me').click();
    await page.getByTestId('me-feedback').click();
    await page.getByTestId('stars-4-3').check({ force: true });
    await page.getByTestId('feedback-send').click();
    const about = async () => (await (await page.request.get('/api/feedback')).json()).given[0]?.given;
    await expect.poll(about, { timeout: 15_000 }).toMatchObject({ page: 'documents', case: home.split('/')[2] });
    // Nothing of the device was ticked.
    expect((await about()).device).toBeUndefined();
  }
  await page.goto(`${home}/evidence`);
  await page.getByTestId(/^exhibit-\d+$/).first().click();
  await page.getByTestId('exhibit-file').first().click();
  await page.getByTestId('viewer-more').click();
  await page.getByTestId('menu-feedback').click();
  await expect(form).toBeVisible();

  await page.getByTestId('feedback-hold').press('Enter');
  await expect(page.getByTestId('voice-over')).toContainText('2″');
  // What lies over the page meanwhile floats and belongs to no landmark.
  await expectAccessible(page, 'speaking feedback', ['region']);
  await page.getByTestId('voice-send').click();
  await expect(page.getByTestId('feedback-voice')).toBeVisible();
  await page.reload();
  await expect(page.getByTestId('feedback-voice')).toBeVisible();
  await page.getByTestId('feedback-send').click();
  const given = async () => (await (await page.request.get('/api/feedback')).json()).given[0];
  await expect.poll(async () => (await given())?.attached, { timeout: 30_000 }).toEqual([3]);
  expect((await given()).given.page).toBe('viewer');

  const clerk = await enter('clerk');
  await clerk.page.goto('/services/feedback');
  const sound = clerk.page.getByTestId('feedback-told').first().locator('audio');
  await expect(sound).toBeVisible();
  const seconds = await sound.evaluate(
    (audio: HTMLAudioElement) =>
      new Promise<boolean>((resolve) => {
        audio.onplaying = () => resolve(true);
        audio.onerror = () => resolve(false);
        void audio.play();
      }),
  );
  expect(seconds).toBe(true);
});

test('feedback that the court does not take is not lost: its author changes it, and log-out says what waits', async ({
  enter,
}) => {
  test.setTimeout(60_000);
  const party = await enter('defendant');
  const { page } = party;
  await party.space.open(WORKS);
  await page.goto(`${new URL(page.url()).pathname}/feedback`);
  const words = page.getByTestId('feedback-words');
  // What no court record takes is said before anything is promised.
  await words.fill('演示：字太\u202e小');
  await page.getByTestId('feedback-send').click();
  await expect(page.locator('.ui-field--wrong')).toContainText(/特殊符号|special characters/);
  await words.fill('演示：字太小');
  const image = await noise(page, '演示截图.png');
  await page.locator('#feedback-pictures').setInputFiles([image]);
  await expect(page.locator('.fb-picture')).toHaveCount(1);

  await page.route('**/api/feedback/*', (route) =>
    route.fulfill({ status: 422, contentType: 'application/problem+json', body: JSON.stringify({ code: 'refused', refusal: { code: 'unsafe_characters' } }) }),
  );
  await page.getByTestId('feedback-send').click();
  const waiting = page.getByTestId('feedback-waiting');
  await expect(waiting).toContainText(/未能提交|Not taken/);
  await expect(waiting).toContainText('演示：字太小');
  await expectAccessible(page, 'feedback that was not taken');
  await page.reload();
  await expect(waiting).toContainText(/未能提交|Not taken/);

  // It is on this device only: log-out says so.
  const here = page.url();
  await page.goto('/me');
  await page.getByTestId('me-logout').click();
  await expect(page.getByTestId('logout-lost')).toContainText('1');
  await page.getByTestId('logout-stay').click();
  await page.unrouteAll();
  await page.goto(here);
  await page.getByTestId('feedback-change').click();
  await expect(words).toHaveValue('演示：字太小');
  await expect(page.locator('.fb-picture')).toHaveCount(1);
  await expect(waiting).toHaveCount(0);
  await page.getByTestId('feedback-send').click();
  const given = async () => (await (await page.request.get('/api/feedback')).json()).given[0];
  await expect.poll(async () => (await given())?.attached, { timeout: 30_000 }).toEqual([0]);
  expect((await given()).given.words).toBe('演示：字太小');
});
