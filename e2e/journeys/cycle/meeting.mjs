// Who is here, the quorum, the spread of what was sealed, findings, the end of the meeting.

import assert from 'node:assert/strict';
import { choose, date, day, follow, headed, press, refused, type } from '../../lib/forms.mjs';

/** The coordinator plans the meeting on the draw; its address. */
export async function plan({ step, look }, coordinator, address) {
  return step('a meeting without a day is refused, then it is planned', async () => {
    await coordinator.goto('/meetings');
    await coordinator.goto(`${address}/meeting/new`);
    await look(coordinator, 'meeting-plan');
    await press(coordinator, 'Plan the meeting');
    await refused(coordinator, /date|day/i);
    await look(coordinator, 'meeting-plan-refused');
    await date(coordinator, 'When does it meet?', day(0));
    await type(coordinator, 'What time does it start?', '2pm');
    await type(coordinator, 'Where does it meet?', 'Council House, Room 3');
    await press(coordinator, 'Plan the meeting');
    await coordinator.getByRole('heading', { name: /^Quorum: not met/ }).waitFor();
    await look(coordinator, 'meeting-planned');
    return coordinator.url();
  });
}

/** Attendance: apologies for the magistrates' seat, whose substitute is here. */
export async function attend({ step, look }, coordinator, meeting) {
  const seat = (title, answer) => choose(coordinator, new RegExp(`^${title}`), answer);
  await step('with two present there is no quorum, and the page says what is missing', async () => {
    await coordinator.goto(meeting);
    await follow(coordinator, 'Record attendance');
    await look(coordinator, 'attendance');
    await seat('Independent chair', /is here$/);
    await seat('Senior officer', /is here$/);
    await seat('Bench chair', 'Apologies');
    await press(coordinator, 'Save attendance');
    await coordinator.getByRole('heading', { name: /^Quorum: not met/ }).waitFor();
    await look(coordinator, 'meeting-without-quorum');
  });
  await step('the substitute and three more make a quorum', async () => {
    await follow(coordinator, 'Record attendance');
    await seat('Bench chair', /is here as substitute/);
    for (const title of ['District prosecutor', 'Service manager', 'Operations manager']) await seat(title, /is here$/);
    await seat('Community safety manager', 'Absent');
    await press(coordinator, 'Save attendance');
    await coordinator.getByRole('heading', { name: /^Quorum: met/ }).waitFor();
    await look(coordinator, 'meeting-with-quorum');
  });
}

/** The chair opens the meeting and each case, and records a finding on each. */
export async function find({ step, look }, chair, meeting, labels, classes) {
  await step('the chair opens the meeting', async () => {
    await chair.goto('/meetings');
    await chair.goto(meeting);
    await press(chair, 'Open the meeting');
    await look(chair, 'meeting-open');
  });
  for (const [place, label] of labels.entries()) {
    await step(`case ${label}: nobody sees what is sealed before the chair opens it; then its spread is shown`, async () => {
      await chair.goto(meeting);
      await follow(chair, `Case ${label}`);
      assert.match(await chair.getByRole('main').innerText(), /shown to nobody until the chair opens/i);
      if (!place) await look(chair, 'hearing-closed');
      await press(chair, 'Open the sealed classes');
      assert.match(await chair.getByRole('main').innerText(), /members? sealed a class before the meeting/);
      await type(chair, 'What was said', 'The members compared the outcome with the matrix and agreed.');
      await press(chair, 'Save the discussion');
      if (!place) await look(chair, 'hearing-open');
    });
    await step(`case ${label}: the finding is recorded`, () => record({ look }, chair, classes[label], !place));
  }
}

async function record({ look }, chair, code, first) {
  await follow(chair, 'Record the finding');
  await headed(chair, /^Record the finding/);
  const votes = Number((await chair.getByRole('main').innerText()).match(/(\d+) (?:people|person) with a vote/)[1]);
  if (first) await look(chair, 'finding-form');
  const [appropriate, consistent] = { 1: [/^Yes$/, /^Yes$/], 2: [/^Yes$/, /cannot say/i], 3: [/^No$/, /^No$/] }[code];
  await choose(chair, 'Was the decision appropriate?', appropriate);
  await choose(chair, 'Was it consistent with policy?', consistent);
  await choose(chair, 'Which class does the panel agree?', new RegExp(`^${code}:`));
  await type(chair, 'The panel’s reasons', 'The outcome fits the harm and the wishes of the victim; the record is thin.');
  await type(chair, 'For the class', String(votes + 2));
  await type(chair, 'Against', '0');
  await type(chair, 'Abstained', '0');
  const observation = chair.getByRole('group', { name: 'Observation 1' });
  await observation.getByLabel('Theme').selectOption('R1');
  await observation.getByLabel('How serious').selectOption({ index: 1 });
  await observation.getByLabel('Whom it is for').selectOption({ index: 1 });
  await observation.getByLabel('Note').fill('Say which other outcomes were considered.');
  if (first) {
    await press(chair, 'Record the finding');
    await refused(chair, /votes must add up/i);
    await look(chair, 'finding-refused');
  }
  await type(chair, 'For the class', String(votes));
  await press(chair, 'Record the finding');
  await headed(chair, /^Finding on case/);
  if (first) await look(chair, 'finding');
}

/** The chair writes to the officer about the first case and closes the meeting. */
export async function close({ step, look }, chair, meeting) {
  await step('the chair writes to the officer', async () => {
    await chair.goto(meeting);
    await follow(chair, /^Read the finding on case/);
    await follow(chair, 'Write the message for the officer');
    await press(chair, 'Record the message');
    await refused(chair, /./);
    await look(chair, 'feedback-refused');
    await choose(chair, /what kind of message/i, /^Learning/);
    await type(chair, 'Message for the officer', 'The outcome was right. Please record which other outcomes you considered.');
    await press(chair, 'Record the message');
    await look(chair, 'feedback-recorded');
  });
  await step('the meeting is closed with every case heard', async () => {
    await chair.goto(meeting);
    assert.match(await chair.getByRole('main').innerText(), /Every case has its finding/);
    await press(chair, 'Close the meeting');
    assert.equal(await chair.getByRole('button', { name: 'Close the meeting' }).count(), 0);
    await look(chair, 'meeting-closed');
  });
}
