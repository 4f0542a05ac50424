// Filling in forms as a person does: by the words of the question, the answer and the button.

import assert from 'node:assert/strict';
import { path } from './browser.mjs';

const exactly = (words) => (words instanceof RegExp ? { name: words } : { name: words, exact: true });

/** Chooses an answer of a question with radios or checkboxes. */
export const choose = (page, question, answer) =>
  page.getByRole('group', { name: question }).getByLabel(answer).first().check();

/** Types into the field with this label. */
export const type = (page, label, text) => page.getByLabel(label).first().fill(text);

/** Fills a date in day, month and year. */
export async function date(page, question, [year, month, day]) {
  const group = page.getByRole('group', { name: question });
  await group.getByLabel('Day').fill(String(day));
  await group.getByLabel('Month').fill(String(month));
  await group.getByLabel('Year').fill(String(year));
}

/** Presses the button with these words, and waits for the page that comes. */
export async function press(page, words) {
  await page.getByRole('button', exactly(words)).first().click();
  await page.waitForLoadState();
}

/** Follows the link with these words in the content of the page; it may look like a button. */
export async function follow(page, words) {
  const main = page.getByRole('main');
  await main.getByRole('link', exactly(words)).or(main.locator('a').and(main.getByRole('button', exactly(words)))).first().click();
  await page.waitForLoadState();
}

/** Goes back by the link above the content. */
export async function back(page) {
  await page.getByRole('navigation', { name: 'Back' }).getByRole('link').click();
  await page.waitForLoadState();
}

/** The heading must be this. */
export async function headed(page, words) {
  const heading = await page.getByRole('heading', { level: 1 }).innerText();
  const fits = words instanceof RegExp ? words.test(heading) : heading === words;
  assert.ok(fits, `${path(page)} is headed "${heading}", not ${words}`);
}

/** The form was refused, in these words, in a summary at the top that leads to the field. */
export async function refused(page, words) {
  const summary = page.getByRole('alert');
  assert.match(await summary.innerText(), words);
  assert.match(await page.title(), /^Error: /);
  const field = await summary.getByRole('link').first().getAttribute('href');
  assert.equal(await page.locator(`[id="${field.slice(1)}"]`).count(), 1, `${path(page)}: ${field} leads nowhere`);
}

/** A day from today, in London, as year, month and day. */
export function day(ahead) {
  const words = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London' });
  return words.format(Date.now() + ahead * 86_400_000).split('-').map(Number);
}
