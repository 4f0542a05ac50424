// The people of the demo: who they are, and signing in as one of them.
// The start page of the demo lists them, an element each with data-demo-account (the e-mail address),
// data-demo-passphrase and data-demo-role; the page that asks for the one-time code shows it in data-demo-code.

/** Everyone on the demo's start page: `{ email, passphrase, role }`. */
export async function everyone(page) {
  await page.goto('/');
  const people = await page.locator('[data-demo-account]').evaluateAll((elements) =>
    elements.map(({ dataset }) => ({
      email: dataset.demoAccount,
      passphrase: dataset.demoPassphrase,
      role: dataset.demoRole,
    })),
  );
  if (people.length === 0) throw new Error('the start page lists no demo account (data-demo-account)');
  return people;
}

/** Signs the page's visitor in as the first account with this role or e-mail address, and returns the account. */
export async function signIn(page, who) {
  const people = await everyone(page);
  const person = people.find(({ role, email }) => role === who || email === who);
  if (!person) throw new Error(`no demo account for ${who}: there are ${people.map(({ role }) => role).join(', ')}`);
  await page.goto('/sign-in');
  await page.locator('[name=email]').fill(person.email);
  await page.locator('[name=passphrase]').fill(person.passphrase);
  await submit(page, 'passphrase');
  const shown = page.locator('[data-demo-code]').first();
  const code = (await shown.getAttribute('data-demo-code')) || (await shown.innerText());
  await page.locator('[name=code]').fill(code.trim());
  await submit(page, 'code');
  if (await page.locator('[name=code]').count()) throw new Error(`the demo's own code was refused for ${who}`);
  return person;
}

/** Presses the button that submits the form which holds the named field. */
export async function submit(page, field) {
  const form = page.locator('form', { has: page.locator(`[name="${field}"]`) });
  await form.locator('button:not([type=button])').first().click();
  await page.waitForLoadState();
}
