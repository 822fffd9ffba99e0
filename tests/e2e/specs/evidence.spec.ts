import { expect, expectAccessible, test } from '../fixtures/test';
import { Evidence, inHours, invented } from '../pages/evidence';

test('an exhibit of a picture and a document is submitted, examined, seen in the matrix by keys, and ruled on only then', async ({ enter }) => {
  test.setTimeout(150_000);
  const plaintiff = await enter('plaintiff');
  await plaintiff.space.open();
  const own = Evidence.of(plaintiff.page);
  const { picture, document } = await invented(plaintiff.page);

  // The way in is the panel.
  await plaintiff.page.getByTestId('plus-button').click();
  await plaintiff.page.getByTestId('plus-item-submit-evidence').click();
  await expect(plaintiff.page.getByTestId('submit-evidence-page')).toBeVisible();
  await plaintiff.page.getByTestId('submit-evidence').click();
  await expect(plaintiff.page.locator('.ui-error-summary')).toBeFocused();
  await expectAccessible(plaintiff.page, 'submitting, with faults');

  // What was chosen and filled in is there after a reload.
  await own.prepare('演示借条', [picture, document]);
  await plaintiff.page.reload();
  await expect(plaintiff.page.getByTestId('evidence-name')).toHaveValue('演示借条');
  await expect(plaintiff.page.getByTestId('evidence-page-row')).toHaveCount(2);
  await expect(plaintiff.page.getByTestId('submit-evidence')).not.toHaveAttribute('aria-disabled', 'true');
  await expectAccessible(plaintiff.page, 'submitting');
  await plaintiff.page.getByTestId('preview-evidence').click();
  await expect(plaintiff.page.getByTestId('preview')).toContainText('演示借条');
  await expectAccessible(plaintiff.page, 'as the other side sees it');
  await plaintiff.page.keyboard.press('Escape');
  await plaintiff.page.getByTestId('submit-evidence').click();
  await expect(plaintiff.page.getByTestId('submit-evidence-page')).toHaveCount(0);
  const exhibit = await own.open('演示借条');
  await expect(plaintiff.page.getByTestId('exhibit-file')).toHaveCount(2);
  await expectAccessible(plaintiff.page, 'an own exhibit');

  // The court cannot rule on what nobody examined.
  const judge = await enter('judge');
  await judge.space.open();
  const court = Evidence.of(judge.page);
  await court.open('演示借条');
  await expect(judge.page.getByTestId('rule-off')).toBeVisible();
  await expectAccessible(judge.page, 'an exhibit before the court');

  // The other side opens it and objects on two points.
  const defendant = await enter('defendant');
  await defendant.space.open();
  const other = Evidence.of(defendant.page);
  await other.open('演示借条');
  await expectAccessible(defendant.page, 'an exhibit to be examined');
  await defendant.page.getByTestId('send-opinion').click();
  await expect(defendant.page.locator('.ui-error-summary')).toBeFocused();
  await other.answer(['authenticity', 'purpose'], '字迹不是本人的（演示）');
  await expect(defendant.page.getByText('字迹不是本人的（演示）').first()).toBeVisible();

  // The judge walks the matrix without a pointer.
  await court.go('/matrix');
  const cells = judge.page.locator(`[data-testid^="cell-${exhibit}-"]`);
  await expect(cells.filter({ hasText: /有异议|Objected/ })).toHaveCount(2);
  await expectAccessible(judge.page, 'the matrix');
  await judge.page.getByTestId('filter-disputed').click();
  const row = judge.page.locator(`[data-testid^="row-${exhibit}-"]`);
  await expect(row).toBeVisible();
  await row.locator('[role=rowheader]').focus();
  await judge.page.keyboard.press('ArrowRight');
  await expect(cells.nth(0)).toBeFocused();
  await judge.page.keyboard.press('End');
  await judge.page.keyboard.press('ArrowLeft');
  await expect(cells.nth(3)).toBeFocused();
  await judge.page.keyboard.press('Enter');
  await expect(judge.page.getByTestId('exhibit-page')).toBeVisible();

  // Now it may be ruled on, with a reason.
  await court.act('mark', { choice: 1 });
  await court.act('rule', { choice: 0, words: '与流水相互印证（演示）' });
  await expect(judge.page.getByText('与流水相互印证（演示）').first()).toBeVisible();
  await expect(judge.page.getByTestId('mark-off')).toBeVisible();

  // The submitter learns who looked, and the list tells the ruling.
  await own.open('演示借条');
  await expect(plaintiff.page.getByText('与流水相互印证（演示）').first()).toBeVisible();
  await own.go('');
  await expect(own.row('演示借条')).toContainText(/已采信|Admitted/);
  await expectAccessible(plaintiff.page, 'the list');
});

test('in an async exchange no opinion is on the wire before the end', async ({ enter }) => {
  test.setTimeout(150_000);
  const secret = '机密理由甲';
  const plaintiff = await enter('plaintiff');
  await plaintiff.space.open();
  const { picture } = await invented(plaintiff.page);
  const first = Evidence.of(plaintiff.page);
  await first.submit('演示转账截图', [picture]);

  const defendant = await enter('defendant');
  await defendant.space.open();
  const second = Evidence.of(defendant.page);
  await second.submit('演示收据', [picture]);

  const judge = await enter('judge');
  await judge.space.open();
  const court = Evidence.of(judge.page);
  await court.go('/exchange');
  await expectAccessible(judge.page, 'the exchange before it is opened');
  await court.act('ask-form', { date: inHours(24) });
  for (const party of [first, second]) {
    await party.go('/exchange');
    await party.act('state-form', { choice: 1 });
  }
  await court.go('/exchange');
  await court.act('open-exchange', { choice: 1, date: inHours(48) });
  await expect(judge.page.getByTestId('exchange-open')).toBeVisible();

  // Everything that reaches the others from here on.
  const frames: string[] = [];
  const answers: string[] = [];
  for (const { page } of [defendant, judge]) {
    page.on('websocket', (socket) =>
      socket.on('framereceived', (frame) => frames.push(frame.payload.toString())),
    );
    page.on('response', async (answer) => {
      if (answer.url().includes('/api/')) answers.push(await answer.text().catch(() => ''));
    });
    await page.reload();
  }

  await first.open('演示收据');
  await expect(plaintiff.page.locator('.ev-sealed').first()).toBeVisible();
  await first.answer(['authenticity'], secret);
  await expect(plaintiff.page.getByText(secret).first()).toBeVisible();
  await first.go('/exchange');
  await expectAccessible(plaintiff.page, 'the exchange of a party');
  await first.act('finish-answers', {});

  // The others ask for all they can get, and get none of it.
  for (const one of [second, court]) {
    await one.open('演示收据');
    await expect(one.page.getByTestId('exhibit-page')).toBeVisible();
    await one.go('/matrix');
    await one.go('/exchange');
    await expect(one.page.getByText(/已完成|Finished/).first()).toBeVisible();
  }
  for (const heard of [frames, answers]) {
    expect(heard.length).toBeGreaterThan(4);
    expect(heard.join('\n')).not.toContain(secret);
  }

  await second.open('演示转账截图');
  await second.answer(['relevance'], '与本案无关（演示）');
  await second.go('/exchange');
  await second.act('finish-answers', {});

  // Both have finished: everything opens to all at once.
  await second.open('演示收据');
  await expect(defendant.page.getByText(secret).first()).toBeVisible();
  // The same ears hear it now, on both ways: they would have heard it before.
  await expect.poll(() => frames.join('\n')).toContain(secret);
  await judge.page.reload();
  await expect.poll(() => answers.join('\n')).toContain(secret);
});
