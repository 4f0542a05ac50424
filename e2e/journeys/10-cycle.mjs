// A whole cycle of the out-of-court resolutions panel, from the force's extract to the published results.

import { attend, close, find, plan } from './cycle/meeting.mjs';
import { draw, register } from './cycle/drawing.mjs';
import { prepareAll, release } from './cycle/packs.mjs';
import { readAll } from './cycle/reading.mjs';
import { deliver, publish, read, report } from './cycle/results.mjs';

export const title = 'a whole cycle';
export const javascript = [true, false];

// A month of its own for each time round: the demo has no records of either.
const MONTHS = { true: '2022-03', false: '2022-05' };
// What the five readers seal, by case; the fourth has an interest in A01. And what the panel agrees.
const SEALED = { A01: [2, 2, 2, 3, 2], A03: [1, 1, 2, 1, 1], A04: [3, 3, 2, 3, 3] };
const FOUND = { A01: 2, A03: 1, A04: 3 };

export default async function (journey) {
  const { visitor, javascript, product } = journey;
  if (!product.binary) return console.log('        left out: it needs the binary to make an extract');
  const month = MONTHS[javascript];
  const coordinator = await visitor('coordinator');
  const lead = await visitor('force_lead');
  const chair = await visitor('daniel@trust.example');
  const readers = {
    Daniel: chair,
    Tom: await visitor('tom@prosecutors.example'),
    Sofia: await visitor('sofia@victims.example'),
    Grace: await visitor('grace@youthjustice.example'),
    Ruth: await visitor('ruth@westmarch.example'),
  };

  await register(journey, lead, month);
  const address = await draw(journey, coordinator, month);
  const labels = await prepareAll(journey, lead, address);
  await release(journey, coordinator, lead, address, labels);

  await coordinator.goto(`${address}/packs`);
  const hrefs = await coordinator.getByRole('main').getByRole('link').evaluateAll((links) => links.map((link) => link.pathname));
  const ids = hrefs.map((href) => href.match(/^\/cases\/([^/]+)/)?.[1]).filter(Boolean);
  await readAll(journey, { readers, conflicted: readers.Grace, labels, ids, classes: SEALED });

  const meeting = await plan(journey, coordinator, address);
  await attend(journey, coordinator, meeting);
  await find(journey, chair, meeting, labels, FOUND);
  await close(journey, chair, meeting);
  await deliver(journey, lead, await visitor('feedback_owner'), month);
  await report(journey, coordinator, meeting);
  const publisher = await visitor('leah@opcc.westmarch.example');
  const second = await visitor('omar@opcc.westmarch.example');
  const reference = await publish(journey, { coordinator, first: chair, second, publisher, meeting });
  await read(journey, await visitor(), reference);
}
