// An invitation: sent by mail, accepted once, set up with a passphrase and a code.

import assert from 'node:assert/strict';
import { choose, follow, headed, press, refused, type } from '../lib/forms.mjs';
import { invitationTo } from '../lib/mail.mjs';

export const title = 'an invitation';
export const javascript = [true, false];

export default async function ({ visitor, step, look, javascript, product }) {
  if (!product.directory) return console.log('        left out: the messages of a product that this run did not start are elsewhere');
  const address = `robin-${javascript ? 'with' : 'without'}-scripts@trust.example`;
  const host = await visitor('administrator');
  const guest = await visitor();

  await step('an administrator invites somebody', async () => {
    await host.goto('/people');
    await follow(host, 'Invite somebody');
    await press(host, 'Send the invitation');
    await refused(host, /./);
    await look(host, 'invite-refused');
    await type(host, 'Name', 'Robin Marlow');
    await type(host, 'Email address', address);
    await choose(host, 'Role', 'Member');
    await press(host, 'Send the invitation');
    await headed(host, 'People');
    assert.ok((await host.getByRole('main').innerText()).includes('Robin Marlow'));
    await look(host, 'people');
  });

  const link = await step('the message holds a link', () => invitationTo(address, product.directory));

  await step('the link is accepted, and a short passphrase or a wrong code are refused', async () => {
    await guest.goto(link);
    await headed(guest, /you are invited/i);
    await look(guest, 'invitation');
    await press(guest, 'Accept the invitation');
    await headed(guest, 'Set up your account');
    await look(guest, 'set-up');
    await guest.locator('[name=passphrase]').fill('short');
    await guest.locator('[name=code]').fill('000000');
    await press(guest, 'Finish and sign in');
    await refused(guest, /./);
    await look(guest, 'set-up-refused');
  });

  await step('passphrase and code open the desk', async () => {
    // The code on the page is as old as the page, which has been looked at for a while.
    await guest.goto('/set-up');
    await guest.locator('[name=passphrase]').fill('copper meadow lighthouse');
    await guest.locator('[name=code]').fill((await guest.locator('[data-demo-code]').innerText()).trim());
    await press(guest, 'Finish and sign in');
    await headed(guest, 'Your work');
    await look(guest, 'first-desk');
  });

  await step('the link works once', async () => {
    const other = await visitor();
    const answer = await other.goto(link);
    assert.equal(answer.status(), 404);
    await headed(other, /not found/i);
  });
}
