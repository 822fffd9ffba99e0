// Ways to sign besides one hand on one screen, and what stands on the paper afterwards.
import { readFileSync } from 'node:fs';
import { Desk } from '../fixtures/desk';
import { pressUntil, tabTo } from '../fixtures/keys';
import { type Page, expect, expectAccessible, test } from '../fixtures/test';
import { WORKS } from '../pages/case-space';
import { PadOnScreen, PdfOnScreen, code, name, wordsOf } from '../pages/documents';
import { type Picked, drawnPdf } from '../pages/evidence';

/** Three sparse pages; invented, and says so. */
function agreement(page: Page): Promise<Picked> {
  const leaf = (number: number): string =>
    `<h1>演示协议第${number}页</h1><p>本文件为演示而作，不是真实协议。</p>`;
  return drawnPdf(page, '演示协议.pdf', [1, 2, 3].map(leaf));
}

/** A finger in red ink on white paper; nobody's. */
async function fingerprint(page: Page): Promise<Picked> {
  const drawing = await page.context().newPage();
  await drawing.setViewportSize({ width: 900, height: 1_200 });
  await drawing.setContent(
    '<body style="margin:0;background:#fff"><div style="position:absolute;inset:200px 250px;border-radius:50%;background:repeating-radial-gradient(#b4141e 0 14px,#fff 14px 20px)"></div></body>',
  );
  const buffer = await drawing.screenshot({ type: 'jpeg', quality: 90 });
  await drawing.close();
  return { name: '演示指印.jpg', mimeType: 'image/jpeg', buffer };
}

/** Everything that a screen reader is told politely from now on. */
async function listening(page: Page): Promise<() => Promise<string[]>> {
  const said = await page.getByTestId('live-polite').evaluateHandle((region) => {
    const said: string[] = [];
    const hear = () => said.push(region.textContent ?? '');
    new MutationObserver(hear).observe(region, { childList: true, characterData: true, subtree: true });
    return said;
  });
  return () => said.jsonValue();
}

async function choose(page: Page, field: string, label: string | RegExp): Promise<void> {
  const option = page.locator(`#${field} option`).filter({ hasText: label });
  await page.locator(`#${field}`).selectOption((await option.getAttribute('value')) ?? '');
}

