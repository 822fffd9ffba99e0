// Evidence as the people of a case handle it.
import { type Locator, type Page, expect } from '@playwright/test';

/** A file as a person picks it. */
export interface Picked {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

/** A picture and a document that really are what their names say; invented, and says so. */
export async function invented(page: Page): Promise<{ picture: Picked; document: Picked }> {
  const drawing = await page.context().newPage();
  await drawing.setContent('<h1>演示材料</h1><p>本图为演示而作，不是真实证据。</p>');
  const picture = await drawing.screenshot({ type: 'png' });
  const document = await drawing.pdf({ format: 'A4' });
  await drawing.close();
  return {
    picture: { name: '演示-借条.png', mimeType: 'image/png', buffer: picture },
    document: { name: '演示-流水.pdf', mimeType: 'application/pdf', buffer: document },
  };
}

/** A PDF with a page for each of these pieces of HTML, as somebody would bring it. */
export async function drawnPdf(page: Page, called: string, pages: string[]): Promise<Picked> {
  const drawing = await page.context().newPage();
  const leaf = (html: string, at: number): string =>
    `<section style="break-before:${at > 0 ? 'page' : 'auto'}">${html}</section>`;
  await drawing.setContent(pages.map(leaf).join(''));
  const buffer = await drawing.pdf({ format: 'A4' });
  await drawing.close();
  return { name: called, mimeType: 'application/pdf', buffer };
}

/** So many hours from now as the court's clock shows it, for `datetime-local`. */
export function inHours(hours: number): string {
  return new Date(Date.now() + (hours + 8) * 3_600_000).toISOString().slice(0, 16);
}

export class Evidence {
  constructor(
    readonly page: Page,
    /** `/cases/…` */
    readonly home: string,
  ) {}

  /** The evidence of the case that is open on the page. */
  static of(page: Page): Evidence {
    const [, home] = /^(\/cases\/[^/]+)/.exec(new URL(page.url()).pathname) ?? [];
    if (!home) throw new Error('no case is open');
    return new Evidence(page, home);
  }

  async go(where: '' | '/new' | '/matrix' | '/exchange'): Promise<void> {
    await this.page.goto(`${this.home}/evidence${where}`);
  }

  /** Prepares an exhibit up to the last button. */
  async prepare(name: string, files: Picked[]): Promise<void> {
    await this.go('/new');
    await this.page.locator('#evidence-file').setInputFiles(files);
    await expect(this.page.getByTestId('evidence-page-row')).toHaveCount(files.length);
    await this.fill(name);
    await expect(this.page.getByTestId('submit-evidence')).not.toHaveAttribute('aria-disabled', 'true');
  }

  /** Fills in the fields of the list. */
  async fill(name: string): Promise<void> {
    await this.page.getByTestId('evidence-name').fill(name);
    await this.page.getByTestId('evidence-category').selectOption('1');
    await this.page.getByTestId('evidence-source').fill('本人保存（演示）');
    await this.page.getByTestId('evidence-purpose').fill('证明借款事实（演示）');
    await this.page.getByTestId('evidence-form-1').check();
    await this.page.getByTestId('evidence-holder').fill('周敏');
  }

  /** Presses what gives a command, until the court has judged it: only then others know of it. */
  private async give(press: () => Promise<void>): Promise<void> {
    const judged = this.page.waitForResponse(
      (answer) => answer.request().method() === 'PUT' && /\/commands\/[0-9a-f-]+$/.test(answer.url()),
    );
    await Promise.all([judged, press()]);
  }

  async submit(name: string, files: Picked[]): Promise<string> {
    await this.prepare(name, files);
    await this.give(() => this.page.getByTestId('submit-evidence').click());
    await expect(this.page.getByTestId('submit-evidence-page')).toHaveCount(0);
    return this.open(name);
  }

  row(name: string): Locator {
    return this.page.getByTestId(/^exhibit-\d+$/).filter({ hasText: name });
  }

  /** Opens an exhibit from the list; answers with its number in the record. */
  async open(name: string): Promise<string> {
    await this.go('');
    await this.row(name).first().click();
    await expect(this.page.getByTestId('exhibit-page')).toBeVisible();
    return new URL(this.page.url()).pathname.split('/').pop() ?? '';
  }

  /** Answers the four points; the named ones are objected to with this reason. */
  async answer(objections: string[], reason: string): Promise<void> {
    for (const point of ['authenticity', 'legality', 'relevance', 'purpose']) {
      const stance = objections.includes(point) ? 'object' : 'agree';
      await this.page.getByTestId(`point-${point}-${stance}`).check();
      if (stance === 'object') await this.page.getByTestId(`point-${point}-why`).fill(reason);
    }
    await this.give(() => this.page.getByTestId('send-opinion').click());
    await expect(this.page.getByTestId('opinion-form')).toHaveCount(0);
  }

  /** Leaves the dialog of an act without giving it. */
  async close(): Promise<void> {
    await this.page.keyboard.press('Escape');
    await expect(this.page.getByTestId('ask-submit')).toHaveCount(0);
  }

  /** Gives a command beside the page, for times that no field can hold: to the millisecond. */
  async command(command: object): Promise<void> {
    const status = await this.page.evaluate(
      async ([path, body]) => {
        const headers = { 'x-anjian': '1', 'content-type': 'application/json' };
        const answer = await fetch(`/api${path}/commands/${crypto.randomUUID()}`, { method: 'PUT', headers, body });
        return answer.status;
      },
      [this.home, JSON.stringify(command)] as const,
    );
    expect(status).toBe(200);
  }

  /** Fills in the dialog of an act and gives it. */
  async act(id: string, filled: { choice?: number; date?: string; words?: string }): Promise<void> {
    await this.page.getByTestId(id).click();
    if (filled.choice !== undefined) await this.page.getByTestId(`ask-choice-${filled.choice}`).check();
    if (filled.date !== undefined) await this.page.getByTestId('ask-date').fill(filled.date);
    if (filled.words !== undefined) await this.page.getByTestId('ask-words').fill(filled.words);
    await this.give(() => this.page.getByTestId('ask-submit').click());
    await expect(this.page.getByTestId('ask-submit')).toHaveCount(0);
  }
}
