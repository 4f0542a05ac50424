// A page against WCAG 2.2 AA by axe, and against reflow (1.4.10), at the widths of a small phone and a desk.

import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';
import { path } from './browser.mjs';

export const WIDTHS = [320, 1280];
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * Everything wrong with the page at the width it has now, a sentence each.
 * axe is evaluated from outside the page, so the page keeps its content security policy while it is examined.
 */
export async function wrongWith(page) {
  const { width } = page.viewportSize();
  await page.evaluate(axe);
  const { violations } = await page.evaluate((tags) => window.axe.run({ runOnly: tags }), TAGS);
  const faults = violations.map(({ id, impact, help, nodes }) => {
    const places = nodes.slice(0, 3).map((node) => node.target.join(' ')).join('; ');
    return `${path(page)} at ${width} px: ${id} (${impact}): ${help}: ${nodes.length} at ${places}`;
  });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  if (wide > width) faults.push(`${path(page)} at ${width} px: the page is ${wide} px wide and scrolls sideways`);
  return faults;
}