test('a PDF with several places and initials on every page: two on one device one after the other, an organisation with a witness', async ({
  enter,
}) => {
  test.setTimeout(180_000);
  const clerk = await enter('clerk');
  await clerk.space.open();
  const home = new URL(clerk.page.url()).pathname;
  const desk = clerk.page;
  await desk.goto(`${home}/documents/new`);
  await desk.getByTestId('paper-kind-3').check();
  await desk.getByTestId('paper-title').fill('演示协议');
  // What is missing is said until it is there.
  const missing = desk.getByText(/请选择 PDF，并等|Choose a PDF and wait/);
  await desk.getByTestId('send-paper').click();
  await expect(missing).toHaveCount(2);
  await desk.locator('#paper-pdf').setInputFiles(await agreement(desk));
  await expect(desk.getByTestId('pdf-state')).toContainText('3');
  await expect(missing).toHaveCount(0);
  await desk.getByTestId('paper-initials').click();
  await desk.getByTestId('paper-to').getByLabel(/周敏/).selectOption('sign');
  await desk.getByTestId('paper-to').getByLabel(/韩立/).selectOption('sign');
  const places = [
    { who: '周敏', page: '1', corner: '0' },
    { who: '周敏', page: '3', corner: '2' },
    { who: '韩立', page: '3', corner: '0' },
  ];
  for (const [at, place] of places.entries()) {
    await desk.getByTestId('place-add').click();
    await choose(desk, `place-${at}-who`, place.who);
    await desk.locator(`#place-${at}-page`).selectOption(place.page);
    await desk.locator(`#place-${at}-corner`).selectOption(place.corner);
  }
  await expectAccessible(desk, 'places for signatures');
  await desk.getByTestId('send-paper').click();
  await desk.getByTestId('documents').locator('a').first().click();
  const document = new URL(desk.url()).pathname;

  // One signs, then hands the device to another, who is named first.
  const { page } = await enter('plaintiff');
  await page.goto(`${document}/sign`);
  await expect(page.getByTestId('sign-name')).toHaveValue('周敏');
  const pad = new PadOnScreen(page);
  for (const signer of ['周敏', '周明']) {
    await name(page, signer);
    await page.getByTestId('sign-submit').click();
    await pad.isReady();
    await expect(page.getByTestId('pad')).toContainText(signer);
    expect(await pad.ink(), 'nothing is left of whoever wrote before').toBe(0);
    await pad.write();
    await pad.finish();
    await expect(page.getByTestId('signed')).toContainText(signer);
    if (signer === '周敏') {
      await page.getByTestId('next-person').click();
      await expect(page.getByTestId('sign-name')).toBeFocused();
      await expect(page.getByTestId('sign-name')).toHaveValue('');
    }
  }

  // An organisation signs through its representative, who is helped by a witness.
  const other = (await enter('defendant')).page;
  await other.goto(`${document}/sign`);
  await name(other, '韩立', '法定代表人');
  await other.getByTestId('sign-way-2').check();
  await other.getByTestId('sign-submit').click();
  await expect(other.locator('.ui-error-summary')).toBeFocused();
  await other.getByTestId('sign-witness').fill('林溪');
  await expect(other.locator('.ui-error-summary')).toHaveCount(0);
  await expect(other.locator('.ui-field__error').filter({ hasText: /\S/ })).toHaveCount(0);
  await expectAccessible(other, 'signing with a witness');
  await other.getByTestId('write-too').click();
  const helped = new PadOnScreen(other);
  await helped.isReady();
  await helped.write();
  await helped.finish();

  // On the paper: both hands side by side, the third on its own place, all of them on every edge.
  await expect(desk.getByTestId('document-answers')).toContainText('周明');
  await expect(desk.getByTestId('signed-pdf').first()).toBeVisible({ timeout: 30_000 });
  await expect(desk.getByTestId('document-answers')).toContainText('韩立');
  const pdf = await PdfOnScreen.open(desk.getByTestId('signed-pdf').first());
  const height = 90;
  for (const [number, left] of [[1, 80], [3, 670]] as const) {
    const strip = (x: number) => pdf.ink(number, { x: left + x, y: 840, width: 20, height });
    // 王 has its upright in the middle: two of them have it in the middle of each half.
    const [one, between, two] = [await strip(52), await strip(115), await strip(177)];
    expect(one, `周敏 on page ${number}`).toBeGreaterThan(between + 5);
    expect(two, `周明 on page ${number}`).toBeGreaterThan(between + 5);
  }
  expect(await pdf.ink(3, { x: 80, y: 840, width: 250, height }), '韩立').toBeGreaterThan(20);
  expect(await pdf.ink(1, { x: 375, y: 840, width: 250, height }), 'nobody').toBe(0);
  for (const number of [1, 2, 3]) {
    await pdf.says(number, [`演示协议第${number}`]);
    for (const y of [920, 875]) {
      expect(await pdf.ink(number, { x: 890, y, width: 90, height: 40 }), `initials on page ${number}`).toBeGreaterThan(5);
    }
  }
  await pdf.says(4, ['签名页', '演示协议', '周敏', '周明', '笔迹SHA-256']);
  await pdf.says(5, ['韩立', '身份法定代表人', '他人协助，见证人：林溪', '笔迹SHA-256']);
});

