// What the court does with evidence, and what the parties do besides examining it.
import { expect, expectAccessible, test } from '../fixtures/test';
import { Evidence, inHours, invented } from '../pages/evidence';

test('an exhibit withdrawn before anybody opened it is gone; one that was opened stays and says so', async ({ enter }) => {
  test.setTimeout(90_000);
  const plaintiff = await enter('plaintiff');
  await plaintiff.space.open();
  const { picture, document } = await invented(plaintiff.page);
  const own = Evidence.of(plaintiff.page);
  await own.submit('没人看过', [picture]);
  await expect(plaintiff.page.getByTestId('access-log')).toContainText(/还没有人查看|Nobody/);
  await own.submit('已经看过', [document]);

  const defendant = await enter('defendant');
  await defendant.space.open();
  const other = Evidence.of(defendant.page);
  await other.open('已经看过');
  await defendant.page.getByTestId('exhibit-file').first().click();
  await expect(defendant.page.getByTestId('viewer')).toBeVisible();

  // The submitter is told who looked.
  await expect(async () => {
    await own.open('已经看过');
    await expect(plaintiff.page.getByTestId('access-log')).toContainText('韩立', { timeout: 1_000 });
  }).toPass();
  await own.act('withdraw', { words: '提交错了（演示）' });
  await expect(plaintiff.page.getByTestId('exhibit-page').getByText('提交错了（演示）')).toBeVisible();
  await own.open('没人看过');
  await own.act('withdraw', { words: '重复了（演示）' });
  await own.go('');
  await expect(own.row('已经看过')).toContainText(/已撤回|Withdrawn/);
  await expect(own.row('没人看过')).toHaveCount(0);
  await expectAccessible(plaintiff.page, 'the list with a withdrawn exhibit');

  // For the others the one never was, and the other stands with its reason.
  await other.go('');
  await expect(other.row('没人看过')).toHaveCount(0);
  await other.open('已经看过');
  await expect(defendant.page.getByTestId('exhibit-page').getByText('提交错了（演示）')).toBeVisible();
  await expect(defendant.page.getByTestId('opinion-form')).toHaveCount(0);
});

test('marks, the original, a recorded waiver, and only then the ruling; late evidence waits for leave; the list is printed', async ({
  enter,
}) => {
  test.setTimeout(150_000);
  const plaintiff = await enter('plaintiff');
  await plaintiff.space.open();
  const { picture, document } = await invented(plaintiff.page);
  const own = Evidence.of(plaintiff.page);
  await own.submit('演示合同', [document]);

  const judge = await enter('judge');
  await judge.space.open();
  const court = Evidence.of(judge.page);
  await court.open('演示合同');
  const decided = judge.page.getByTestId('decisions');
  for (const [choice, words] of [/无争议|Undisputed/, /有争议|Disputed/, /鉴定|appraisal/i].entries()) {
    await court.act('mark', { choice });
    await expect(decided).toContainText(words);
  }
  // The four reasons of article 12, then the five ways of article 13.
  await judge.page.getByTestId('need-original').click();
  await expect(judge.page.getByTestId(/^ask-choice-\d$/)).toHaveCount(4);
  await expectAccessible(judge.page, 'asking for the original');
  await court.close();
  await court.act('need-original', { choice: 1 });
  await expect(decided).toContainText(/不清晰|不完整|unclear|incomplete/i);
  await plaintiff.page.goto(own.home);
  await expect(plaintiff.page.getByTestId('turn-bar')).toContainText(/原件|original/i);
  await judge.page.getByTestId('accept-form').click();
  await expect(judge.page.getByTestId(/^ask-choice-\d$/)).toHaveCount(5);
  await court.close();
  await court.act('accept-form', { choice: 3, words: '当庭核对（演示）' });
  await expect(decided).toContainText('当庭核对（演示）');

  // Never before examination or a recorded waiver (article 15).
  await expect(judge.page.getByTestId('rule-off')).toBeVisible();
  await court.act('waive-for', { choice: 0, words: '庭前会议上口头表示（演示）' });
  await expect(judge.page.getByTestId('exhibit-page').getByText('庭前会议上口头表示（演示）')).toBeVisible();
  await court.act('rule', { choice: 1, words: '与待证事实无关（演示）' });
  await expect(decided).toContainText('与待证事实无关（演示）');

  // After the deadline a reason is demanded, and the court decides.
  const due = Date.now() + 1_500;
  await court.command({ kind: 'set_evidence_deadline', due });
  await expect.poll(() => Date.now(), { intervals: [200] }).toBeGreaterThan(due);
  await own.prepare('迟到的收条', [picture]);
  await plaintiff.page.getByTestId('submit-evidence').click();
  await expect(plaintiff.page.locator('.ui-error-summary')).toBeFocused();
  await plaintiff.page.getByTestId('evidence-late').fill('住院治疗（演示）');
  await plaintiff.page.getByTestId('submit-evidence').click();
  await expect(plaintiff.page.getByTestId('submit-evidence-page')).toHaveCount(0);
  await own.prepare('再迟到的收条', [document]);
  await plaintiff.page.getByTestId('evidence-late').fill('忘记了（演示）');
  await plaintiff.page.getByTestId('submit-evidence').click();
  await expect(plaintiff.page.getByTestId('submit-evidence-page')).toHaveCount(0);
  await judge.page.goto(court.home);
  await expect(judge.page.getByTestId('turn-bar')).toContainText(/逾期|late/i);
  await court.open('迟到的收条');
  await expect(judge.page.getByTestId('exhibit-page').getByText('住院治疗（演示）')).toBeVisible();
  await expect(judge.page.getByTestId('mark-off')).toBeVisible();
  await judge.page.getByTestId('decide-late').click();
  await expect(judge.page.getByTestId(/^ask-choice-\d$/)).toHaveCount(4);
  await court.close();
  await court.act('decide-late', { choice: 1, words: '非故意，予以训诫（演示）' });
  await expect(decided).toContainText('非故意，予以训诫（演示）');
  await expect(judge.page.getByTestId('mark')).toBeVisible();
  await court.open('再迟到的收条');
  await court.act('decide-late', { choice: 3, words: '故意逾期且无关基本事实（演示）' });
  await expect(judge.page.getByTestId('mark-off')).toBeVisible();
  await own.go('');
  await expect(own.row('再迟到的收条')).toContainText(/不予采纳|未采纳|not taken/i);

  // On paper: the list with all its columns, and nothing else of the page.
  await plaintiff.page.emulateMedia({ media: 'print' });
  const sheet = plaintiff.page.getByTestId('printed-list');
  await expect(sheet).toBeVisible();
  await expect(sheet.locator('th')).toHaveCount(9);
  const row = sheet.locator('tbody tr').filter({ hasText: '演示合同' });
  await expect(row.locator('td')).toHaveText([
    /^1$/,
    /演示合同/,
    /书证|Documentary/,
    /本人保存（演示）/,
    /证明借款事实（演示）/,
    /1/,
    /复制件|Copy/,
    /周敏/,
    /\d/,
  ]);
  await expect(sheet.locator('.ev-print__foot')).toBeVisible();
  await expect(sheet.locator('h1').first()).toBeVisible();
  await expect(plaintiff.page.getByTestId('print-list')).toBeHidden();
});

