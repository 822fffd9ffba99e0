// Documents and the pad as the people of a case handle them.
import { type Locator, type Page, expect } from '@playwright/test';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

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

  /** The colour of the paper's first corner. */
  async corner(): Promise<number[]> {
    return this.page.locator('.ink-paper').evaluate((canvas) => {
      const data = (canvas as HTMLCanvasElement).getContext('2d')?.getImageData(1, 1, 1, 1).data;
      return [...(data ?? [])];
    });
  }

  async isReady(): Promise<void> {
    await expect(this.page.getByTestId('pad')).toBeVisible();
    await expect(this.page.locator('.ink-paper')).toBeVisible();
  }

  /** Hands it in, and the answer does not come. */
  async lose(): Promise<void> {
    const done = this.page.getByTestId('pad-done');
    await done.click();
    const asks = this.page.locator('[data-testid="pad-said"][data-asks]');
    const failed = this.page.locator('#sign-failed');
    await expect(asks.or(failed).first()).toBeVisible();
    if (await asks.isVisible()) await done.click();
    await expect(failed).toBeFocused({ timeout: 30_000 });
  }

  /** Hands it in. What was written quickly is asked about once. */
  async finish(): Promise<void> {
    const done = this.page.getByTestId('pad-done');
    await done.click();
    const asks = this.page.locator('[data-testid="pad-said"][data-asks]');
    const gone = this.page.getByTestId('signed').or(this.page.getByTestId('signing'));
    await expect(asks.or(gone).first()).toBeVisible();
    if (await asks.isVisible()) await done.click();
    await expect(this.page.getByTestId('signed')).toBeVisible({ timeout: 30_000 });
  }
}

/** Names who signs, from the page on which one signs. */
export async function name(page: Page, signer: string, capacity = ''): Promise<void> {
  await page.getByTestId('sign-name').fill(signer);
  await page.getByLabel(/以什么身份签名|In which capacity/).selectOption(capacity);
}

/** Asks for a code, which a demonstration shows, and types it. */
export async function code(page: Page): Promise<void> {
  await page.getByTestId('get-code').click();
  const told = page.getByTestId('code-told');
  await expect(told).toContainText(/\d{6}/);
  await page.getByTestId('sign-code').fill(/\d{6}/.exec((await told.textContent()) ?? '')?.[0] ?? '');
}

/** The words of every page of a PDF, read outside of the app; spaces and lines are the typesetter's. */
export async function wordsOf(bytes: Buffer): Promise<string[]> {
  const reading = getDocument({ data: new Uint8Array(bytes), verbosity: 0 });
  const pdf = await reading.promise;
  const pages: string[] = [];
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const { items } = await (await pdf.getPage(number)).getTextContent();
    const words = items.map((item) => ('str' in item ? item.str : '')).join('');
    pages.push(words.normalize('NFKC').replace(/\s+/g, ''));
  }
  await reading.destroy();
  return pages;
}

/** In thousandths of a page. */
export interface Place {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A PDF of the case in the app's own viewer: what it says, and what stands where. */
export class PdfOnScreen {
  private constructor(readonly page: Page) {}

  /** Behind this link. */
  static async open(link: Locator): Promise<PdfOnScreen> {
    await link.click();
    const page = link.page();
    await expect(page.getByTestId('viewer-page-1').locator('canvas')).toBeVisible({ timeout: 30_000 });
    return new PdfOnScreen(page);
  }

  async close(): Promise<void> {
    await this.page.keyboard.press('Escape');
    await expect(this.page.getByTestId('viewer')).toHaveCount(0);
  }

  private async sheet(number: number): Promise<Locator> {
    await this.page.keyboard.press('Home');
    for (let turned = 1; turned < number; turned += 1) await this.page.keyboard.press('PageDown');
    const sheet = this.page.getByTestId(`viewer-page-${number}`);
    await expect(sheet.locator('canvas')).toBeVisible();
    return sheet;
  }

  /** Every one of these words can be read on the page; spaces and lines are the typesetter's. */
  async says(number: number, words: string[]): Promise<void> {
    const layer = (await this.sheet(number)).locator('.viewer__words');
    // Some typesetters write radicals in the place of characters that look the same.
    const bare = (text: string): string => text.normalize('NFKC').replace(/\s+/g, '');
    const read = async (): Promise<string[]> => {
      const text = bare((await layer.textContent()) ?? '');
      return words.filter((word) => !text.includes(bare(word)));
    };
    await expect.poll(read, { message: `page ${number} says` }).toEqual([]);
  }

  /** Points in a place of a page that are not white, or as red as ink for fingers. */
  async ink(number: number, place: Place, colour: 'any' | 'red' = 'any'): Promise<number> {
    const sheet = await this.sheet(number);
    return sheet.evaluate(
      (sheet, { place, colour }) => {
        const canvas = sheet.querySelector('canvas')!;
        const [whole, own] = [sheet.getBoundingClientRect(), canvas.getBoundingClientRect()];
        const [across, down] = [canvas.width / own.width, canvas.height / own.height];
        const left = (whole.left + (whole.width * place.x) / 1_000 - own.left) * across;
        const top = (whole.top + (whole.height * place.y) / 1_000 - own.top) * down;
        const [width, height] = [(whole.width * place.width * across) / 1_000, (whole.height * place.height * down) / 1_000];
        const { data } = canvas.getContext('2d')!.getImageData(left, top, width, height);
        let found = 0;
        for (let at = 0; at < data.length; at += 4) {
          const [red = 0, green = 0, blue = 0] = data.subarray(at, at + 3);
          const fits = colour === 'any' ? red + green + blue < 660 : red > 120 && green < 90 && blue < 90;
          if (fits) found += 1;
        }
        return found;
      },
      { place, colour },
    );
  }
}