test('an answer that is lost is asked for again: the second person on the device is not told that the first one\'s signature is theirs', async ({ court, enter }) => {
  const desk = await Desk.of(court, /周敏 诉 韩立/);
  const [document = ''] = await desk.send({ paper: 'integrity_pledge', to: [{ who: '周敏', duty: 'sign' }] });
  const { page } = await enter('plaintiff');
  await page.goto(`${document}/sign`);
  const pad = new PadOnScreen(page);
  const sign = async (signer: string): Promise<void> => {
    await name(page, signer);
    await page.getByTestId('sign-submit').click();
    await pad.isReady();
    expect(await pad.ink(), 'nothing of whoever wrote before').toBe(0);
    await pad.write();
  };
  // The court has it, and the answer does not arrive.
  await sign('周敏');
  await page.route('**/finish', async (route) => route.fetch().then(() => route.abort()), { times: 1 });
  await pad.lose();
  await sign('周明');
  await pad.finish();
  await expect(page.getByTestId('signed')).toContainText('周明');
  await expect(page.getByTestId('signed-before')).toContainText('周敏');

  // With help, written too, and lost before the court had it: the button signs without the drawing.
  await page.getByTestId('next-person').click();
  await expect(page.getByTestId('signed-before')).toBeEmpty();
  await name(page, '周华');
  await page.getByTestId('sign-way-2').check();
  await page.getByTestId('sign-witness').fill('林溪');
  await page.getByTestId('write-too').click();
  await pad.isReady();
  await pad.write();
  await page.route('**/finish', (route) => route.abort(), { times: 1 });
  await pad.lose();
  await page.getByTestId('sign-submit').click();
  await expect(page.getByTestId('signed')).toContainText('周华', { timeout: 30_000 });
  await expect(page.getByTestId('ink-preview')).toHaveCount(0);
  await page.getByTestId('to-document').click();
  const signed = page.getByTestId('document-answers').locator('.doc-answer');
  for (const signer of ['周敏', '周明', '周华']) {
    await expect(signed.filter({ hasText: new RegExp(`(签名（|signed as )${signer}`) }), signer).toHaveCount(1);
  }
});

test('a connection that is lost between the drawing and the manifest, before the court had it and after, signs once; who looks at what was drawn is noted and told', async ({ court, enter, english }) => {
  const desk = await Desk.of(court, /周敏 诉 韩立/);
  const [document = ''] = await desk.send({ paper: 'integrity_pledge', to: [{ who: '周敏', duty: 'sign' }] });
  const { page } = await enter('plaintiff');
  await page.goto(`${document}/sign`);
  const pad = new PadOnScreen(page);
  await page.getByTestId('sign-submit').click();
  await pad.isReady();
  await pad.write();
  const finishes: string[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/finish')) finishes.push(request.url());
  });
  const ways = [
    () => page.route('**/trace', (route) => route.abort(), { times: 1 }),
    () => page.route('**/trace', async (route) => route.fetch().then(() => route.abort()), { times: 1 }),
    () => page.route('**/finish', (route) => route.abort(), { times: 1 }),
  ];
  for (const way of ways) {
    await way();
    await pad.lose();
    await page.getByTestId('sign-submit').click();
    await expect(page.getByTestId('pad'), 'nothing is written twice').toContainText(english ? '4 strokes' : '已写 4 笔');
  }
  // Too old: another is begun by itself, with what was drawn.
  const over = { status: 409, contentType: 'application/problem+json', body: JSON.stringify({ code: 'ceremony_over' }) };
  await page.route('**/trace', (route) => route.fulfill(over), { times: 1 });
  await page.route('**/finish', async (route) => route.fetch().then(() => route.abort()), { times: 1 });
  await pad.lose();
  expect(new Set(finishes).size, 'another ceremony').toBe(2);
  // Drawn anew: what stands is what was sent, and that is said.
  await page.getByTestId('sign-submit').click();
  await page.getByTestId('pad-clear').click();
  await pad.write();
  await pad.finish();
  await expect(page.getByTestId('signed')).toContainText(english ? 'you sent before' : '您之前提交的签名');
  await expect(page.getByTestId('ink-preview')).toHaveCount(0);
  expect(finishes.length, 'it was not sent again').toBe(2);
  await expectAccessible(page, 'a signature that stood already');
  await page.getByTestId('to-document').click();
  await expect(page.getByTestId('document-answers').locator('.doc-answer').filter({ hasText: /(签名（|signed as )周敏/ })).toHaveCount(1);

  // The court sees what was drawn once it has said what for; whoever drew it sees who did.
  const clerk = (await enter('clerk')).page;
  await clerk.goto(document);
  await clerk.getByTestId('ink-looks').click();
  const drawn = clerk.getByTestId('ink-signature');
  await expect(drawn).toHaveCount(1);
  await drawn.getByTestId('ink-look').click();
  await expect(drawn).toContainText(english ? 'Say what you look at it for.' : '请选择查看目的。');
  await drawn.getByRole('combobox').selectOption({ index: 1 });
  await drawn.getByTestId('ink-look').click();
  const noted = english ? /\(Clerk\): The signature is disputed/ : /（书记员）：当事人对签名有异议/;
  await expect(drawn.getByTestId('ink-readings')).toContainText(noted);
  const picture = drawn.getByTestId('ink-picture');
  expect(await picture.evaluate((shown: HTMLImageElement) => shown.decode().then(() => shown.naturalWidth))).toBeGreaterThan(300);
  await expectAccessible(clerk, 'the official picture');
  const [taken] = await Promise.all([clerk.waitForEvent('download'), drawn.getByTestId('ink-take').click()]);
  expect(readFileSync(await taken.path()).subarray(1, 4).toString()).toBe('PNG');
  await page.getByTestId('ink-looks').click();
  await expect(page.getByTestId('ink-readings')).toContainText(noted);
  await expect(page.getByTestId('ink-look')).toHaveCount(0);
  await expectAccessible(page, 'who looked at my handwriting');
});

