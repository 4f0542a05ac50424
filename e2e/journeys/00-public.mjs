// What anybody sees before signing in.

import assert from 'node:assert/strict';

export const title = 'the public pages';
export const javascript = [true, false];

const FOOTER = { accessibility: /accessibility/i, cookies: /cookies/i, privacy: /privacy/i };

export default async function ({ visitor, step, look }) {
  const page = await visitor();

  await step('the start page has one heading and a way past the navigation', async () => {
    const answer = await page.goto('/');
    assert.equal(answer.status(), 200);
    assert.equal(await page.getByRole('heading', { level: 1 }).count(), 1);
    await page.keyboard.press('Tab');
    const first = page.locator(':focus');
    assert.match(await first.innerText(), /skip to main content/i);
    await look(page, 'start');
  });

  for (const [name, words] of Object.entries(FOOTER)) {
    await step(`the footer leads to ${name}`, async () => {
      await page.goto('/');
      await page.getByRole('contentinfo').getByRole('link', { name: words }).click();
      await page.getByRole('heading', { level: 1 }).waitFor();
      await look(page, name);
    });
  }

  await step('the sign-in page asks for an address and a passphrase', async () => {
    await page.goto('/sign-in');
    await page.getByLabel(/email/i).waitFor();
    assert.equal(await page.locator('[name=passphrase]').count(), 1);
    await look(page, 'sign-in');
  });

  await step('an address that leads nowhere says so, and answers 404', async () => {
    const answer = await page.goto('/no-such-page');
    assert.equal(answer.status(), 404);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await look(page, 'not-found');
  });
}
