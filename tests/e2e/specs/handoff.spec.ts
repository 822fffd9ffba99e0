import { DESKTOP, PHONE, type Page, type Person, type Screen, expect, expectAccessible, test } from '../fixtures/test';
import { PadOnScreen } from '../pages/documents';

const NOTICE = /诉讼权利义务告知书/;

/** A telephone in WeChat, which opens what it scans in a browser of its own. */
const WECHAT: Screen & { userAgent: string } = {
  ...PHONE,
  userAgent:
    'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/130.0.0.0 Mobile Safari/537.36 MicroMessenger/8.0.50(0x28003256) Language/zh_CN',
};

/** A device whose clock is wrong by so many hours. */
async function wrongBy(hours: number, person: Person): Promise<void> {
  await person.context.addInitScript((ms) => {
    const now = Date.now.bind(Date);
    Date.now = () => now() + ms;
  }, hours * 3_600_000);
}

/** The clerk asks the defendant to sign a paper. */
async function asked(clerk: Person): Promise<string> {
  const { page } = clerk;
  await clerk.space.open();
  const home = new URL(page.url()).pathname;
  await page.goto(`${home}/documents/new`);
  await page.getByTestId('paper-kind-1').check();
  await page.getByTestId('paper-to').getByLabel(/韩立/).selectOption('sign');
  await page.getByTestId('send-paper').click();
  await expect(page.getByTestId('documents').locator('li')).toHaveCount(1);
  return home;
}

async function atDocument(page: Page, home: string): Promise<void> {
  await page.goto(`${home}/documents`);
  await page.getByTestId('documents').locator('a').first().click();
  await expect(page.getByTestId('paper-lines')).toBeVisible();
}

/** What a camera reads from the desktop's screen, and the number beside it. */
async function shown(desktop: Page): Promise<{ path: string; number: string }> {
  const address = await desktop.getByTestId('handoff-code').getAttribute('data-address');
  const number = (await desktop.getByTestId('handoff-number').textContent()) ?? '';
  return { path: new URL(address ?? '').pathname, number: number.trim() };
}

async function mirrors(desktop: Page, step: string): Promise<void> {
  await expect(desktop.locator(`[data-testid="handoff-step"][data-step="${step}"]`)).toBeVisible();
}

async function pick(phone: Page, number: string): Promise<void> {
  await phone.getByTestId('handoff-numbers').getByRole('button', { name: number, exact: true }).click();
}