test('a version that comes while somebody writes is said, and takes the place of nothing that stands', async ({ court, enter, english }) => {
  const desk = await Desk.of(court, /周敏 诉 韩立/);
  const [document = ''] = await desk.send({ paper: 'integrity_pledge', to: [{ who: '周敏', duty: 'sign' }] });
  const { page } = await enter('plaintiff');
  await page.goto(`${document}/sign`);
  const pad = new PadOnScreen(page);
  await page.getByTestId('sign-submit').click();
  await pad.isReady();
  await pad.write(0, 2);
  await desk.revise(document, 1);
  await expect(page.getByTestId('sign-outdated')).toContainText(english ? 'version 2' : '第 2 版');
  await expect(page.getByTestId('sign-outdated')).toBeFocused();
  await expect(page.getByTestId('pad')).toHaveCount(0);
  expect(await page.evaluate(() => Object.keys(sessionStorage).filter((key) => key.includes('ink')))).toEqual([]);
  await expectAccessible(page, 'another version while signing');
  await page.getByTestId('sign-outdated').getByRole('button').click();
  await expect(page.getByTestId('document-identity')).toContainText(english ? 'Version 2' : '第 2 版');
  await page.getByTestId('document-sign').click();
  await page.getByTestId('sign-submit').click();
  await pad.isReady();
  expect(await pad.ink()).toBe(0);
  await pad.write();
  await pad.finish();
  // What stands stays said.
  await desk.revise(document, 2);
  await expect(page.getByTestId('sign-page').getByText(/第 3 版|version 3/i)).toHaveCount(0);
  await page.getByTestId('to-document').click();
  await expect(page.getByTestId('document-identity')).toContainText(english ? 'Version 3' : '第 3 版');
});

test('the agent types, and the signed PDF that is downloaded says what the record says', async ({ court, enter }) => {
  const desk = await Desk.of(court, /周敏 诉 韩立/);
  const [document = ''] = await desk.send({ paper: 'rights_notice', to: [{ who: '吴越', duty: 'sign' }] });
  const { page } = await enter('agent');
  await page.goto(`${document}/sign`);
  await name(page, '吴越', '委托诉讼代理人');
  await page.getByTestId('sign-way-1').check();
  await code(page);
  await page.getByTestId('sign-submit').click();
  await expect(page.getByTestId('signed')).toContainText('吴越', { timeout: 30_000 });
  await page.getByTestId('to-document').click();
  const take = page.getByTestId('take-signed-pdf').first();
  const [download] = await Promise.all([page.waitForEvent('download'), take.click()]);
  expect(download.suggestedFilename()).toBe('诉讼权利义务告知书（签署版）.pdf');
  const pages = await wordsOf(readFileSync(await download.path()));
  expect(pages[0]).toContain('诉讼权利义务告知书');
  const last = pages.at(-1) ?? '';

  // The record, as the agent's own browser has it.
  const [, , id] = document.split('/');
  const read = (url: string) => page.evaluate(async (url) => (await fetch(url)).text(), url);
  const entries = (await read(`/api/cases/${id}`)) + (await read(`/api/cases/${id}/entries?after=0&limit=200`));
  for (const words of ['签名页', '签名人吴越', '身份委托诉讼代理人', '方式输入姓名,短信验证码确认']) {
    expect(last).toContain(words.normalize('NFKC'));
  }
  for (const name of ['所签文件SHA-256:', '所签文件SM3:', '清单SHA-256']) {
    const hash = new RegExp(`${name}([0-9a-f]{64})`).exec(last)?.[1] ?? 'none';
    expect(entries, name).toContain(hash);
  }
  const time = /时间(\d+)年(\d+)月(\d+)日(\d\d):(\d\d):(\d\d)/.exec(last)?.slice(1).map(Number) ?? [];
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = time;
  const said = Date.UTC(year, month - 1, day, hour - 8, minute, second);
  expect(Math.abs(Date.now() - said), 'a time of today, in the court\'s zone').toBeLessThan(10 * 60_000);
});

