// Makes docs/picture.png: a phone's case list, a phone's case space, and a desktop's three panes.
//   ANJIAN_SERVER=… ANJIAN_DIST=… node tests/e2e/picture.mjs
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { PHONE, court, enter, launch } from '../bench/court.mjs';

const LENDING = /周敏 诉 韩立/;
const TARGET = fileURLToPath(new URL('../../docs/picture.png', import.meta.url));
const SHARP = 1.5;

const place = await court();
const browser = await launch();

async function person(role, screen) {
  const context = await browser.newContext({ ...screen, locale: 'zh-CN', deviceScaleFactor: SHARP });
  const page = await context.newPage();
  await enter(page, place.url, role);
  return page;
}

async function open(page) {
  await page.locator('[data-testid^="case-row-"]').filter({ hasText: LENDING }).first().click();
  await page.getByRole('feed').getByRole('article').last().waitFor();
  // What was unread has been read: the picture shows a case in its everyday state.
  await page.waitForResponse((answer) => answer.url().endsWith('/position'));
  await page.reload();
  await page.getByRole('feed').getByRole('article').last().waitFor();
}

async function say(page, words) {
  await page.getByTestId('composer-input').fill(words);
  await page.getByTestId('composer-send').click();
  await page.getByRole('feed').getByText(words).waitFor();
}

const judge = await person('judge', { viewport: { width: 1280, height: 800 } });
await open(judge);
const plaintiff = await person('plaintiff', PHONE);
const list = await person('agent', PHONE);
await open(plaintiff);
await say(judge, '请原告说明第二笔借款的交付方式。');
await say(plaintiff, '第二笔是银行转账，回单今天补交。');
await judge.getByRole('feed').getByText('回单今天补交').waitFor();
await list.getByText('周敏：第二笔').waitFor();
for (const page of [plaintiff, judge]) await page.getByText('正在输入').waitFor({ state: 'hidden' });

const shot = async (page) => `data:image/png;base64,${(await page.screenshot()).toString('base64')}`;
const frames = [
  ['phone', await shot(list)],
  ['phone', await shot(plaintiff)],
  ['desk', await shot(judge)],
];
const sheet = await (await browser.newContext({ viewport: { width: 1900, height: 720 } })).newPage();
await sheet.setContent(`<!doctype html><style>
  body { margin: 0; display: flex; gap: 32px; align-items: center; justify-content: center; height: 720px; background: #e4e7e5; }
  img { display: block; box-shadow: 0 8px 28px rgb(0 0 0 / 18%); }
  .phone { height: 640px; border-radius: 28px; border: 6px solid #222; }
  .desk { height: 660px; border-radius: 10px; border: 1px solid #c8cbc9; }
</style>${frames.map(([kind, source]) => `<img class="${kind}" src="${source}">`).join('')}`);
await sheet.screenshot({ path: TARGET });
await browser.close();
await place.close();
console.log(`${TARGET}: ${(readFileSync(TARGET).length / 1_024).toFixed(0)} KiB`);
