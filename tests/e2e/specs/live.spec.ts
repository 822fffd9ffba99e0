import { expect, test } from '../fixtures/test';
import { LENDING } from '../pages/case-space';

test('the judge writes, both sides read it within a second, the agent answers with a quote', async ({ enter }) => {
  const [judge, plaintiff, defendant, agent] = [
    await enter('judge'),
    await enter('plaintiff'),
    await enter('defendant'),
    await enter('agent'),
  ];
  for (const person of [judge, plaintiff, defendant, agent]) await person.space.open();

  await judge.space.say('请双方在三日内提交对账明细。');
  await Promise.all(
    [plaintiff, defendant, agent].map((person) =>
      expect(person.space.said('对账明细')).toBeVisible({ timeout: 1_000 }),
    ),
  );

  await agent.space.menu(agent.space.said('对账明细'));
  await agent.page.getByTestId('menu-quote').click();
  await expect(agent.page.getByTestId('quote-chip')).toContainText('对账明细');
  await agent.space.say('收到,本周五前提交。');
  const answer = judge.space.said('本周五前提交');
  await expect(answer).toContainText('对账明细');
  await expect(agent.space.said('本周五前提交').getByTestId('delivery-sealed')).toBeVisible();
});

test('words are recalled: hidden for everybody, and the place says so', async ({ enter, english }) => {
  const [plaintiff, defendant] = [await enter('plaintiff'), await enter('defendant')];
  await plaintiff.space.open();
  await defendant.space.open();
  await plaintiff.space.say('这句写错了七七八八');
  await expect(defendant.space.said('七七八八')).toBeVisible();

  await plaintiff.space.menu(plaintiff.space.said('七七八八'));
  await plaintiff.page.getByTestId('menu-recall').click();
  for (const person of [plaintiff, defendant]) {
    await expect(person.space.said('七七八八')).toHaveCount(0);
    await expect(
      person.space.entries.filter({ hasText: english ? /recalled/i : /撤回/ }).last(),
    ).toBeVisible();
  }

  // Who comes later never receives the words.
  const agent = await enter('agent');
  const bodies: string[] = [];
  agent.page.on('response', async (answer) => {
    if (answer.url().includes('/api/cases')) bodies.push(await answer.text().catch(() => ''));
  });
  await agent.space.open();
  await expect.poll(() => bodies.join('')).toContain('"recalled"');
  expect(bodies.join('')).not.toContain('七七八八');
});

test('unread words are counted, divided and jumped to', async ({ enter }) => {
  const [clerk, defendant] = [await enter('clerk'), await enter('defendant')];
  await defendant.space.open();
  await defendant.page.goBack();
  const lending = defendant.page.locator('[data-testid^="case-row-"]').filter({ hasText: LENDING });
  await expect(lending).toBeVisible();
  await expect(lending.getByTestId('case-badge')).toHaveCount(0);
  await clerk.space.open();
  await clerk.space.say('第一条未读');
  await clerk.space.say('第二条未读');
  await clerk.space.say('第三条未读');
  const row = defendant.page.locator('[data-testid^="case-row-"]').filter({ hasText: '第三条未读' });
  await expect(row.getByTestId('case-badge')).toContainText('3');
  await row.click();
  await expect(defendant.page.getByTestId('unread-divider')).toBeVisible();
  await expect(defendant.space.said('第三条未读')).toBeVisible();
  await defendant.page.goBack();
  await expect(row).toBeVisible();
  await expect(row.getByTestId('case-badge')).toHaveCount(0);
});
