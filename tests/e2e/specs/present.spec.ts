// One shows a place in an exhibit, the others follow. Everything shown is invented.
import { book } from '../fixtures/pdf';
import { type Page, type Person, expect, expectAccessible, test } from '../fixtures/test';
import { Evidence } from '../pages/evidence';

const NAME = '演示合同';
const where = (page: Page) => page.getByTestId('viewer-where');
const percent = (page: Page) => page.locator('.viewer__percent');
const onPage = (number: number) => new RegExp(`(第 ?${number} ?页|Page ${number} of)`);

/** Opens the exhibit in the viewer. */
async function look(person: Person): Promise<void> {
  await Evidence.of(person.page).open(NAME);
  await person.page.getByTestId('exhibit-file').first().click();
  await expect(person.page.getByTestId('viewer-page-1').locator('canvas')).toBeVisible();
}

async function present({ page }: Person): Promise<void> {
  await page.getByTestId('viewer-more').click();
  await page.getByTestId('menu-present').click();
  await expect(page.getByTestId('leading')).toBeVisible();
}

test('the judge leads, the defendant follows, looks around, comes back; the plaintiff takes over', async ({ enter, english }) => {
  test.setTimeout(120_000);
  const [plaintiff, judge, defendant] = [await enter('plaintiff'), await enter('judge'), await enter('defendant')];
  for (const person of [plaintiff, judge, defendant]) await person.space.open();
  const contract = { name: '演示-合同.pdf', mimeType: 'application/pdf', buffer: book(12) };
  await Evidence.of(plaintiff.page).submit(NAME, [contract]);
  await plaintiff.page.goto(Evidence.of(plaintiff.page).home);
  await look(judge);
  await present(judge);
  await expectAccessible(judge.page, 'the viewer of who leads');

  // In the conversation the others hear of it, and go along by one press.
  const offers = defendant.page.getByTestId('presentation');
  // The viewer lies over the conversation; each has the line.
  const [offer, follow] = [offers.last(), defendant.page.getByTestId('presentation-follow').last()];
  await expect(offer).toContainText(NAME);
  await expectAccessible(defendant.page, 'the conversation while something is presented');
  await follow.click();
  await expect(where(defendant.page)).toContainText(onPage(1));
  await judge.page.keyboard.press('PageDown');
  await judge.page.keyboard.press('PageDown');
  await expect(where(judge.page)).toContainText(onPage(3));
  await expect(where(defendant.page)).toContainText(onPage(3));
  await judge.page.keyboard.press('+');
  await expect(percent(defendant.page)).toHaveText('125%');
  await expectAccessible(defendant.page, 'the viewer of who follows');

  // Loading the page again, one goes on following; moving something oneself, one has left.
  await defendant.page.reload();
  await expect(percent(defendant.page)).toHaveText('125%');
  await expect(where(defendant.page)).toContainText(onPage(3));
  await defendant.page.keyboard.press('Home');
  await expect(follow).toHaveText(english ? 'Follow' : /跟随/);
  await judge.page.keyboard.press('End');
  await expect(where(judge.page)).toContainText(onPage(12));
  await expect(where(defendant.page)).toContainText(onPage(1));
  await follow.click();
  await expect(where(defendant.page)).toContainText(onPage(12));

  // Handed over, it goes on from where it was, led by the other. A place that is still on its way does
  // not take the lead back: it is waited for.
  let [underWay, most, release] = [0, 0, (): void => undefined];
  const released = new Promise<void>((resolve) => (release = resolve));
  await judge.page.route(/\/presentation$/, async (route) => {
    most = Math.max(most, (underWay += 1));
    await released;
    const response = await route.fetch();
    underWay -= 1;
    await route.fulfill({ response });
  });
  await judge.page.keyboard.press('+');
  await expect.poll(() => underWay).toBe(1);
  await judge.page.getByTestId('leading-hand').click();
  await expectAccessible(judge.page, 'handing over');
  await judge.page.getByRole('dialog').getByRole('button', { name: /周敏/ }).first().click();
  await expect(judge.page.getByTestId('leading')).toHaveCount(0);
  release();
  await plaintiff.page.getByTestId('presentation-take').click();
  await expect(plaintiff.page.getByTestId('leading')).toBeVisible();
  await expect(where(plaintiff.page)).toContainText(onPage(12));
  expect(most).toBe(1);
  await plaintiff.page.keyboard.press('Home');
  for (const { page } of [judge, defendant]) await expect(where(page)).toContainText(onPage(1));

  // Stopped, it ends for everybody.
  await plaintiff.page.getByTestId('leading-stop').click();
  for (const { page } of [plaintiff, judge, defendant]) await expect(page.getByTestId(/^(presentation|leading)$/)).toHaveCount(0);

  // Who presents and goes away leaves nobody behind in it.
  await present(judge);
  await expect(offer).toBeVisible();
  await judge.page.close();
  await expect(offers).toHaveCount(0);
});
