// One journey: its steps said as they are taken, its visitors, its looks at pages, its pictures.

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { WIDTHS, wrongWith } from './axe.mjs';
import { copyOf, visit } from './browser.mjs';
import { signIn } from './people.mjs';

const SHOTS = join(import.meta.dirname, '..', 'shots');

export class Journey {
  /**
   * `name` is the file's; `javascript` says whether its visitors have scripts; `product` is `{ base, binary, directory }`,
   * the last two only where the product was started by this run.
   */
  constructor({ browser, product, name, javascript }) {
    Object.assign(this, { browser, product, base: product.base, name, javascript });
    this.passed = 0;
    this.pages = [];
    this.faults = [];
    for (const method of ['visitor', 'step', 'look', 'picture']) this[method] = this[method].bind(this);
  }

  /** A page of a fresh visitor: nobody, or already signed in as a role or e-mail address of the demo. */
  async visitor(who) {
    const page = await visit(this.browser, this);
    this.pages.push(page);
    if (who) await signIn(page, who);
    return page;
  }

  /** Takes one step and says how it went; what a page complained of meanwhile counts against it. */
  async step(words, work) {
    const began = performance.now();
    try {
      const result = await work();
      if (this.faults.length) throw new Error(this.faults.splice(0).join('\n'));
      this.passed += 1;
      console.log(`  ok    ${words} (${seconds(began)})`);
      return result;
    } catch (fault) {
      console.log(`  FAIL  ${words} (${seconds(began)})`);
      throw fault;
    }
  }

  /** Examines the page with axe and takes its picture, at each width; throws everything wrong at once. */
  async look(page, name) {
    const before = page.viewportSize();
    const examined = this.javascript ? page : await copyOf(page);
    const wrong = [];
    for (const width of WIDTHS) {
      for (const seen of new Set([page, examined])) await seen.setViewportSize({ width, height: 900 });
      await this.picture(page, `${name}-${width}`);
      wrong.push(...(await wrongWith(examined)));
    }
    await page.setViewportSize(before);
    if (examined !== page) await examined.context().close();
    if (wrong.length) throw new Error(wrong.join('\n'));
  }

  /** A picture of the whole page in `shots/`. */
  async picture(page, name) {
    const folder = join(SHOTS, this.javascript ? this.name : `${this.name}-plain`);
    await mkdir(folder, { recursive: true });
    await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
  }

  /** Closes every visitor; after a failure, with a last picture of what each saw. */
  async close(failed) {
    for (const [place, page] of this.pages.entries()) {
      if (failed) await this.picture(page, `failed-${place + 1}`).catch(() => {});
      await page.context().close();
    }
  }
}

export const seconds = (began) => `${((performance.now() - began) / 1000).toFixed(1)} s`;
