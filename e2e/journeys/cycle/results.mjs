// The message on its way to the officer, the report, and the results: prepared, cleared by two others, published.

import assert from 'node:assert/strict';
import { choose, follow, headed, press, refused, type } from '../../lib/forms.mjs';

/** The message is taken two stages further. */
export async function deliver({ step, look }, lead, owner, draw) {
  const open = async (page) => {
    await page.goto('/feedback');
    await page.getByRole('main').getByRole('link', { name: new RegExp(`${draw}.*Learning`) }).first().click();
    await page.waitForLoadState();
  };
  const next = (page) => page.getByRole('main').locator('form button[type=submit]').last();
  await step('the lead gives the message to somebody in the force', async () => {
    await open(lead);
    await look(lead, 'feedback-item');
    await next(lead).click();
    await refused(lead, /choose who/i);
    await look(lead, 'feedback-item-refused');
    await lead.getByRole('radio').first().check();
    await next(lead).click();
    await lead.waitForLoadState();
  });
  await step('and its owner takes it to the supervisor', async () => {
    await open(owner);
    await owner.getByLabel(/^Note/).fill('Handed over at the briefing.');
    await next(owner).click();
    await owner.waitForLoadState();
    assert.equal(await owner.locator('.app-timeline__item').count(), 3);
    await look(owner, 'feedback-item-later');
  });
}

/** The report: a page, figures to take away, and a document where the product has its typesetter. */
export async function report({ step, look }, coordinator, meeting) {
  await step('the report of the meeting is a page, a CSV file and a document', async () => {
    await coordinator.goto(meeting);
    await follow(coordinator, 'Report of the meeting');
    await look(coordinator, 'report');
    const csv = await coordinator.request.get(`${meeting}/report.csv`);
    assert.equal(csv.status(), 200);
    assert.match(csv.headers()['content-type'], /text\/csv/);
    assert.ok((await csv.text()).trim().split('\n').length > 5);
    const pdf = await coordinator.request.get(`${meeting}/report.pdf`);
    if (pdf.status() === 200) assert.equal((await pdf.body()).subarray(0, 5).toString(), '%PDF-');
    else assert.match(await pdf.text(), /PDF/, `report.pdf answered ${pdf.status()} without a word about it`);
  });
}

/** Prepared by the coordinator, cleared by two others, published by a third; the reference under which it stands. */
export async function publish({ step, look }, { coordinator, first, second, publisher, meeting }) {
  const address = await step('the coordinator prepares the results, and cannot clear them', async () => {
    await coordinator.goto(`${meeting}/report`);
    await follow(coordinator, 'The results for publication');
    await look(coordinator, 'prepare');
    await press(coordinator, 'Prepare for clearance');
    await refused(coordinator, /what is to be learned/i);
    await look(coordinator, 'prepare-refused');
    await type(coordinator, 'What is to be learned', 'Records should say which other outcomes were considered and why they were left aside.');
    await press(coordinator, 'Prepare for clearance');
    await headed(coordinator, /^Publication of/);
    assert.equal(await coordinator.getByRole('button', { name: 'Save the decision' }).count(), 0);
    await look(coordinator, 'publication-prepared');
    return coordinator.url();
  });
  for (const [place, person] of [first, second].entries()) {
    await step(`the ${place ? 'second' : 'first'} of two people clears them`, async () => {
      await person.goto(address);
      assert.equal(await person.getByRole('button', { name: 'Publish', exact: true }).count(), 0);
      if (!place) {
        await look(person, 'clearance');
        await press(person, 'Save the decision');
        await refused(person, /choose whether/i);
      }
      await choose(person, /can it be published/i, 'It can be published as it is');
      await press(person, 'Save the decision');
    });
  }
  return step('they are published, and anybody can read them', async () => {
    await publisher.goto('/publications');
    await publisher.goto(address);
    await look(publisher, 'publication-cleared');
    const reference = (await publisher.getByRole('heading', { level: 1 }).innerText()).replace('Publication of ', '');
    await press(publisher, 'Publish');
    await look(publisher, 'publication-published');
    return reference;
  });
}

/** What somebody sees who is not signed in. */
export async function read({ step, look }, anybody, reference) {
  await step('without signing in, the results are a page with its figures', async () => {
    await anybody.goto('/');
    await follow(anybody, 'Read published results');
    await look(anybody, 'results');
    await anybody.goto(`/results/${reference}`);
    assert.match(await anybody.getByRole('main').innerText(), /Records should say which other outcomes/);
    await look(anybody, 'result');
  });
}