for (const look of [
  { name: 'dark', theme: 'dark', care: false },
  { name: '关怀', theme: 'light', care: true },
]) {
  test(`pages of documents are accessible, ${look.name}`, async ({ court, enter }) => {
    const desk = await Desk.of(court, /周敏 诉 韩立/);
    const [document = ''] = await desk.send({ paper: 'integrity_pledge', to: [{ who: '周敏', duty: 'sign' }] });
    const { page } = await enter('plaintiff');
    await page.goto('/me/appearance');
    await page.getByTestId(`theme-${look.theme}`).click();
    await page.getByTestId('me-care').setChecked(look.care);
    await page.goto(`${desk.home}/documents`);
    await expect(page.getByTestId('documents').locator('a').first()).toBeVisible();
    await expectAccessible(page, `documents, ${look.name}`);
    await page.goto(document);
    await expect(page.getByTestId('paper-lines')).toBeVisible();
    await expectAccessible(page, `a document, ${look.name}`);
    await page.getByTestId('document-sign').click();
    await expect(page.getByTestId('sign-form')).toBeVisible();
    await expectAccessible(page, `signing, ${look.name}`);
    await page.getByTestId('sign-submit').click();
    const pad = new PadOnScreen(page);
    await pad.isReady();
    await expectAccessible(page, `the pad, ${look.name}`);
    expect(await pad.corner(), 'paper is white').toEqual([255, 255, 255, 255]);
  });
}

test('a fingerprint is photographed and stands on the paper', async ({ court, enter }) => {
  const desk = await Desk.of(court, /周敏 诉 韩立/);
  const [document = ''] = await desk.send({ paper: 'integrity_pledge', to: [{ who: '周敏', duty: 'sign' }] });
  const { page } = await enter('plaintiff');
  await page.goto(`${document}/sign`);
  await page.getByTestId('sign-way-3').check();
  await page.getByTestId('sign-submit').click();
  await expect(page.locator('.ui-error-summary')).toBeFocused();
  await page.locator('#sign-camera').setInputFiles(await fingerprint(page));
  await expect(page.getByTestId('photo-state')).toContainText(/已上传|has arrived/);
  await expectAccessible(page, 'a fingerprint that was photographed');

  // The court cannot be reached: the photograph is not asked for again.
  await page.route('**/signing', (route) => route.abort());
  await page.getByTestId('sign-submit').click();
  await expect(page.locator('#sign-failed')).toBeFocused();
  await page.unroute('**/signing');
  await expect(page.getByTestId('photo-state')).toContainText(/已上传|has arrived/);
  await page.getByTestId('sign-submit').click();
  await expect(page.getByTestId('signed')).toBeVisible({ timeout: 30_000 });

  await page.getByTestId('to-document').click();
  await expect(page.getByTestId('signed-here')).toContainText('周敏');
  const pdf = await PdfOnScreen.open(page.getByTestId('signed-pdf').first());
  await pdf.says(2, ['签名页', '捺印，照片存于案卷', '照片 SHA-256']);
  const whole = { x: 0, y: 0, width: 1_000, height: 1_000 };
  expect(await pdf.ink(1, whole, 'red')).toBeGreaterThan(20);
  expect(await pdf.ink(2, whole, 'red')).toBe(0);
});

