// What happens late and what is left over: interests after sealing and in the meeting, cases that are listed again, and
// the feedback of the last meeting on the next agenda.

import assert from 'node:assert/strict';
import { choose, date, day, follow, headed, press, refused, type } from '../lib/forms.mjs';
import { path } from '../lib/browser.mjs';

export const title = 'what one meeting leaves to the next';
export const fresh = true;

const PANEL = /^Out-of-court resolutions panel/;
const SEATS = ['Independent chair', 'Bench chair', 'District prosecutor', 'Service manager', 'Operations manager', 'Senior officer'];

const main = (page) => page.getByRole('main').innerText();

/** The address of the panel's meeting that is planned. */
async function planned(page) {
  await page.goto('/meetings');
  const table = page.getByRole('table', { name: PANEL_TABLE });
  const row = table.getByRole('row').filter({ hasText: 'Planned' }).first();
  return row.getByRole('link').getAttribute('href');
}
const PANEL_TABLE = /^Meetings of Out-of-court resolutions panel/;

/** Everybody is here. */
async function everybody(coordinator, meeting) {
  await coordinator.goto(meeting);
  await follow(coordinator, 'Record attendance');
  for (const seat of SEATS) await choose(coordinator, new RegExp(`^${seat}`), /is here$/);
  await press(coordinator, 'Save attendance');
  await coordinator.getByRole('heading', { name: /^Quorum: met/ }).waitFor();
}

/** One case of last month drawn, so that there is something for another meeting to be about; the draw's address. */
async function drawOne(coordinator) {
  const last = new Date();
  last.setUTCDate(0);
  const month = last.toISOString().slice(0, 7);
  await coordinator.goto('/panels');
  await follow(coordinator, PANEL);
  await follow(coordinator, 'Draws of this panel');
  await follow(coordinator, 'Plan a draw');
  await type(coordinator, 'First month of the period', month);
  await type(coordinator, 'Last month of the period', month);
  await press(coordinator, 'Continue');
  await type(coordinator, 'Cases to draw, 18 and over', '1');
  await press(coordinator, 'Save the draft');
  const address = coordinator.url();
  await follow(coordinator, 'Commit the frame');
  await press(coordinator, 'Commit');
  await follow(coordinator, 'Enter the seed');
  await type(coordinator, 'Dice', '2513 6244 1536 2261 4435');
  await press(coordinator, 'Draw the cases');
  return address;
}

export default async function ({ visitor, step, look }) {
  const coordinator = await visitor('coordinator');
  const chair = await visitor('daniel@trust.example');
  const tom = await visitor('tom@prosecutors.example');
  const sofia = await visitor('sofia@victims.example');

  const meeting = await step('the agenda says where the feedback of the last meeting stands', async () => {
    const address = await planned(coordinator);
    await coordinator.goto(address);
    const feedback = coordinator.getByRole('region', { name: 'Feedback from earlier meetings' }).getByRole('row');
    assert.ok((await feedback.count()) > 5, 'the findings of March 2024 have messages under way');
    await look(coordinator, 'agenda');
    await tom.goto(address);
    assert.equal(await tom.getByRole('region', { name: 'Feedback from earlier meetings' }).getByRole('link').count(), 0);
    await look(tom, 'agenda-member');
    return address;
  });

  const [, reference] = (await main(coordinator)).match(/Cases of (\S+)/);
  await step('a member who has sealed finds that they have an interest after all', async () => {
    await tom.goto('/reading');
    const list = tom.locator('h2', { hasText: reference }).locator('xpath=following-sibling::ul[1]');
    const sealed = list.getByRole('listitem').filter({ hasText: 'Sealed' }).last();
    const address = await sealed.getByRole('link').getAttribute('href');
    await tom.goto(address);
    await look(tom, 'sealed-with-a-way-out');
    await follow(tom, 'declare it');
    assert.match(await main(tom), /The class you have sealed is taken out/);
    await look(tom, 'interest-after-sealing');
    await choose(tom, 'What is your interest?', /dealt with the case/);
    await press(tom, 'Declare the interest');
    await headed(tom, 'Cases to read');
    assert.equal((await tom.goto(address)).status(), 404);
  });

  await step('an interest that somebody declares in the meeting is recorded there', async () => {
    await everybody(coordinator, meeting);
    await chair.goto(meeting);
    await press(chair, 'Open the meeting');
    await follow(chair, 'Case A01');
    await press(chair, 'Open the sealed classes');
    await follow(chair, 'Record an interest that somebody declares');
    await look(chair, 'meeting-interest');
    await press(chair, 'Record the interest');
    await refused(chair, /choose who has the interest/i);
    await look(chair, 'meeting-interest-refused');
    await choose(chair, 'Who has the interest?', /^Sofia/);
    await choose(chair, 'What is the interest?', /know somebody/);
    await press(chair, 'Record the interest');
    assert.match(await main(chair), /Withdrawn from this case/);
    assert.match(await main(chair), /1 of them has declared an interest since/);
    await look(chair, 'hearing-with-interest');
    assert.equal((await sofia.goto(path(chair))).status(), 404);
  });

  await step('closing says what becomes of the cases that are left', async () => {
    await chair.goto(meeting);
    assert.match(await main(chair), /they go on the agenda of the panel’s next meeting/);
    await look(chair, 'meeting-before-closing');
    await press(chair, 'Close the meeting');
    assert.match(await main(chair), /They go on the agenda of the panel’s next meeting/);
    await look(chair, 'meeting-closed-with-cases-left');
  });

  const next = await step('the next meeting has them on its agenda', async () => {
    await coordinator.goto(`${await drawOne(coordinator)}/meeting/new`);
    await date(coordinator, 'When does it meet?', day(40));
    await type(coordinator, 'What time does it start?', '10am');
    await type(coordinator, 'Where does it meet?', 'Council House, Room 3');
    await press(coordinator, 'Plan the meeting');
    const again = coordinator.getByRole('region', { name: 'Listed again from earlier meetings' });
    assert.ok((await again.getByRole('row').count()) > 2);
    assert.match(await again.innerText(), /opened, no finding/);
    assert.match(await again.innerText(), /not heard/);
    await look(coordinator, 'agenda-listed-again');
    await tom.goto('/reading');
    assert.match(await main(tom), /listed again for the meeting of/);
    await look(tom, 'reading-listed-again');
    return coordinator.url();
  });

  await step('a case taken up again shows what was opened before; one that was not heard stays sealed', async () => {
    await everybody(coordinator, next);
    await chair.goto(next);
    await press(chair, 'Open the meeting');
    await follow(chair, `Case ${reference}/A01`);
    assert.match(await main(chair), /An earlier meeting opened them/);
    await look(chair, 'hearing-again');
    await press(chair, 'Take up the case again');
    await look(chair, 'hearing-taken-up');
    await chair.goto(next);
    await follow(chair, `Case ${reference}/A02`);
    assert.match(await main(chair), /shown to nobody until the chair opens this case/);
    await look(chair, 'hearing-again-sealed');
  });
}
