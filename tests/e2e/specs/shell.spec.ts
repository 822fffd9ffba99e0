import { expect, test } from '../fixtures/test';

test('the page enforces its policy and nothing breaks it', async ({ visitor }) => {
  const { page, space } = await visitor();
  const faults: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' && !/status of 401/.test(message.text())) faults.push(message.text());
  });
  page.on('pageerror', (error) => faults.push(error.message));
  const answer = await page.goto('/');
  const policy = answer?.headers()['content-security-policy'] ?? '';
  expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval'");
  expect(policy).toContain("require-trusted-types-for 'script'");
  expect(policy).not.toContain('unsafe-inline');
  expect(answer?.headers()['cache-control']).toContain('no-store');
  await page.getByTestId('demo-plaintiff').click();
  await space.open();
  await space.say('策略之下一切照常');
  await expect(space.said('策略之下一切照常').getByTestId('delivery-sealed')).toBeVisible();
  for (const path of ['/services', '/me', '/me/appearance', '/me/help']) await page.goto(path);
  expect(faults).toEqual([]);
});

test('the second visit opens without a network', async ({ enter }) => {
  const plaintiff = await enter('plaintiff');
  const { page, space } = plaintiff;
  await space.open();
  await plaintiff.shellKept();
  await plaintiff.goOffline();
  await page.goto('/cases');
  await expect(page.locator('[data-testid^="case-row-"]').first()).toBeVisible();
  await space.open();
  await expect(space.composer).toBeVisible();
});

test('an engine without wasm is told what to do', async ({ visitor, english }) => {
  const { page } = await visitor();
  await page.addInitScript(() => {
    Object.defineProperty(window, 'WebAssembly', { value: undefined });
  });
  await page.goto('/');
  await expect(page).toHaveURL(/plain\.html/);
  await expect(page.locator('main')).toContainText(english ? /browser/i : /浏览器/);
});

test('a demonstration says so on every page', async ({ enter, visitor, english }) => {
  const banner = english ? /Demonstration: .*invented/ : /演示：.*虚构/;
  const { page, space } = await enter('plaintiff');
  await expect(page.getByText(banner).first()).toBeVisible();
  await space.open();
  await expect(page.getByText(banner).first()).toBeVisible();
  await page.goto('/me');
  await expect(page.getByText(banner).first()).toBeVisible();
  const stranger = await visitor();
  await stranger.page.goto('/');
  await expect(stranger.page.getByText(banner).first()).toBeVisible();
});

test('a place is sent with its datum, and a notice is confirmed by those it asks', async ({ enter }) => {
  const [clerk, defendant] = [await enter('clerk'), await enter('defendant')];
  await defendant.context.grantPermissions(['geolocation']);
  await defendant.context.setGeolocation({ latitude: 32.0116, longitude: 120.8573, accuracy: 20 });
  await defendant.space.open();
  await clerk.space.open();
  await defendant.page.getByTestId('plus-button').click();
  await defendant.page.getByTestId('plus-item-location').click();
  await defendant.page.getByTestId('location-get').click();
  await defendant.page.getByTestId('location-send').click();
  await expect(clerk.space.entries.filter({ hasText: 'WGS' }).last()).toBeVisible();

  await clerk.page.getByTestId('plus-button').click();
  await clerk.page.getByTestId('plus-item-notice').click();
  await clerk.page.getByTestId('notice-title').fill('开庭准备通知');
  await clerk.page.getByTestId('notice-words').fill('请提前十分钟测试设备。');
  await clerk.page.getByTestId('notice-send').click();
  const card = defendant.space.entries.filter({ hasText: '开庭准备通知' }).last();
  await expect(card).toBeVisible();
  await expect(defendant.page.getByTestId('turn-bar')).toBeVisible();
  await card.getByTestId('notice-confirm').click();
  await expect(card.getByTestId('notice-confirm')).toHaveCount(0);
});
