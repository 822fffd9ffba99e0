import { type Person, expect, test } from '../fixtures/test';

async function logIn(person: Person, phone: string, password: string): Promise<void> {
  await person.page.goto('/');
  await person.page.getByTestId('login-phone').fill(phone);
  await person.page.getByTestId('login-password').fill(password);
  await person.page.getByTestId('login-submit').click();
}

test('a first password opens one thing: changing it', async ({ enter, visitor }) => {
  const clerk = await enter('clerk');
  await clerk.page.goto('/services/accounts');
  await clerk.page.getByTestId('account-phone').fill('139 0000 4321');
  await clerk.page.getByTestId('account-name').fill('新来的当事人');
  await clerk.page.getByTestId('account-submit').click();
  const first = (await clerk.page.getByTestId('account-password').textContent())?.trim() ?? '';
  expect(first.length).toBeGreaterThanOrEqual(12);

  const newcomer = await visitor();
  await logIn(newcomer, '13900004321', first);
  await expect(newcomer.page.getByTestId('password-new')).toBeVisible();
  await newcomer.page.goto('/cases');
  await expect(newcomer.page.getByTestId('password-new')).toBeVisible();
  const refused = await newcomer.page.evaluate(() => fetch('/api/cases').then((answer) => answer.status));
  expect(refused).toBe(403);

  await newcomer.page.getByTestId('password-current').fill(first);
  await newcomer.page.getByTestId('password-new').fill('12345678');
  await newcomer.page.getByTestId('password-submit').click();
  await expect(newcomer.page.getByRole('alert').first()).toBeVisible();
  await newcomer.page.getByTestId('password-new').fill('桥边的第七棵柳树');
  await newcomer.page.getByTestId('password-submit').click();
  await expect(newcomer.page.getByTestId('case-list')).toBeVisible();

  const again = await visitor();
  await logIn(again, '13900004321', first);
  await expect(again.page.getByRole('alert').first()).toBeVisible();
  await again.page.getByTestId('login-password').fill('桥边的第七棵柳树');
  await again.page.getByTestId('login-submit').click();
  await expect(again.page.getByTestId('case-list')).toBeVisible();
});

test('a device is revoked from another device, at once', async ({ enter }) => {
  const [phone, desk] = [await enter('defendant'), await enter('defendant')];
  await phone.space.open();
  await desk.page.goto('/me/devices');
  const other = desk.page.locator('[data-testid^="device-revoke-"]').first();
  await other.click();
  await desk.page.getByTestId('device-revoke-confirm').click();
  await expect(phone.page.getByTestId('login-phone')).toBeVisible({ timeout: 5_000 });
  expect(await phone.page.evaluate(() => fetch('/api/cases').then((answer) => answer.status))).toBe(401);
  await expect(desk.page.locator('[data-testid^="device-revoke-"]')).toHaveCount(0);
});
