import { type Page, expect, expectAccessible, test } from '../fixtures/test';
import { ACCIDENT, WORKS } from '../pages/case-space';
import { Evidence } from '../pages/evidence';

const LOOKS = [
  { name: 'light', theme: 'light', care: false },
  { name: 'dark', theme: 'dark', care: false },
  { name: 'care', theme: 'light', care: true },
  { name: 'dark care', theme: 'dark', care: true },
];

/** Sets the look the way a person does, on the appearance page. */
async function wear(page: Page, look: (typeof LOOKS)[number]): Promise<void> {
  await page.goto('/me/appearance');
  await page.getByTestId(`theme-${look.theme}`).click();
  await page.getByTestId('me-care').setChecked(look.care);
}

for (const look of LOOKS) {
  test(`every page is accessible, ${look.name}`, async ({ enter }) => {
    test.setTimeout(120_000);
    const { page, space } = await enter('clerk');
    await wear(page, look);
    await page.goto('/cases');
    await expect(page.locator('[data-testid^="case-row-"]').first()).toBeVisible();
    await expectAccessible(page, 'the case list');
    await space.open();
    const here = new URL(page.url()).pathname;
    await expectAccessible(page, 'the case space');
    await page.getByTestId('plus-button').click();
    await expectAccessible(page, 'the plus panel');
    await page.goto(here); // The panel is closed again.
    await space.entries.last().getByTestId('entry-menu').click();
    await expect(page.getByRole('menuitem').first()).toBeFocused();
    // A menu floats over the page and belongs to no landmark.
    await expectAccessible(page, 'the entry menu', ['region']);
    const pages = [
      `${here}/details`,
      `${here}/people`,
      `${here}/location`,
      `${here}/members`,
      '/services',
      '/services/open-case',
      '/services/accounts',
      '/services/feedback',
      '/feedback',
      '/me',
      '/me/devices',
      '/me/language',
      '/me/appearance',
      '/me/help',
      '/me/about',
      '/password',
      '/no-such-page',
    ];
    for (const path of pages) {
      await page.goto(path);
      await expect(page.getByRole('main').getByRole('heading').first()).toBeVisible();
      await expectAccessible(page, path);
    }
  });
}

for (const look of LOOKS) {
  test(`every page of evidence is accessible, ${look.name}`, async ({ enter }) => {
    test.setTimeout(120_000);
    const { page, space } = await enter('defendant');
    await wear(page, look);
    await page.goto('/cases');
    await space.open(WORKS);
    await expect(page.getByTestId('picture-open').first()).toBeVisible();
    await expectAccessible(page, 'a case space with pictures, a voice and exhibits');
    const works = Evidence.of(page);
    await works.open('竣工验收单');
    await expect(page.getByTestId('access-log')).toBeVisible();
    await expectAccessible(page, 'an exhibit with an objection and a reply');
    await works.go('');
    await expectAccessible(page, 'the evidence list');
    const [first, second] = [await works.row('施工合同').boundingBox(), await works.row('竣工验收单').boundingBox()];
    expect(second!.x, 'one exhibit stands below the other').toBe(first!.x);
    expect(second!.y).toBeGreaterThanOrEqual(first!.y + first!.height);
    await works.go('/matrix');
    await expect(page.locator('[data-testid^="cell-"]').first()).toBeVisible();
    await expectAccessible(page, 'the matrix');
    await works.go('/new');
    await expect(page.getByTestId('evidence-name')).toBeVisible();
    await expectAccessible(page, 'the submission of an exhibit');
    await works.open('装饰装修工程施工合同');
    await page.getByTestId('exhibit-file').first().click();
    await expect(page.locator('[data-testid^="viewer-page-"]').first()).toBeVisible();
    await expectAccessible(page, 'the viewer');
    // Here an exchange is under way, and this party is still to answer.
    await page.goto('/cases');
    await space.open(ACCIDENT);
    const accident = Evidence.of(page);
    await accident.go('/exchange');
    await expect(page.getByTestId('exchange-open')).toBeVisible();
    await expectAccessible(page, 'an exchange');
    await accident.open('事故现场照片');
    await expect(page.getByTestId('opinion-form')).toBeVisible();
    await expectAccessible(page, 'an exhibit to be examined under seal');
  });
}

test('the log-in page and the page without wasm are accessible', async ({ visitor }) => {
  const { page } = await visitor();
  await page.goto('/');
  await expect(page.getByTestId('login-phone')).toBeVisible();
  await expectAccessible(page, 'the log-in');
  await page.getByTestId('login-submit').click();
  await expectAccessible(page, 'the log-in with faults');
  await page.goto('/plain.html');
  await expectAccessible(page, 'the plain page');
});

test('nothing is cut off at 200 % text', async ({ enter }) => {
  const { page, space } = await enter('plaintiff');
  const wide = () =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  await page.goto('/me/appearance');
  await page.getByTestId('text-size').fill('200');
  expect(await wide()).toBeLessThanOrEqual(0);
  await page.goto('/cases');
  await expect(page.locator('[data-testid^="case-row-"]').first()).toBeVisible();
  expect(await wide()).toBeLessThanOrEqual(0);
  await space.open();
  expect(await wide()).toBeLessThanOrEqual(0);
  await expect(space.composer).toBeInViewport();
});
