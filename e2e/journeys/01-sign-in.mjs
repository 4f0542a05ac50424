// Passphrase, code, desk, out again; and everybody of the demo.

import assert from 'node:assert/strict';
import { back, headed, press, refused, type } from '../lib/forms.mjs';
import { everyone } from '../lib/people.mjs';

export const title = 'signing in and out';
export const javascript = [true, false];

export default async function ({ visitor, step, look, javascript }) {
  const page = await visitor();
  const people = await everyone(page);
  const [first] = people;
  const enter = async (email, passphrase) => {
    await type(page, 'Email address', email);
    await page.locator('[name=passphrase]').fill(passphrase);
    await press(page, 'Continue');
  };

  await step('a wrong passphrase and an unknown address are refused in the same words', async () => {
    await page.goto('/sign-in');
    await enter(first.email, 'not the passphrase');
    await refused(page, /the email address or the passphrase is not right/i);
    await enter('nobody@nowhere.example', first.passphrase);
    await refused(page, /the email address or the passphrase is not right/i);
    await look(page, 'refused');
  });

  await step('a wrong code is refused, the right one lets in', async () => {
    await enter(first.email, first.passphrase);
    await headed(page, /enter the code/i);
    await look(page, 'code');
    const code = (await page.locator('[data-demo-code]').innerText()).trim();
    const wrong = code === '000000' ? '111111' : '000000';
    await page.locator('[name=code]').fill(wrong);
    await press(page, 'Sign in');
    await refused(page, /the code is not right/i);
    await look(page, 'code-refused');
    await back(page);
    await headed(page, 'Sign in');
    await enter(first.email, first.passphrase);
    await page.locator('[name=code]').fill((await page.locator('[data-demo-code]').innerText()).trim());
    await press(page, 'Sign in');
    await headed(page, 'Your work');
  });

  await step('signing out closes the desk', async () => {
    await press(page, 'Sign out');
    await page.goto('/home');
    await headed(page, 'Sign in');
  });

  const seen = new Set();
  for (const { email, role } of people) {
    if (seen.has(role) && !javascript) continue;
    await step(`${email}, ${role}, finds a desk`, async () => {
      const own = await visitor(email);
      await own.goto('/home');
      await headed(own, 'Your work');
      assert.ok(await own.getByRole('main').getByRole('link').count(), 'the desk offers nothing');
      if (!seen.has(role)) await look(own, `desk-${role}`);
    });
    seen.add(role);
  }
}