test('the defendant signs from a desktop with the phone; whoever else scans gets nothing; reloading, going back, a lost connection and a wrong clock lose nothing', async ({ enter, visitor, english }) => {
  test.setTimeout(120_000);
  const clerk = await enter('clerk', DESKTOP);
  const home = await asked(clerk);
  const desktop = await visitor(DESKTOP);
  await wrongBy(26, desktop);
  await desktop.enterAs('defendant');
  await atDocument(desktop.page, home);
  await desktop.page.getByTestId('sign-on-phone').click();
  await expect(desktop.page.getByTestId('handoff-code')).toBeVisible();
  await expectAccessible(desktop.page, 'a code on the desktop');

  // Loaded again before anybody came: another code, since the first was not kept.
  const first = await shown(desktop.page);
  await desktop.page.reload();
  await expect(desktop.page.getByTestId('handoff-code')).toBeVisible();
  const { path, number } = await shown(desktop.page);
  expect(path).not.toBe(first.path);

  // The desktop itself is not the other device.
  const tab = await desktop.tab();
  await tab.page.goto(path);
  await expect(tab.page.getByTestId('handoff-failed')).toContainText(english ? 'with your phone' : '请用手机扫码');
  await tab.page.close();

  // A photograph of the screen, number and all, in the hands of the other side.
  const other = await enter('plaintiff', PHONE);
  await other.page.goto(path);
  await expect(other.page.getByTestId('handoff-failed')).toContainText(english ? 'somebody else' : '另一个人');
  await expect(other.page.locator('body')).not.toContainText(NOTICE);
  await expectAccessible(other.page, 'a code that is meant for somebody else');

  // Nothing is told before the log-in; after it the phone is where it wanted to be.
  const phone = await visitor(WECHAT);
  await wrongBy(-26, phone);
  const { page } = phone;
  await page.goto(path);
  await expect(page.getByTestId('demo-defendant')).toBeVisible();
  await expect(page.locator('body')).not.toContainText(NOTICE);
  await page.getByTestId('demo-defendant').click();
  const offer = page.getByTestId('handoff-offer');
  await expect(offer).toContainText(NOTICE);
  await expect(offer).toContainText('示范人民法院');
  await expect(offer).toContainText('周敏 诉 韩立');
  await expect(offer).toContainText(english ? 'Version 1' : '第 1 版');
  await expectAccessible(page, 'what the phone is asked to sign');
  // The desktop says which device it is, while the number is still to be picked.
  await mirrors(desktop.page, 'Scanned');
  await expect(desktop.page.getByTestId('handoff-panel')).toContainText(/微信|WeChat/);
  await expect(desktop.page.getByTestId('handoff-number')).toHaveText(number);
  await expectAccessible(desktop.page, 'a phone has opened the code');

  // Two phones scan one code: the quicker one has it.
  const second = await enter('defendant', PHONE);
  await second.page.goto(path);
  await expect(second.page.getByTestId('handoff-offer')).toBeVisible();
  await pick(page, number);
  await expect(page.getByTestId('handed-over')).toContainText(NOTICE);
  await mirrors(desktop.page, 'Reading');
  await expect(second.page.getByTestId('handoff-failed')).toContainText(english ? 'Another device' : '另一台设备');
  await expectAccessible(desktop.page, 'the phone is reading');
  await expectAccessible(page, 'a document that was handed over');

  // Loaded again on either side.
  await page.reload();
  await expect(page.getByTestId('handed-over')).toContainText(NOTICE);
  await desktop.page.reload();
  await mirrors(desktop.page, 'Reading');

  // Back, and Escape: asked before anything is given up.
  await page.goBack();
  await expect(page.getByTestId('handoff-left-page')).toBeVisible();
  await expectAccessible(page, 'left in the middle');
  await page.getByTestId('handoff-go-on').click();
  await expect(page.getByTestId('handed-over')).toBeVisible();
  await desktop.page.keyboard.press('Escape');
  await expect(desktop.page.getByTestId('handoff-leaving')).toBeVisible();
  await expectAccessible(desktop.page, 'leaving while the phone goes on');
  await desktop.page.getByTestId('handoff-stay').click();

  // A desktop out of reach says so; a phone, too, and tells later what it did meanwhile.
  const lost = english ? 'cannot reach the court' : '没有连上法院';
  await desktop.goOffline();
  await expect(desktop.page.getByTestId('handoff-panel')).toContainText(lost);
  await desktop.goOnline();
  await expect(desktop.page.getByTestId('handoff-panel')).not.toContainText(lost, { timeout: 20_000 });
  await phone.goOffline();
  await page.getByTestId('handed-over-sign').click();
  await expect(page.getByTestId('handoff-page')).toContainText(lost);
  await phone.goOnline();
  await expect(page.getByTestId('handoff-page')).not.toContainText(lost, { timeout: 20_000 });
  await mirrors(desktop.page, 'Signing');

  // Back from the pad to the words, and loaded again there.
  await page.goBack();
  await mirrors(desktop.page, 'Reading');
  await page.getByTestId('handed-over-sign').click();
  await mirrors(desktop.page, 'Signing');
  await page.reload();
  await mirrors(desktop.page, 'Reading');
  await page.getByTestId('handed-over-sign').click();

  // The court has the signature, and its answer does not reach the phone, which hears of it all the same.
  await page.route('**/finish', async (route) => {
    await route.fetch();
    await route.abort();
  }, { times: 1 });
  await page.getByTestId('sign-submit').click();
  const pad = new PadOnScreen(page);
  await pad.isReady();
  await pad.write();
  await pad.finish();
  await mirrors(desktop.page, 'Signed');
  await expectAccessible(desktop.page, 'signed on the phone');
  await expectAccessible(page, 'signed for the desktop');
  await desktop.page.getByTestId('handoff-done').click();
  await expect(desktop.page.getByTestId('handoff-panel')).toHaveCount(0);
  await expect(desktop.page.getByTestId('document-answers')).toContainText('韩立');
  // Loaded again, the phone still says that it is done.
  await page.reload();
  await expect(page.locator('[data-testid="handoff-over"][data-step="Signed"]')).toBeVisible();
  await page.getByTestId('handoff-to-document').click();
  await expect(page.getByTestId('document-answers')).toContainText('韩立');
});

