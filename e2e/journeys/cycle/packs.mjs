// What members will see of each case: prepared by the force, checked by somebody else, released.

import assert from 'node:assert/strict';
import { back, choose, date, day, follow, headed, press, refused, type } from '../../lib/forms.mjs';

const STORY =
  'An adult was reported for taking goods worth 40 pounds from a shop. It was fully admitted.\n' +
  'The manager was asked and agreed to a community resolution with payment for the goods.';

async function prepare(lead, address, label) {
  await lead.goto(`${address}/packs`);
  await follow(lead, `Case ${label}`);
  await type(lead, 'What happened', STORY);
  await press(lead, 'Ready to be checked');
  await headed(lead, 'Packs');
}

/** Prepares 3 packs, lets one case leave and prepares the one that comes in; the labels of the cases to be heard. */
export async function prepareAll({ step, look }, lead, address) {
  await step('the lead finds the draw by following links', async () => {
    await lead.goto('/home');
    await lead.goto('/panels');
    await follow(lead, /^Out-of-court resolutions panel/);
    await follow(lead, 'Draws of this panel');
    await lead.goto(address);
    await follow(lead, 'Packs of this draw');
    await look(lead, 'packs-empty');
  });

  await step('a pack without words is refused; one is saved, looked at and made ready', async () => {
    await follow(lead, 'Case A01');
    await look(lead, 'pack');
    await press(lead, 'Ready to be checked');
    await refused(lead, /enter what happened/i);
    await look(lead, 'pack-refused');
    await type(lead, 'What happened', STORY);
    await press(lead, 'Save and see what is hidden');
    const preview = lead.getByRole('region', { name: 'What members will see' });
    assert.match(await preview.innerText(), /goods worth 40 pounds/);
    await look(lead, 'pack-preview');
  });

  await step('names and numbers are hidden; one suggestion is left in for a reason, and words are added', async () => {
    await back(lead);
    await type(lead, 'What happened', `${STORY} Mared Testwell of the shop rang from 07700 900123 about AB12 CDE.`);
    await type(lead, 'Names in this case', 'witness: Mared Testwell');
    await press(lead, 'Save and see what is hidden');
    const seen = lead.getByRole('region', { name: 'What members will see' });
    assert.match(await seen.innerText(), /\[WITNESS 1\] of the shop rang from \[PHONE 1\] about \[VRN 1\]/);
    await look(lead, 'pack-hidden');
    await lead.getByLabel(/AB12 CDE/).selectOption({ label: 'Leave it in: it points to nobody' });
    await type(lead, 'Words to hide', 'shop rang');
    await press(lead, 'Save and look again');
    await refused(lead, /choose what the words are/i);
    await look(lead, 'pack-hidden-refused');
    await type(lead, 'Number of the sentence', '4');
    await lead.getByLabel('What they are').selectOption({ label: 'a place of work' });
    await press(lead, 'Save and look again');
    assert.match(await seen.innerText(), /of the \[WORKPLACE 1\] from \[PHONE 1\] about AB12 CDE/);
    await back(lead);
    await type(lead, 'What happened', STORY);
    await press(lead, 'Ready to be checked');
    await headed(lead, 'Packs');
  });
  for (const label of ['A02', 'A03']) await step(`the pack of ${label} is prepared`, () => prepare(lead, address, label));

  await step('a case leaves for a reason from the list, and the reserve comes in', async () => {
    await lead.goto(address);
    await follow(lead, 'Withdraw A02');
    await headed(lead, 'Withdraw case A02');
    await press(lead, 'Withdraw the case');
    await refused(lead, /choose the reason/i);
    await look(lead, 'withdraw');
    await choose(lead, /why does the case leave/i, /before a court/i);
    await press(lead, 'Withdraw the case');
    assert.match(await lead.getByRole('main').innerText(), /A04\s+\S+\s+Brought in for A02/);
    await look(lead, 'draw-after-withdrawal');
  });

  await step('the case that came in is prepared', async () => {
    await prepare(lead, address, 'A04');
    await look(lead, 'packs-prepared');
  });
  return ['A01', 'A03', 'A04'];
}

/** The coordinator checks, sends one back and has it again, and releases them. */
export async function release({ step, look }, coordinator, lead, address, labels) {
  const check = async (label) => {
    await coordinator.goto(`${address}/packs`);
    await follow(coordinator, `Case ${label}`);
    await headed(coordinator, `Check case ${label}`);
  };
  const pass = async (label) => {
    await check(label);
    for (const box of await coordinator.getByRole('checkbox').all()) await box.check();
    await press(coordinator, 'Nobody can be recognised');
    await headed(coordinator, 'Packs');
  };

  await step('who wrote a pack cannot check it', async () => {
    await lead.goto(`${address}/packs`);
    await follow(lead, 'Case A01');
    assert.equal(await lead.getByRole('button', { name: 'Nobody can be recognised' }).count(), 0);
  });

  await step('a check without its ticks is refused; one pack is sent back and written again', async () => {
    await check('A01');
    await look(coordinator, 'check');
    await press(coordinator, 'Nobody can be recognised');
    await refused(coordinator, /tick each one/i);
    await look(coordinator, 'check-refused');
    await type(coordinator, 'What must be changed', 'Leave out the sum in the first line.');
    await press(coordinator, 'Send it back');
    await lead.goto(`${address}/packs`);
    await follow(lead, 'Case A01');
    assert.match(await lead.getByRole('main').innerText(), /Leave out the sum/);
    await look(lead, 'pack-returned');
    await type(lead, 'What happened', STORY.replace(' worth 40 pounds', ''));
    await press(lead, 'Ready to be checked');
  });

  for (const label of labels) await step(`the pack of ${label} is checked`, () => pass(label));

  await step('reading cannot end in the past; then the packs are released', async () => {
    await follow(coordinator, 'Release the checked packs');
    await date(coordinator, /day on which reading ends/i, day(-1));
    await type(coordinator, 'Time at which reading ends', '17:00');
    await press(coordinator, 'Release');
    await refused(coordinator, /future/i);
    await look(coordinator, 'release-refused');
    await date(coordinator, /day on which reading ends/i, day(2));
    await type(coordinator, 'Time at which reading ends', '17:00');
    await press(coordinator, 'Release');
    await refused(coordinator, /tick the cases/i);
    await look(coordinator, 'release-standing-out');
    const out = coordinator.getByRole('group', { name: 'Release all the same' });
    for (const box of await out.getByRole('checkbox').all()) await box.check();
    await type(coordinator, 'Why are they released all the same?', 'Members need the facts and have signed.');
    await press(coordinator, 'Release');
    await headed(coordinator, 'Packs');
    await look(coordinator, 'packs-released');
  });
}
