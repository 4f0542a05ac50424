// Members read on their own, declare an interest, class and seal.

import assert from 'node:assert/strict';
import { choose, follow, headed, press, refused, type } from '../../lib/forms.mjs';

const ANSWERS = {
  1: ['Yes', 'Yes', /^1:/],
  2: ['Yes', /cannot say/, /^2:/],
  3: ['No', 'No', /^3:/],
};

/** The addresses of the newest draw's cases, by label, as a reader's list has them. */
async function casesOf(reader, labels, known) {
  await reader.goto('/reading');
  const found = {};
  for (const label of labels) {
    const links = await reader.getByRole('main').getByRole('link', { name: `Case ${label}`, exact: true }).all();
    for (const link of links) {
      const href = await link.getAttribute('href');
      if (known.includes(href.split('/').pop())) found[label] = href;
    }
  }
  return found;
}

async function classed(reader, address, code) {
  const [appropriate, consistent, value] = ANSWERS[code];
  await reader.goto(`${address}/class`);
  await choose(reader, 'Was the decision appropriate?', exactly(appropriate));
  await choose(reader, 'Was it consistent with policy?', exactly(consistent));
  await choose(reader, 'Which class would you give it?', value);
  await type(reader, 'Your reasons', 'The outcome fits the harm; the record should say why other outcomes were left aside.');
  await press(reader, 'Save and check');
  await headed(reader, /^Check and seal/);
  await press(reader, 'Seal');
}
const exactly = (words) => (words instanceof RegExp ? words : new RegExp(`^${words}$`));

/** Everybody reads and seals `classes[reader][label]`; `conflicted` declares an interest in the first case. */
export async function readAll({ step, look }, { readers, conflicted, labels, ids, classes }) {
  const names = Object.keys(readers);
  const first = readers[names[0]];

  await step('a reader finds the cases, reads one and is told how to treat it', async () => {
    const cases = await casesOf(first, labels, ids);
    assert.deepEqual(Object.keys(cases), labels);
    await look(first, 'reading');
    await first.goto(cases[labels[0]]);
    await look(first, 'case');
    await follow(first, 'Class this case');
    await look(first, 'class');
    await press(first, 'Save and check');
    await refused(first, /choose/i);
    await look(first, 'class-refused');
  });

  await step('a class that does not fit the answers is refused', async () => {
    await choose(first, 'Was the decision appropriate?', /^No$/);
    await choose(first, 'Was it consistent with policy?', /^No$/);
    await choose(first, 'Which class would you give it?', /^1:/);
    await type(first, 'Your reasons', 'To be thought over.');
    await press(first, 'Save and check');
    await refused(first, /does not fit/i);
  });

  await step('an interest takes the case away', async () => {
    const cases = await casesOf(conflicted, labels, ids);
    const address = cases[labels[0]];
    await conflicted.goto(address);
    await follow(conflicted, /declare an interest/i);
    await look(conflicted, 'interest');
    await press(conflicted, 'Declare the interest');
    await refused(conflicted, /choose what your interest is/i);
    await choose(conflicted, 'What is your interest?', /know somebody/i);
    await press(conflicted, 'Declare the interest');
    await headed(conflicted, 'Cases to read');
    const answer = await conflicted.goto(address);
    assert.equal(answer.status(), 404);
  });

  for (const [name, reader] of Object.entries(readers)) {
    await step(`${name} classes and seals`, async () => {
      const cases = await casesOf(reader, labels, ids);
      for (const [label, address] of Object.entries(cases)) {
        if (reader === conflicted && label === labels[0]) continue;
        await classed(reader, address, classes[label][names.indexOf(name)]);
      }
    });
  }

  await step('what is sealed stays as it is', async () => {
    const cases = await casesOf(first, labels, ids);
    await first.goto(cases[labels[0]]);
    assert.match(await first.getByRole('main').innerText(), /What you sealed/);
    await look(first, 'case-sealed');
    await first.goto(`${cases[labels[0]]}/class`);
    assert.equal(await first.getByRole('button', { name: 'Save and check' }).count(), 0);
    await first.goto('/reading');
    await look(first, 'reading-sealed');
  });
}
