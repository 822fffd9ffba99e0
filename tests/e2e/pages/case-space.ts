// The case space as its people see it.
import { type Locator, type Page, expect } from '@playwright/test';

/** The demonstration's private-lending case. */
export const LENDING = /周敏 诉 韩立/;
/** The demonstration's case with exhibits of both sides. */
export const WORKS = /韩立 诉 周敏/;
/** The demonstration's case with an exchange of evidence under way. */
export const ACCIDENT = /何静 诉 韩立/;
/** The demonstration's closed case. */
export const CLOSED = /韩立 诉 何静/;

export class CaseSpace {
  constructor(readonly page: Page) {}

  async open(name: RegExp = LENDING): Promise<void> {
    await this.page.locator('[data-testid^="case-row-"]').filter({ hasText: name }).first().click();
    await expect(this.page.getByTestId('case-space')).toBeVisible();
    await expect(this.entries.last()).toBeVisible();
  }

  get composer(): Locator {
    return this.page.getByTestId('composer-input');
  }

  /** What stands in the timeline, also what is not sent yet. */
  get entries(): Locator {
    return this.page.getByRole('feed').getByRole('article');
  }

  said(words: string): Locator {
    return this.entries.filter({ hasText: words });
  }

  async say(words: string): Promise<void> {
    await this.composer.fill(words);
    await this.page.getByTestId('composer-send').click();
    await expect(this.composer).toHaveValue('');
  }

  /** The newest entries that hold one of these words, in the order on the screen. */
  async order(words: string[]): Promise<string[]> {
    const texts = await this.entries.allInnerTexts();
    return texts
      .map((text) => words.find((word) => text.includes(word)))
      .filter((word): word is string => word !== undefined);
  }

  async menu(entry: Locator): Promise<void> {
    await entry.click({ button: 'right' });
    await expect(this.page.getByRole('menu')).toBeVisible();
  }
}
