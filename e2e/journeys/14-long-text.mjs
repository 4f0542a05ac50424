// A text with more marked places than one page holds, decided with the keyboard alone.

import assert from 'node:assert/strict';
import { path } from '../lib/browser.mjs';
import { follow, headed, press, refused } from '../lib/forms.mjs';

export const title = 'a long text is decided page by page';
export const javascript = [true, false];
export const fresh = true;

/** Ninety telephone numbers, two in each sentence. */
const ACCOUNT = Array.from({ length: 45 }, (_, at) => {
  const number = (n) => `07700 900${String(n).padStart(3, '0')}`;
  return `She rang ${number(2 * at)} and ${number(2 * at + 1)}.`;
}).join('\n');

const main = (page) => page.getByRole('main').innerText();

/** Goes by Tab to the control with this name, as somebody without a mouse does. */
async function reach(page, role, name) {
  const target = page.getByRole(role, { name }).first();
  await target.waitFor();
  for (let presses = 0; presses < 200; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return target;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${path(page)}: 200 presses of Tab do not reach ${name}`);
}

/** Presses a button by Space, and waits for what comes. */
async function strike(page, name) {
  await reach(page, 'button', name);
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Space')]);
}

/** The address of a case of the demo whose pack nobody has begun. */
async function unwritten(lead) {
  await lead.goto('/panels');
  for (const words of [/^Stop and search/, 'Draws of this panel', /SS-/, 'Packs of this draw']) await follow(lead, words);
  const waiting = lead.getByRole('main').getByRole('listitem').filter({ hasText: 'Not started' });
  return waiting.first().getByRole('link').getAttribute('href');
}

export default async function ({ visitor, step, look }) {
  const lead = await visitor('force_lead');
  let bench;
  await step('a long account is written', async () => {
    const pack = await unwritten(lead);
    bench = `${pack}/redact`;
    await lead.goto(pack);
    await lead.locator('[name=circumstances]').fill(ACCOUNT);
    await press(lead, 'Save and see what is hidden');
    assert.match(await main(lead), /Page 1 of 3: sentences 1 to 20, 40 marked places/);
    assert.match(await main(lead), /Not looked at yet: 2 other pages with 50 marked places/);
  });
  await step('the first page is as it should be', () => look(lead, 'first'));
  await step('a place is left in, and the keyboard goes on to the next page', async () => {
    await lead.goto(bench);
    await reach(lead, 'combobox', /^1\. /);
    await lead.keyboard.press('ArrowDown');
    await strike(lead, 'Save and go on to page 2');
    assert.match(await main(lead), /Page 2 of 3/);
    assert.equal(await lead.locator('ol').first().getAttribute('start'), '21');
  });
  await step('the last page is reached, and back to the first, where the choice still stands', async () => {
    await strike(lead, 'Save and go on to page 3');
    assert.match(await main(lead), /Every other page has been looked at/);
    await reach(lead, 'combobox', 'Page to go to');
    await lead.keyboard.press('Home');
    await strike(lead, 'Save and go to the page chosen');
    assert.match(await main(lead), /Page 1 of 3/);
    assert.match(await main(lead), /\(1, left in\)/);
  });
  await step('words that do not stand there are refused and kept', async () => {
    await (await reach(lead, 'textbox', 'Number of the sentence')).fill('1');
    await (await reach(lead, 'textbox', 'Words to hide')).fill('He never came');
    await strike(lead, 'Ready to be checked');
    await refused(lead, /Choose what the words are/);
    assert.equal(await lead.getByLabel('Words to hide').inputValue(), 'He never came');
  });
  await step('the refused page is as it should be', () => look(lead, 'refused'));
  await step('it is handed over', async () => {
    await lead.goto(`${bench}?page=3`);
    await strike(lead, 'Ready to be checked');
    await headed(lead, /^Packs/);
  });
}
