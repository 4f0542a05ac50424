// What the demo does not have waiting when it opens, made as people make it, so that every page can be walked to: an extract
// that waits, one with refused rows and a later one that says something else, a draft and a committed draw, a class to seal, a
// case open in its meeting.

import { readFile, writeFile } from 'node:fs/promises';

import { choose, follow, headed, press, type } from '../../lib/forms.mjs';
import { extract } from '../cycle/drawing.mjs';
import { attend } from '../cycle/meeting.mjs';

// Months of which the demo has no records; a whole cycle uses others.
const [LOADED, WAITING, UNNAMED] = ['2021-03', '2021-04', '2021-05'];
const [CANONICAL, OWN_HEADINGS] = [/^Out-of-court resolution: Canonical/, /^Out-of-court resolution: other headings/];

/** Makes all of it, once in a run; the addresses that no link leads to, by role. */
export async function make({ visitor, step, product }) {
  if (product.made) return product.made;
  const made = {};
  const [lead, coordinator, chair, member] = [
    await visitor('force_lead'),
    await visitor('coordinator'),
    await visitor('chair'),
    await visitor('member'),
  ];
  await step('an extract is loaded, and another waits', async () => {
    await upload(lead, product.binary, LOADED);
    await press(lead, /^Load \d+ rows?$/);
    await headed(lead, 'File loaded');
    await later(lead, product.binary, LOADED);
    await upload(lead, product.binary, WAITING);
    made.force_lead = [`${new URL(lead.url()).pathname}/loading`];
  });
  await step('the columns of an extract are named', async () => {
    await upload(lead, product.binary, UNNAMED, OWN_HEADINGS);
    await follow(lead, 'Say which column is which');
    await type(lead, 'Force that wrote the file', 'Wessmark Police');
    for (const [part, value] of Object.entries({ day: '1', month: '5', year: '2021' })) {
      await lead.locator(`[name=since-${part}]`).fill(value);
    }
    await press(lead, 'Continue');
    await headed(lead, 'Check the extract');
  });
  await step('a draw is planned, and another is committed', async () => {
    await plan(coordinator);
    await plan(coordinator);
    await follow(coordinator, 'Commit the frame');
    await press(coordinator, 'Commit');
  });
  await step('a member has a class to seal', async () => {
    made.member = [await toSeal(member)];
  });
  await step('a member takes their cases away', async () => {
    await member.goto('/reading/offline');
    await press(member, 'Make the file');
    await headed(member, 'Your cases are in the file');
  });
  await step('a pack is being written', async () => {
    made.force_lead.push(await written(lead));
  });
  await step('a case is open in its meeting', () => hearing({ coordinator, chair }));
  product.made = made;
  return made;
}

async function upload(lead, binary, month, format = CANONICAL) {
  await take(lead, await extract(binary, month), format);
}

/** The same month again, as a later extract: some offences are worded otherwise, so that there are new versions of records. */
async function later(lead, binary, month) {
  const file = await extract(binary, month);
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replaceAll('Theft from shop', 'Shoplifting'));
  await take(lead, file, CANONICAL);
  await press(lead, /^Load \d+ rows?$/);
  await headed(lead, 'File loaded');
}

async function take(lead, file, format) {
  await lead.goto('/register/upload');
  await choose(lead, /what does the file hold/i, format);
  await lead.getByLabel('File', { exact: true }).setInputFiles(file);
  await press(lead, 'Upload and check');
  await headed(lead, 'Check the extract');
}

async function plan(coordinator) {
  await coordinator.goto('/panels');
  await follow(coordinator, /^Out-of-court resolutions panel/);
  await follow(coordinator, 'Draws of this panel');
  await follow(coordinator, 'Plan a draw');
  await type(coordinator, 'First month of the period', LOADED);
  await type(coordinator, 'Last month of the period', LOADED);
  await press(coordinator, 'Continue');
  await type(coordinator, 'Cases to draw, 18 and over', '3');
  await press(coordinator, 'Save the draft');
  await headed(coordinator, /^Draw /);
}

async function toSeal(member) {
  await member.goto('/reading');
  await follow(member, /^Case /);
  await follow(member, 'Class this case');
  await choose(member, 'Was the decision appropriate?', /^Yes$/);
  await choose(member, 'Was it consistent with policy?', /^Yes$/);
  await choose(member, 'Which class would you give it?', /^1:/);
  await type(member, 'Your reasons', 'The outcome fits the harm and the wishes of the victim.');
  await press(member, 'Save and check');
  await headed(member, /^Check and seal/);
  return new URL(member.url()).pathname;
}

async function written(lead) {
  await lead.goto('/panels');
  await follow(lead, /^Stop and search/);
  await follow(lead, 'Draws of this panel');
  await follow(lead, /SS-/);
  await follow(lead, 'Packs of this draw');
  await follow(lead, 'Case A07');
  const address = new URL(lead.url()).pathname;
  await type(lead, 'What happened', 'Jordan Testwell was stopped beside AB12 CDE. Mr Blogworth looked on.');
  await type(lead, 'Names in this case', 'suspect: Jordan Testwell');
  await press(lead, 'Save and see what is hidden');
  await headed(lead, 'What is hidden in case A07');
  await attached(lead, address);
  return address;
}

// A picture of one point, and a table of which no row is matched.
const POINT = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4//8/AAX+Av4N70a4AAAAAElFTkSuQmCC';

async function attached(lead, pack) {
  const files = {
    'MG5 summary.txt': Buffer.from('Jordan Testwell was stopped beside AB12 CDE.'),
    'photo.png': Buffer.from(POINT, 'base64'),
  };
  for (const [name, buffer] of Object.entries(files)) {
    await lead.goto(`${pack}/documents`);
    await lead.getByLabel('Document', { exact: true }).setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
    await press(lead, 'Attach and read');
    await headed(lead, /^Document \d+: /);
  }
  await lead.goto(`${pack}/documents`);
  await follow(lead, 'Hand over the documents of all cases at once');
  const table = Buffer.from('reference,text\nX99,Nobody was hurt.\n');
  await lead.getByLabel('File', { exact: true }).setInputFiles({ name: 'all.csv', mimeType: 'text/csv', buffer: table });
  await press(lead, 'Hand over');
  await headed(lead, 'Documents of all cases');
}

async function hearing({ coordinator, chair }) {
  await coordinator.goto('/meetings');
  const planned = coordinator.getByRole('row', { name: /Planned/ }).getByRole('link');
  const meeting = new URL(await planned.first().getAttribute('href'), coordinator.url()).href;
  const quietly = { step: (_, work) => work(), look: async () => {} };
  await attend(quietly, coordinator, meeting);
  await chair.goto(meeting);
  await press(chair, 'Open the meeting');
  await follow(chair, /^Case /);
  await press(chair, 'Open the sealed classes');
}

/** Somebody who has given the passphrase and not yet the code. */
export async function halfWayIn({ visitor }, { email, passphrase }) {
  const page = await visitor();
  await page.goto('/sign-in');
  await type(page, 'Email address', email);
  await page.locator('[name=passphrase]').fill(passphrase);
  await press(page, 'Continue');
  return page;
}

/** The administrator invites somebody new. */
export async function invite({ visitor }, address) {
  const host = await visitor('administrator');
  await host.goto('/people/invite');
  await type(host, 'Name', 'Robin Marlow');
  await type(host, 'Email address', address);
  await choose(host, 'Role', 'Member');
  await press(host, 'Send the invitation');
  await headed(host, 'People');
}
