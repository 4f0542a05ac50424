// An extract into the register, a plan, a frame that is committed, dice, cases.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { choose, follow, headed, press, refused, type } from '../../lib/forms.mjs';

/** A made-up extract of one month, as a file; a few of its rows are spoilt. */
export async function extract(binary, month) {
  const file = join(await mkdtemp(join(tmpdir(), 'scrutineer-extract-')), `resolutions-${month}.csv`);
  const seed = month.replace('-', '');
  const words = ['synth', 'oocr', '--rows', '60', '--seed', seed, '--from', month, '--months', '1', '--faults', '60'];
  await promisify(execFile)(binary, [...words, '--out', file]);
  return file;
}

/** The force's lead uploads the month's extract, sees what it holds and loads it. */
export async function register({ step, look, product }, lead, month) {
  const file = await step('an extract of 60 rows is made', () => extract(product.binary, month));

  await step('a file of another kind is refused', async () => {
    await lead.goto('/register');
    await follow(lead, 'Upload an extract');
    await look(lead, 'upload');
    await press(lead, 'Upload and check');
    await refused(lead, /choose/i);
    await look(lead, 'upload-refused');
  });

  await step('the upload shows what it holds before anything is loaded', async () => {
    await choose(lead, /what does the file hold/i, /^Out-of-court resolution: Canonical/);
    await lead.getByLabel('File', { exact: true }).setInputFiles(file);
    await press(lead, 'Upload and check');
    await headed(lead, 'Check the extract');
    const main = await lead.getByRole('main').innerText();
    assert.match(main, /Rows that would be refused/);
    await look(lead, 'upload-preview');
  });

  await step('it is loaded, and the same file again changes nothing', async () => {
    await press(lead, /^Load \d+ rows?$/);
    await headed(lead, 'File loaded');
    await look(lead, 'batch');
    await lead.goto('/register');
    await follow(lead, basename(file));
    await headed(lead, 'File loaded');
    await lead.goto('/register/upload');
    await choose(lead, /what does the file hold/i, /^Out-of-court resolution: Canonical/);
    await lead.getByLabel('File', { exact: true }).setInputFiles(file);
    await press(lead, 'Upload and check');
    assert.match(await lead.getByRole('main').innerText(), /this very file was loaded/i);
    await look(lead, 'batch-again');
  });
}

/** The coordinator plans, commits and draws; the draw's address. */
export async function draw({ step, look }, coordinator, month) {
  const panel = /^Out-of-court resolutions panel/;
  await step('a month that is no month is refused, and so is a blank', async () => {
    await coordinator.goto('/panels');
    await follow(coordinator, panel);
    await follow(coordinator, 'Draws of this panel');
    await follow(coordinator, 'Plan a draw');
    await look(coordinator, 'draw-period');
    await type(coordinator, 'First month of the period', '2022-13');
    await type(coordinator, 'Last month of the period', month);
    await press(coordinator, 'Continue');
    await refused(coordinator, /enter a month/i);
  });

  const address = await step('3 adult cases and 1 reserve are planned', async () => {
    await type(coordinator, 'First month of the period', month);
    await type(coordinator, 'Last month of the period', month);
    await press(coordinator, 'Continue');
    await type(coordinator, 'Cases to draw, 18 and over', 'three');
    await press(coordinator, 'Save the draft');
    await refused(coordinator, /whole number/i);
    await look(coordinator, 'draw-plan');
    await type(coordinator, 'Cases to draw, 18 and over', '3');
    await type(coordinator, 'Reserves, 18 and over', '1');
    await press(coordinator, 'Save the draft');
    await headed(coordinator, /^Draw /);
    await look(coordinator, 'draw-draft');
    return coordinator.url();
  });

  await step('the seed cannot be entered before the frame is committed', async () => {
    const early = await coordinator.goto(`${address}/seed`);
    assert.ok(early.status() >= 400, `the seed's page answered ${early.status()}`);
    await look(coordinator, 'seed-too-early');
    await coordinator.goto(address);
    assert.equal(await coordinator.getByRole('link', { name: 'Enter the seed' }).count(), 0);
  });

  await step('the frame is committed, and the commitment is shown', async () => {
    await follow(coordinator, 'Commit the frame');
    await headed(coordinator, 'Commit the frame');
    await look(coordinator, 'commit');
    await press(coordinator, 'Commit');
    assert.match(await coordinator.getByRole('main').innerText(), /Commitment\s+[0-9a-f]{64}/);
    await look(coordinator, 'draw-committed');
  });

  await step('letters are no dice, and too few are not enough', async () => {
    await follow(coordinator, 'Enter the seed');
    await look(coordinator, 'seed');
    await type(coordinator, 'Dice', 'six and a half');
    await press(coordinator, 'Draw the cases');
    await refused(coordinator, /digit/i);
    await type(coordinator, 'Dice', '6 1 4');
    await press(coordinator, 'Draw the cases');
    await refused(coordinator, /20/);
    await look(coordinator, 'seed-refused');
  });

  await step('20 dice draw 3 cases', async () => {
    await type(coordinator, 'Dice', '6142 3551 6243 1526 3416');
    await press(coordinator, 'Draw the cases');
    const cases = coordinator.getByRole('region', { name: 'Cases', exact: true }).getByRole('row');
    assert.equal(await cases.count(), 1 + 3);
    await look(coordinator, 'draw-drawn');
  });

  await step('the two files with which anybody can repeat the draw can be had', async () => {
    const draw = await coordinator.request.get(`${address}/draw.json`);
    assert.equal(Object.keys(await draw.json()).length > 3, true);
    const frame = await coordinator.request.get(`${address}/frame.csv`);
    assert.ok((await frame.text()).trim().split('\n').length > 20);
  });
  return address;
}
