import { expect, expectAccessible, test } from '../fixtures/test';
import { CLOSED } from '../pages/case-space';

test('back closes what lies over a page, then leaves the page', async ({ enter, phone }) => {
  const { page, space } = await enter('judge');
  await space.open();
  const address = page.url();
  await page.getByTestId('audience-button').click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  expect(page.url()).toBe(address);

  await space.menu(space.entries.last());
  await page.goBack();
  await expect(page.getByRole('menu')).toHaveCount(0);
  await page.getByTestId('plus-button').click();
  await expect(page.getByTestId('plus-item-people')).toBeVisible();
  await page.goBack();
  await expect(page.getByTestId('plus-item-people')).toHaveCount(0);
  expect(page.url()).toBe(address);

  // Closed by itself it leaves no step behind: from the people, one step back is the conversation.
  await page.getByTestId('plus-button').click();
  await page.getByTestId('plus-item-people').click();
  await expect(page).toHaveURL(/people/);
  await page.goBack();
  await expect(page).toHaveURL(address);
  await expect(space.composer).toBeVisible();
  await page.getByTestId('audience-button').click();
  // Keys reach the dialog once the focus is in it.
  await expect(page.getByRole('dialog').locator('*:focus')).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  // Whoever loads the page again just then stays on it, and back passes the step by.
  await page.reload();
  await expect(space.composer).toBeVisible();
  expect(page.url()).toBe(address);
  if (phone) {
    await page.goBack();
    await expect(page.getByTestId('case-list')).toBeVisible();
    await expect(page.getByTestId('case-space')).toHaveCount(0);
  }
});

test('what is being written keeps its audience and its quote while one looks something up', async ({ enter }) => {
  const [judge, plaintiff] = [await enter('judge'), await enter('plaintiff')];
  await plaintiff.space.open();
  await judge.space.open();
  await judge.space.say('请核对这一句的金额');
  const { page, space } = plaintiff;
  await space.menu(space.said('这一句的金额'));
  await page.getByTestId('menu-quote').click();
  await page.getByTestId('audience-button').click();
  await page.getByTestId('audience-court').check();
  await page.getByTestId('audience-use').click();
  const to = await page.getByTestId('audience-button').innerText();
  await space.composer.fill('查一下再答');
  await page.getByTestId('plus-button').click();
  await page.getByTestId('plus-item-details').click();
  await expect(page).toHaveURL(/details/);
  await page.goBack();
  await expect(space.composer).toHaveValue('查一下再答');
  await expect(page.getByTestId('quote-chip')).toContainText('这一句的金额');
  await expect(page.getByTestId('audience-button')).toHaveText(to);
  // Also when the page was thrown away in between.
  await page.reload();
  await expect(space.composer).toHaveValue('查一下再答');
  await expect(page.getByTestId('quote-chip')).toContainText('这一句的金额');
  await expect(page.getByTestId('audience-button')).toHaveText(to);
});

test('a closed case says that it is closed where one would write', async ({ enter, english }) => {
  const { page, space } = await enter('defendant');
  await space.open(CLOSED);
  await expect(page.getByTestId('composer-closed')).toContainText(english ? /case is closed/ : /已结案/);
  await expect(space.composer).toHaveCount(0);
  await page.getByTestId('plus-button').click();
  await expect(page.getByTestId('plus-item-details')).toBeVisible();
  await expect(page.getByTestId('plus-item-location')).toHaveCount(0);
});

test('the address of a case that is not one’s own says so on every page of it, and nothing waits for ever', async ({ enter, english, phone }) => {
  const { page } = await enter('plaintiff');
  const reason = page.getByText(english ? /you are not part of it/ : /您不在本案中/);
  for (const where of ['', '/details', '/people', '/evidence', '/evidence/matrix']) {
    await page.goto(`/cases/00000000-0000-4000-8000-000000000001${where}`);
    await expect(reason).toHaveCount(1);
    await expect(page.locator('.ui-skeleton')).toHaveCount(0);
    await expect(page.getByTestId('problem-action')).toBeVisible();
    if (!phone) await expect(page.locator('.app__side')).not.toBeVisible();
  }
  await page.goto('/cases/00000000-0000-4000-8000-000000000001/details');
  await expect(reason).toBeVisible();
  await expectAccessible(page, 'a case that is not one’s own');
  await page.getByTestId('problem-action').click();
  await expect(page).toHaveURL(/\/cases$/);
});