test('exchanges: at a time and closed by the court; in a period, with more time asked and decided, ended by both', async ({
  enter,
}) => {
  test.setTimeout(150_000);
  const plaintiff = await enter('plaintiff');
  await plaintiff.space.open();
  const { picture } = await invented(plaintiff.page);
  const first = Evidence.of(plaintiff.page);
  await first.submit('演示欠条', [picture]);
  const defendant = await enter('defendant');
  await defendant.space.open();
  const second = Evidence.of(defendant.page);
  const judge = await enter('judge');
  await judge.space.open();
  const court = Evidence.of(judge.page);

  // Not agreed on anything: at one time, open to all at once.
  await court.go('/exchange');
  await court.act('open-exchange', { choice: 0, date: inHours(2) });
  await expect(judge.page.getByTestId('exchange-open')).toBeVisible();
  await expect(defendant.page.getByTestId('turn-bar')).toContainText(/演示欠条|质证|exhibit|opinion/i);
  await second.open('演示欠条');
  await expect(defendant.page.locator('.ev-sealed')).toHaveCount(0);
  await second.answer(['legality'], '取得方式不合法（演示）');
  await court.open('演示欠条');
  await expect(judge.page.getByText('取得方式不合法（演示）').first()).toBeVisible();
  await court.go('/exchange');
  await court.act('close-exchange', {});
  await expect(judge.page.getByTestId('past-exchange')).toHaveCount(1);
  await second.open('演示欠条');
  await expect(defendant.page.getByTestId('examine')).toHaveCount(0);
  await expect(defendant.page.getByTestId('opinion-form')).toHaveCount(0);

  // Both agree to another form: a period, more time, and the end when both have finished.
  for (const party of [first, second]) await party.command({ kind: 'state_exchange_form', form: 'async' });
  await court.act('open-exchange', { choice: 1, date: inHours(24) });
  await expect(judge.page.getByTestId('exchange-open')).toBeVisible();
  await second.go('/exchange');
  await second.act('ask-extension', { date: inHours(48), words: '材料在外地（演示）' });
  await expect(defendant.page.getByTestId('ask-extension-off')).toBeVisible();
  await expect(judge.page.getByTestId('exchange-page').getByText(/材料在外地（演示）/)).toBeVisible();
  const until = await judge.page.getByTestId('exchange-open').innerText();
  await expectAccessible(judge.page, 'an exchange with a request for more time');
  await court.act('decide-extension', { choice: 0 });
  await expect(judge.page.getByTestId('exchange-open')).not.toHaveText(until);
  await first.go('/exchange');
  await first.act('ask-extension', { date: inHours(72), words: '还要再等（演示）' });
  await court.act('decide-extension', { choice: 1, words: '已经延过一次（演示）' });
  await expect(judge.page.getByTestId('decide-extension')).toHaveCount(0);
  await first.act('finish-answers', {});
  await expect(judge.page.getByText(/^已完成$|^Finished$/).first()).toBeVisible();
  await second.act('finish-answers', {});
  await expect(judge.page.getByTestId('past-exchange')).toHaveCount(2);
  await expect(judge.page.getByTestId('past-exchange').first()).toContainText(/自动结束|by itself/);
  await expectAccessible(judge.page, 'past exchanges');
  // A session has ended, but a duty is left: nobody is reminded to ask for feedback before it is done.
  await judge.page.goto(new URL(judge.page.url()).pathname.split('/').slice(0, 3).join('/'));
  await expect(judge.page.getByTestId('turn-bar')).toBeVisible();
  await expect(judge.page.getByTestId('feedback-reminder')).toHaveCount(0);
});
