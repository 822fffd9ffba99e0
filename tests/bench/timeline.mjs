// A case with 100,000 entries on a CPU four times slower: open, append, prepend.
import { PHONE, court, enter, launch, median, p95, report, throttle } from './court.mjs';

const ENTRIES = Number(process.env.ENTRIES ?? 100_000);
const APPENDS = 30;
const place = await court('--long-case', `${ENTRIES}`);
const browser = await launch();

const writer = await (await browser.newContext(PHONE)).newPage();
await enter(writer, place.url, 'judge');
const row = (page) => page.locator('[data-testid^="case-row-"]').filter({ hasText: /条记录的案件/ }).first();
await row(writer).click();
await writer.getByTestId('composer-input').waitFor();

const reader = await (await browser.newContext(PHONE)).newPage();
// From the moment a live frame is dispatched in the page, before the app hears of it, until the first
// frame that shows its line was laid out and painted. The way over the network is not in it; the wait
// for the screen's next refresh (up to 16.7 ms, not slowed down) is, for a person waits for it too.
await reader.addInitScript(() => {
  window.appended = [];
  const Native = window.WebSocket;
  window.WebSocket = class extends Native {
    constructor(...args) {
      super(...args);
      this.addEventListener('message', ({ data }) => {
        const seq = /^\{"entry":.*?"seq":(\d+)/.exec(data)?.[1];
        if (!seq) return;
        const start = performance.now();
        const look = () => {
          if (document.getElementById(`e${seq}`)) {
            const channel = new MessageChannel();
            channel.port1.onmessage = () => window.appended.push(performance.now() - start);
            channel.port2.postMessage(null); // After this frame's layout and paint.
          } else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      });
    }
  };
});
await enter(reader, place.url, 'plaintiff');
await throttle(reader, { cpu: 4 });

async function open() {
  await reader.evaluate(() => performance.clearMarks());
  await row(reader).click();
  const ready = await reader.waitForFunction(
    () => {
      const start = performance.getEntriesByName('case-open-start').at(-1);
      const end = performance.getEntriesByName('case-open-ready').at(-1);
      return start && end && end.startTime >= start.startTime ? end.startTime - start.startTime : undefined;
    },
    undefined,
    { timeout: 60_000 },
  );
  return ready.jsonValue();
}

const cold = await open();
const warm = [];
for (let run = 0; run < 5; run += 1) {
  await reader.goto(`${place.url}/cases`); // A new page: nothing is left in memory.
  await row(reader).waitFor();
  warm.push(await open());
}

await reader.locator('[data-testid^="entry-"]').last().waitFor();
for (let count = 0; count < APPENDS; count += 1) {
  await writer.getByTestId('composer-input').fill(`第 ${count} 条`);
  await writer.getByTestId('composer-send').click();
  await reader.waitForFunction((wanted) => window.appended.length >= wanted, count + 1);
}
const appended = await reader.evaluate(() => window.appended);

// Scroll to the top until older entries arrive; the entry under the eye must not move by itself.
const moved = await reader.evaluate(async () => {
  const list = document.querySelector('.timeline');
  const seqs = () =>
    [...list.querySelectorAll('[data-testid^="entry-"]')]
      .map((entry) => Number(entry.dataset.testid.slice(6)))
      .filter(Number.isFinite);
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  let worst = 0;
  for (let round = 0; round < 5; round += 1) {
    list.scrollTop = 0;
    await frame();
    const box = list.getBoundingClientRect();
    const eye = [...list.querySelectorAll('[data-testid^="entry-"]')].find(
      (entry) => entry.getBoundingClientRect().top >= box.top,
    );
    const id = eye.dataset.testid;
    const before = eye.getBoundingClientRect().top;
    const oldest = Math.min(...seqs());
    for (let frames = 0; frames < 600 && Math.min(...seqs()) >= oldest; frames += 1) await frame();
    for (let frames = 0; frames < 10; frames += 1) await frame();
    const after = list.querySelector(`[data-testid="${id}"]`)?.getBoundingClientRect().top;
    worst = Math.max(worst, after === undefined ? Infinity : Math.abs(after - before));
  }
  return worst;
});

// The peer in the same page: 1,000 plain bubbles written straight into the DOM, no window.
const plain = await reader.evaluate(async () => {
  const start = performance.now();
  const list = document.createElement('div');
  for (let index = 0; index < 1_000; index += 1) {
    const bubble = document.createElement('p');
    bubble.textContent = `第 ${index} 条，请核对借款本金、利息与还款日期。`;
    list.append(bubble);
  }
  document.body.append(list);
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  list.remove();
  return performance.now() - start;
});
await browser.close();
await place.close();

const figure = {
  open_cold_ms: Math.round(cold),
  open_ms: Math.round(median(warm)),
  append_to_frame_ms: Number(median(appended).toFixed(1)),
  append_to_frame_p95_ms: Number(p95(appended).toFixed(1)),
  prepend_moves_px: Number(moved.toFixed(2)),
};
const goal = { open_ms: 500, append_to_frame_ms: 20, prepend_moves_px: 0 };
report(
  'timeline',
  [
    ['entries', ENTRIES.toLocaleString('en')],
    ['open, from the device (median of 5)', `${figure.open_ms} ms (goal ${goal.open_ms})`],
    ['open, first time, from the server', `${figure.open_cold_ms} ms`],
    ['append → frame (median of 30)', `${figure.append_to_frame_ms} ms (goal ${goal.append_to_frame_ms})`],
    ['append → frame (95 of 100)', `${figure.append_to_frame_p95_ms} ms`],
    ['older entries arrive: the visible one moves', `${figure.prepend_moves_px} px (goal 0)`],
    ['peer: 1,000 plain bubbles without a window', `${Math.round(plain)} ms`],
    ['open ÷ peer', (figure.open_ms / plain).toFixed(2)],
  ],
  {
    ...figure,
    goal,
    peer: { plain_1000_bubbles_ms: Math.round(plain) },
    ok: Object.entries(goal).every(([name, most]) => figure[name] <= most),
  },
);