test('a code that ran out, a wrong number, a computer that is not mine, a phone that gives up and a new version each say what to do and on which device', async ({ court, enter, english }) => {
  test.setTimeout(120_000);
  const clerk = await enter('clerk', DESKTOP);
  const home = await asked(clerk);
  await court.stop('SIGTERM');
  await court.start('--code-life', '3000');
  const desktop = await enter('defendant', DESKTOP);
  const phone = await enter('defendant', PHONE);
  await atDocument(desktop.page, home);
  await desktop.page.getByTestId('document-sign').click();
  await desktop.page.getByTestId('sign-on-phone').click();
  const old = await shown(desktop.page);
  await mirrors(desktop.page, 'Expired');
  await expectAccessible(desktop.page, 'a code that ran out');
  await phone.page.goto(old.path);
  await expect(phone.page.getByTestId('handoff-failed')).toContainText(english ? 'Go back to the computer' : '请回到电脑');
  await expectAccessible(phone.page, 'a code that ran out, on the phone');

  // Issued again; the number of another screen ends it.
  await court.stop('SIGTERM');
  await court.start();
  const again = desktop.page.getByTestId('handoff-again');
  await again.click();
  const next = await shown(desktop.page);
  expect(next.path).not.toBe(old.path);
  await phone.page.goto(next.path);
  await expect(phone.page.getByTestId('handoff-numbers')).toBeVisible();
  const numbers = await phone.page.getByTestId('handoff-numbers').getByRole('button').allInnerTexts();
  await pick(phone.page, numbers.find((one) => one.trim() !== next.number)?.trim() ?? '');
  await expect(phone.page.getByTestId('handoff-failed')).toContainText(english ? 'not the number' : '选的数字');
  await mirrors(desktop.page, 'Expired');

  // Somebody else is signed in as the defendant: not a word about going on there.
  await again.click();
  const strange = await shown(desktop.page);
  await phone.page.goto(strange.path);
  await phone.page.getByTestId('handoff-refuse').click();
  await expect(phone.page.getByTestId('handoff-not-mine')).toBeVisible();
  await expectAccessible(phone.page, 'a computer that is not mine');
  await mirrors(desktop.page, 'Cancelled');
  await phone.page.getByTestId('handoff-devices').click();
  await expect(phone.page).toHaveURL(/devices/);

  // The phone gives up.
  await again.click();
  const third = await shown(desktop.page);
  await phone.page.goto(third.path);
  await pick(phone.page, third.number);
  await mirrors(desktop.page, 'Reading');
  await expect(phone.page.getByTestId('handed-over')).toBeVisible();
  // A new code would end it: asked first.
  await again.click();
  await expect(desktop.page.getByTestId('handoff-leaving')).toBeVisible();
  await desktop.page.getByTestId('handoff-stay').click();
  await mirrors(desktop.page, 'Reading');
  await phone.page.goBack();
  await phone.page.getByTestId('handoff-cancel').click();
  await expect(phone.page.getByTestId('handoff-over')).toContainText(english ? 'Go on at the computer' : '请回到电脑');
  await mirrors(desktop.page, 'Cancelled');
  await expectAccessible(desktop.page, 'the phone gave up');
  await expectAccessible(phone.page, 'given up, on the phone');

  // The desktop gives up, after it was asked.
  await again.click();
  const fourth = await shown(desktop.page);
  await phone.page.goto(fourth.path);
  await pick(phone.page, fourth.number);
  await mirrors(desktop.page, 'Reading');
  await desktop.page.goBack();
  await desktop.goOffline();
  await desktop.page.getByTestId('handoff-leave').click();
  // Not before the court has heard it.
  await expect(desktop.page.getByTestId('handoff-panel')).toContainText(english ? 'not stopped yet' : '还没有取消');
  await desktop.goOnline();
  await expect(desktop.page.getByTestId('handoff-panel')).toHaveCount(0, { timeout: 20_000 });
  await expect(desktop.page.getByTestId('sign-form')).toBeVisible();
  await expect(phone.page.getByTestId('handoff-over')).toBeVisible();

  // A new version comes while the phone reads the old one.
  await atDocument(desktop.page, home);
  await desktop.page.getByTestId('sign-on-phone').click();
  const last = await shown(desktop.page);
  await phone.page.goto(last.path);
  await pick(phone.page, last.number);
  await expect(phone.page.getByTestId('handed-over')).toBeVisible();
  await atDocument(clerk.page, home);
  await clerk.page.getByTestId('document-revise').click();
  await clerk.page.locator('#revise-reason').fill('更正告知事项（演示）');
  await clerk.page.getByTestId('revise-submit').click();
  await expect(phone.page.getByTestId('handed-over-outdated')).toBeVisible();
  await expect(desktop.page.getByTestId('handoff-panel')).toContainText(english ? 'new version' : '新版本');
  await expectAccessible(desktop.page, 'a new version while the phone reads');
  await expectAccessible(phone.page, 'a new version while reading');

  // Whoever logs out leaves nothing of it in the tab.
  const kept = () => desktop.page.evaluate(() => Object.keys(sessionStorage));
  expect(await kept()).toContain('anjian.kept.handoff');
  await desktop.page.goto('/me');
  await desktop.page.getByTestId('me-logout').click();
  await expect(desktop.page.getByTestId('login-phone')).toBeVisible();
  expect(await kept()).toEqual([]);
});
