// Makes the pictures and PDFs of the demonstration from the pages beside it:
//   node crates/server/papers/make.mjs      (after `cargo xtask test --only set-up`)
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const { chromium } = createRequire(`${here}/../../../tests/e2e/package.json`)('@playwright/test');
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
const page = await browser.newPage();
await page.goto(`file://${here}/papers.html`);
for (const shot of await page.locator('.shot').all()) {
  const name = await shot.getAttribute('data-name');
  await shot.screenshot({ path: `${here}/${name}.jpg`, type: 'jpeg', quality: 62 });
}
for (const name of ['contract', 'report']) {
  await page.goto(`file://${here}/${name}.html`);
  await page.pdf({ path: `${here}/${name}.pdf`, preferCSSPageSize: true });
}
await browser.close();
