// Documents and the pad as the people of a case handle them.
import { type Page, expect } from '@playwright/test';

/** The entry of the document that `given` sets into every case. */
export const GIVEN = 90_000;
const DIGEST = '05'.repeat(32);

/**
 * A document to sign in every case that is opened, as the server would give it. Nothing of it is in
 * the record: what the app shows of it and how it is written on needs no server.
 */
export async function given(page: Page): Promise<void> {
  await page.route(/\/api\/cases\/[0-9a-f-]{36}$/, async (route) => {
    const answer = await route.fetch();
    const opening = await answer.json();
    const file = { id: '00000000-0000-4000-8000-000000000015', name: '演示.pdf', kind: 'pdf', size: 1, sha256: DIGEST, sm3: DIGEST, pages: 2 };
    const version = { at: 0, file, places: [], unfilled: false, reason: null, sealed: null };
    const record = {
      number: 1,
      paper: 'other',
      title: '演示文书',
      by: 1,
      audience: 'everyone',
      versions: [version],
      asked: { [opening.you]: { duty: 'sign', answers: [] } },
      due: null,
      otherwise: null,
      withdrawn: null,
    };
    opening.state.documents = { sent: { [GIVEN]: record }, last_number: 1 };
    await route.fulfill({ response: answer, json: opening });
  });
  const text = { title: '演示文书', number: '1', version: 1, words_sha256: DIGEST, lines: [], to_fill: [], facts: {} };
  await page.route(/\/documents\/\d+\/versions\/\d+$/, (route) => route.fulfill({ json: text }));
}

/** 王 and a turn, in parts of the paper. */
const NAME: [number, number][][] = [
  [[0.2, 0.25], [0.5, 0.22], [0.7, 0.26]],
  [[0.25, 0.5], [0.65, 0.48]],
  [[0.45, 0.24], [0.46, 0.5], [0.44, 0.78]],
  [[0.15, 0.8], [0.45, 0.76], [0.8, 0.8]],
];

export class PadOnScreen {
  constructor(readonly page: Page) {}

  private async place([x, y]: [number, number]): Promise<{ x: number; y: number }> {
    const box = await this.page.getByTestId('pad-ink').boundingBox();
    if (!box) throw new Error('the pad is not seen');
    const isSideways = await this.page.getByTestId('pad').evaluate((pad) => pad.classList.contains('pad--sideways'));
    return isSideways
      ? { x: box.x + box.width * (1 - y), y: box.y + box.height * x }
      : { x: box.x + box.width * x, y: box.y + box.height * y };
  }

  /** The paper lies where the screen as it is now has it: laid out, and seen by the pad. */
  private async settled(): Promise<void> {
    const width = this.page.viewportSize()?.width ?? 0;
    await this.page.waitForFunction((wanted) => window.innerWidth === wanted, width);
    await this.page.evaluate(async () => {
      const frame = () => new Promise((done) => requestAnimationFrame(done));
      for (let left = 3; left > 0; left -= 1) await frame();
    });
  }

  /** Writes strokes of the name, from one to another, with a finger or with the mouse. */
  async write(from = 0, to = NAME.length): Promise<void> {
    await this.settled();
    const isFinger = await this.page.evaluate(() => navigator.maxTouchPoints > 0);
    const touch = isFinger ? await this.page.context().newCDPSession(this.page) : undefined;
    for (const stroke of NAME.slice(from, to)) {
      const places: { x: number; y: number }[] = [];
      for (let leg = 1; leg < stroke.length; leg += 1) {
        const [one, two] = [stroke[leg - 1], stroke[leg]];
        if (!one || !two) continue;
        for (let step = 0; step < 8; step += 1) {
          const part = (a: number, b: number) => a + ((b - a) * step) / 8;
          places.push(await this.place([part(one[0], two[0]), part(one[1], two[1])]));
        }
      }
      const [first, ...rest] = places;
      if (!first) continue;
      if (touch) {
        await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [first] });
        for (const place of rest) await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: [place] });
        await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
      } else {
        await this.page.mouse.move(first.x, first.y);
        await this.page.mouse.down();
        for (const place of rest) await this.page.mouse.move(place.x, place.y);
        await this.page.mouse.up();
      }
    }
  }

  /** Pixels of ink on the paper. */
  async ink(): Promise<number> {
    return this.page.locator('.ink-paper').evaluate((canvas) => {
      const paper = canvas as HTMLCanvasElement;
      const data = paper.getContext('2d')?.getImageData(0, 0, paper.width, paper.height).data ?? [];
      let dark = 0;
      for (let at = 0; at < data.length; at += 4) if ((data[at] ?? 255) < 128) dark += 1;
      return dark;
    });
  }

  async isReady(): Promise<void> {
    await expect(this.page.getByTestId('pad')).toBeVisible();
    await expect(this.page.locator('.ink-paper')).toBeVisible();
  }
}