test('a party makes its 证据目录 and signs it by keys alone, with a name and a code; every step is heard', async ({ enter, english }) => {
  const clerk = await enter('clerk');
  await clerk.space.open(WORKS);
  const home = new URL(clerk.page.url()).pathname;
  const { page } = await enter('defendant');
  await page.goto(`${home}/evidence`);
  await expect(page.getByTestId('make-evidence-list')).toBeVisible();
  await pressUntil(page, 'Shift+Tab', '[data-testid="make-evidence-list"]');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('document-page')).toBeVisible();
  await expect(page.getByTestId('paper-lines')).toContainText('原告证据1');
  // Lines are counted for whoever hears them; headings lead through them.
  const first = page.getByTestId('paper-lines').getByRole('listitem').first();
  await expect(first).toHaveAttribute('value', '1');
  // A table is one: its columns have heads, its rows the numbers that stand on the sheet.
  const table = page.getByTestId('paper-lines').getByRole('table');
  await expect(table).toMatchAriaSnapshot(`
    - table:
      - rowgroup:
        - row:
          - columnheader /^${english ? 'Line' : '行'} ?4$/
          - columnheader "编号"
          - columnheader "证据名称"
          - columnheader "种类"
          - columnheader "来源"
          - columnheader "证明目的"
          - columnheader "页数"
          - columnheader "原件"
      - rowgroup:
        - row /^5 原告证据1/
  `);
  await tabTo(page, 'document-sign');
  await page.keyboard.press('Enter');

  const form = page.getByTestId('sign-form');
  await expect(form).toMatchAriaSnapshot(
    english
      ? `
    - textbox "Name of who signs": 韩立
    - combobox "In which capacity"
    - group "How to sign":
      - radio "By hand on the screen" [checked]
      - radio "Type the name, with a code by telephone"
      - radio "With the help of another person"
      - radio "Fingerprint, photographed"
    - button "Write the signature"
  `
      : `
    - textbox "签名人姓名": 韩立
    - combobox "以什么身份签名"
    - group "怎样签名":
      - radio "手写签名" [checked]
      - radio "输入姓名和短信验证码"
      - radio "由他人协助签名"
      - radio "按指印并拍照"
    - button "去手写签名"
  `,
  );
  await pressUntil(page, 'Tab', '[data-testid="sign-way-0"]');
  await page.keyboard.press('ArrowDown');
  await expect(page.getByTestId('sign-way-1')).toBeChecked();
  await expect(page.getByTestId('sign-way-1')).toBeFocused();
  // Faults are led to.
  await tabTo(page, 'sign-submit');
  await page.keyboard.press('Enter');
  await expect(page.locator('.ui-error-summary')).toBeFocused();
  await pressUntil(page, 'Tab', '.ui-error-summary :is(a, button)');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('sign-code')).toBeFocused();
  await pressUntil(page, 'Shift+Tab', '[data-testid="get-code"]');
  await page.keyboard.press('Enter');
  const told = form.getByRole('status').filter({ hasText: /\d{6}/ });
  await expect(told).toBeVisible();
  const code = /\d{6}/.exec((await told.textContent()) ?? '')?.[0] ?? '';
  await tabTo(page, 'sign-code');
  await page.keyboard.type(code === '000000' ? '111111' : '000000');
  await page.keyboard.press('Enter');
  // A wrong code is said, and the focus is where it is said.
  await expect(page.locator('#sign-failed')).toBeFocused();
  await expect(page.locator('#sign-failed').getByRole('alert')).toBeVisible();
  await tabTo(page, 'sign-code');
  await page.keyboard.press('Control+a');
  await page.keyboard.type(code);
  const heard = await listening(page);
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('signed').getByRole('heading')).toBeFocused({ timeout: 30_000 });
  const stands = english ? 'The signature of 韩立 is in the record' : '韩立 的签名已记入案件';
  expect((await heard()).join('\n')).toContain(stands);
  await tabTo(page, 'to-document');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('signed-here')).toContainText('韩立');

  // The court has it, with the exhibits in it.
  await clerk.page.goto(`${home}/documents`);
  const row = clerk.page.getByTestId('documents').locator('a').filter({ hasText: '证据目录' });
  await expect(row).toContainText(english ? 'signed' : '已签名');
  await row.click();
  const pdf = await PdfOnScreen.open(clerk.page.getByTestId('signed-pdf').first());
  await pdf.says(1, ['证据目录', '原告证据1', '韩立']);
});
