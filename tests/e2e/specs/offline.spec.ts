import { expect, test } from '../fixtures/test';
import { LENDING } from '../pages/case-space';

const WORDS = ['离线第一句', '离线第二句', '离线第三句'] as const;

test('three messages written offline in a killed tab are sent after reopening, in order', async ({ enter }) => {
  const [judge, defendant] = [await enter('judge'), await enter('defendant')];
  await judge.space.open();
  await defendant.space.open();
  await defendant.shellKept();

  await defendant.goOffline();
  for (const words of WORDS) await defendant.space.say(words);
  await expect(defendant.space.said(WORDS[2]).getByTestId('delivery-pending')).toBeVisible();
  const address = defendant.page.url();
  await defendant.page.close();
  await judge.space.say('法官在此期间的话');

  // Still offline: the shell and the case open from the device, the words wait.
  const again = await defendant.tab();
  await again.page.goto(address);
  for (const words of WORDS) await expect(again.space.said(words)).toBeVisible();
  await again.goOnline();

  const order = ['法官在此期间的话', ...WORDS];
  await expect.poll(() => judge.space.order(order), { timeout: 40_000 }).toEqual(order);
  await expect.poll(() => again.space.order(order)).toEqual(order);
});

test('two tabs of one person send a message once', async ({ enter }) => {
  const [judge, plaintiff] = [await enter('judge'), await enter('plaintiff')];
  await judge.space.open();
  await plaintiff.space.open();
  const second = await plaintiff.tab();
  await second.page.goto(plaintiff.page.url());
  await expect(second.space.composer).toBeVisible();
  await plaintiff.goOffline();
  await plaintiff.space.say('只应出现一次');
  await second.space.say('另一个标签页的话');
  await plaintiff.goOnline();
  for (const words of ['只应出现一次', '另一个标签页的话']) {
    await expect(judge.space.said(words)).toHaveCount(1, { timeout: 40_000 });
    for (const tab of [plaintiff, second]) {
      await expect(tab.space.said(words).getByTestId('delivery-sealed')).toBeVisible();
      await expect(tab.space.said(words)).toHaveCount(1);
    }
  }
});

test('logging out leaves nothing of a case on the device', async ({ enter }) => {
  const plaintiff = await enter('plaintiff');
  await plaintiff.space.open();
  await plaintiff.space.composer.fill('写到一半的话');
  await plaintiff.page.goto('/me');
  await plaintiff.page.getByTestId('me-logout').click();
  await expect(plaintiff.page.getByTestId('login-phone')).toBeVisible();
  const left = await plaintiff.page.evaluate(async () => {
    const found: string[] = [...Object.keys(localStorage), ...Object.keys(sessionStorage)];
    for (const { name } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open(name ?? '');
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
      for (const store of database.objectStoreNames) {
        const count = await new Promise<number>((resolve) => {
          const request = database.transaction(store).objectStore(store).count();
          request.onsuccess = () => resolve(request.result);
        });
        if (count > 0) found.push(`${name}/${store}: ${count}`);
      }
      database.close();
    }
    return found;
  });
  // How the page looks is a preference of the device, not of the person.
  expect(left.filter((name) => name !== 'anjian.look')).toEqual([]);
});

test('papers opened without a network say so, and say nothing that is not known', async ({ enter }) => {
  const party = await enter('plaintiff');
  const { page } = party;
  const rows = page.locator('[data-testid^="case-row-"]');
  await party.space.open();
  const known = new URL(page.url()).pathname;
  await page.goto(`${known}/documents`);
  await expect(page.getByTestId('documents-page')).toBeVisible();
  await page.goto('/cases');
  // Another case, of which this device holds nothing.
  const href = await rows.filter({ hasNotText: LENDING }).first().getAttribute('href');
  await party.shellKept();
  await party.goOffline();

  const banner = page.locator('.frame__banners');
  await page.goto(`${known}/documents`);
  await expect(page.getByTestId('documents-page')).toBeVisible();
  await expect(banner).toContainText(/没有网络|No network/);
  await expect(page.locator('.ui-banner').filter({ hasText: /截至|as of/ })).toBeVisible();
  for (const path of ['documents', 'documents/2', 'documents/2/sign', 'documents/new']) {
    await page.goto(`${href}/${path}`);
    await expect(page.locator('.ui-problem').first()).toBeVisible();
    await expect(page.getByText(/还没有文书|没有找到|No documents yet|not found/)).toHaveCount(0);
  }
  await page.goto(`${href}/documents`);
  await expect(page.locator('.ui-problem').first()).toBeVisible();
  await party.goOnline();
  await expect(page.getByTestId('documents-page')).toBeVisible({ timeout: 40_000 });
});
