// What the benches share: a real server, a real browser, slow on purpose.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const require = createRequire(new URL('../e2e/package.json', import.meta.url));
export const { chromium } = require('playwright-core');

const ARGS = [
  '--no-sandbox',
  '--disable-dev-shm-usage',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A phone: 360 × 740, four times slower than this machine where `throttle` is called. */
export const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, locale: 'zh-CN' };

export function launch() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ARGS });
}

/** Starts the release server on data of its own. */
export async function court(...flags) {
  const data = mkdtempSync(join(tmpdir(), 'anjian-bench-'));
  const child = spawn(
    process.env.ANJIAN_SERVER,
    ['--demo', '--data', data, '--dist', process.env.ANJIAN_DIST, '--port', '0', ...flags],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const url = await new Promise((resolve, reject) => {
    let out = '';
    child.stdout.on('data', (chunk) => {
      out += chunk;
      const address = /listening on (http:\/\/127\.0\.0\.1:\d+)/.exec(out);
      if (address) resolve(address[1]);
    });
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
  });
  const close = async () => {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
    rmSync(data, { recursive: true, force: true });
  };
  return { url, close };
}

export async function enter(page, url, role) {
  await page.goto(url);
  await page.getByTestId(`demo-${role}`).click();
  await page.getByTestId('case-list').waitFor();
}

export async function throttle(page, { cpu, slow4g = false }) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: cpu });
  if (slow4g) {
    await devtools.send('Network.enable');
    await devtools.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 150,
      downloadThroughput: (1_638 * 1_024) / 8,
      uploadThroughput: (750 * 1_024) / 8,
    });
  }
  return devtools;
}

export function median(values) {
  const sorted = [...values].sort((one, two) => one - two);
  return sorted[Math.floor(sorted.length / 2)];
}

/** What 95 of 100 stay below: old lines leave the page many at once, and a median hides that. */
export function p95(values) {
  const sorted = [...values].sort((one, two) => one - two);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.95))];
}

/** The table for people, and one JSON object as the last line. */
export function report(name, rows, result) {
  const width = Math.max(...rows.map(([label]) => label.length));
  for (const [label, figure] of rows) console.log(`${label.padEnd(width)}  ${figure}`);
  console.log(JSON.stringify({ name, ...result }));
}
