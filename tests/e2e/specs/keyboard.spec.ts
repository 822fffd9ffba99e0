import { expect, test } from '../fixtures/test';
import { pressUntil, tabTo } from '../fixtures/keys';

test('from the log-in to a quoted answer by keyboard alone', async ({ visitor, enter }) => {
  const judge = await enter('judge');
  await judge.space.open();
  await judge.space.say('请说明还款时间。');

  const { page, space } = await visitor();
  await page.goto('/');
  await expect(page.getByTestId('demo-agent')).toBeVisible();
  await tabTo(page, 'demo-agent');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('case-list')).toBeVisible();
  await pressUntil(page, 'Tab', '[data-testid^="case-row-"]', '周敏 诉 韩立');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('case-space')).toBeVisible();
  await expect(space.said('请说明还款时间')).toBeVisible();

  await tabTo(page, 'composer-input');
  await page.keyboard.type('先发一条消息。');
  await tabTo(page, 'composer-send');
  await page.keyboard.press('Enter');
  await expect(space.said('先发一条消息')).toBeVisible();

  await pressUntil(page, 'Shift+Tab', '[role="feed"] article');
  await pressUntil(page, 'ArrowUp', '[role="feed"] article', '请说明还款时间');
  await page.keyboard.press('Shift+F10');
  await expect(page.getByRole('menuitem').first()).toBeFocused();
  await pressUntil(page, 'ArrowDown', '[data-testid="menu-quote"]');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('quote-chip')).toBeVisible();
  await tabTo(page, 'composer-input');
  await page.keyboard.type('六月底已还清。');
  await tabTo(page, 'composer-send');
  await page.keyboard.press('Enter');
  await expect(judge.space.said('六月底已还清')).toContainText('请说明还款时间');

  await tabTo(page, 'plus-button');
  await page.keyboard.press('Enter');
  await tabTo(page, 'plus-item-people');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/people/);
});

test('a dialog keeps the focus, Escape closes it, and the focus returns', async ({ enter }) => {
  const { page } = await enter('plaintiff');
  await page.locator('[data-testid^="case-row-"]').first().focus();
  await page.keyboard.press('Shift+F10');
  await expect(page.getByRole('menuitem').first()).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toHaveCount(0);
  const back = await page.evaluate(() => document.activeElement?.closest('[data-testid^="case-row-"]') !== null);
  expect(back).toBe(true);
});
