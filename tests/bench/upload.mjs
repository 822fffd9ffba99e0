// 50 MB over a bad link (the fault proxy of xtask): how much of the link carries the file, how much
// goes twice, and whether the page notices that 50 MB are hashed.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { randomFillSync } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asWav } from '../e2e/fixtures/wav.mjs';
import { PHONE, court, enter, launch, report } from './court.mjs';

const MIB = 1024 * 1024;
const SIZE = Number(process.env.SIZE_MIB ?? 50) * MIB;
const RATE = Number(process.env.RATE ?? 1_500_000);
const DELAY_MS = 60;
const SEED = process.env.SEED ?? '1';

async function proxy(to, ...flags) {
  const words = ['fault-proxy', '--to', to, '--rate', `${RATE}`, '--delay', `${DELAY_MS}`, '--seed', SEED];
  const child = spawn(process.env.ANJIAN_XTASK, [...words, ...flags], { stdio: ['ignore', 'pipe', 'inherit'] });
  const url = await new Promise((resolve, reject) => {
    let out = '';
    child.stdout.on('data', (chunk) => {
      out += chunk;
      const address = /listening on (http:\/\/127\.0\.0\.1:\d+)/.exec(out);
      if (address) resolve(address[1]);
    });
    child.once('exit', (code) => reject(new Error(`the proxy ended with ${code}`)));
  });
  return { url, told: () => fetch(`${url}/__link`).then((answer) => answer.json()), close: () => child.kill('SIGKILL') };
}

const folder = mkdtempSync(join(tmpdir(), 'anjian-upload-'));
const file = join(folder, 'noise.wav');
// Noise of exactly `SIZE` bytes: invented, and of a kind that the court takes.
writeFileSync(file, asWav(randomFillSync(Buffer.alloc(SIZE))));
const place = await court();
const browser = await launch();

/** One upload, from the pick to the receipt. */
async function upload(...flags) {
  const link = await proxy(new URL(place.url).host, ...flags);
  const context = await browser.newContext(PHONE);
  const page = await context.newPage();
  await enter(page, link.url, 'plaintiff');
  await page.locator('[data-testid^="case-row-"]').first().click();
  await page.getByTestId('plus-button').waitFor();
  // Everything that is fetched ahead is here.
  await page.waitForLoadState('networkidle');
  await page.evaluate(() => {
    window.longTasks = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) window.longTasks.push({ at: entry.startTime, ms: entry.duration });
    }).observe({ type: 'longtask' });
  });
  const done = page.waitForResponse(
    (answer) => answer.url().endsWith('/complete') && answer.status() === 200,
    { timeout: 900_000 },
  );
  const announced = page.waitForRequest((request) => /\/uploads\/[^/]+$/.test(request.url()), { timeout: 60_000 });
  const start = Date.now();
  await page.locator('#pick-file').setInputFiles(file);
  await announced;
  const hashed_ms = Date.now() - start;
  const answer = await done;
  const took_ms = Date.now() - start;
  const receipt = await answer.json();
  if (receipt.facts.size !== SIZE) throw new Error('another file arrived');
  const tasks = await page.evaluate(() => window.longTasks);
  const carried = await link.told();
  // The next run shall send its bytes too: another noise.
  // Noise of exactly `SIZE` bytes: invented, and of a kind that the court takes.
writeFileSync(file, asWav(randomFillSync(Buffer.alloc(SIZE))));
  await context.close();
  link.close();
  return { took_ms, hashed_ms, tasks, carried };
}

const clean = await upload('--no-faults');
const bad = await upload();
await browser.close();
await place.close();
rmSync(folder, { recursive: true, force: true });

const share = ({ took_ms }) => Number((SIZE / (took_ms / 1_000) / RATE).toFixed(3));
const figure = {
  goodput_share: share(bad),
  goodput_share_clean: share(clean),
  sent_twice_bytes: bad.carried.part_bytes - SIZE,
  long_tasks: clean.tasks.length + bad.tasks.length,
};
const goal = { long_tasks: 0 };
report(
  'upload',
  [
    ['file, link', `${SIZE / MIB} MiB at ${RATE / 1_000} kB/s, ${DELAY_MS} ms`],
    ['goodput on a clean link', `${(figure.goodput_share_clean * 100).toFixed(1)} % of it`],
    ['goodput with faults', `${(figure.goodput_share * 100).toFixed(1)} % of it`],
    ['faults met', `${bad.carried.faults} in ${bad.carried.parts} parts`],
    ['bytes sent twice', `${figure.sent_twice_bytes.toLocaleString('en')} (${((figure.sent_twice_bytes / SIZE) * 100).toFixed(1)} %)`],
    ['pick → announced', `${clean.hashed_ms} ms, ${bad.hashed_ms} ms`],
    ['main-thread tasks over 50 ms', `${figure.long_tasks} (goal 0)${[...clean.tasks, ...bad.tasks].map(({ ms }) => ` ${Math.round(ms)} ms`).join()}`],
  ],
  { ...figure, faults: bad.carried.faults, parts: bad.carried.parts, goal, ok: figure.long_tasks <= goal.long_tasks },
);
