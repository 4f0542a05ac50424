// A member takes their cases away, reads and classes one without the site, and brings the class back.

import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { choose, follow, headed, press, refused, type } from '../lib/forms.mjs';

export const title = 'cases without a network';
export const javascript = [true, false];
export const fresh = true;

const main = (page) => page.getByRole('main').innerText();

/** The open pack's own address, and a way to wait until the program has ended. */
async function opened(binary, file, passphrase) {
  const program = spawn(binary, ['open-pack', file], { stdio: ['pipe', 'pipe', 'inherit'] });
  program.stdin.end(`${passphrase}\n`);
  const ended = new Promise((resolve) => program.once('close', resolve));
  const address = new Promise((resolve, reject) => {
    createInterface({ input: program.stdout }).on('line', (line) => {
      const found = line.match(/http:\/\/127\.0\.0\.1:\d+\/\S+/);
      if (found) resolve(found[0]);
    });
    ended.then((code) => reject(new Error(`open-pack ended with ${code}`)));
  });
  return { address: await address, ended, stop: () => program.kill() };
}

/** The text of each sheet of a page as it is printed on A4. */
async function printed(page, folder) {
  const file = join(folder, 'printed.pdf');
  await writeFile(file, await page.pdf({ format: 'A4', preferCSSPageSize: true }));
  return execFileSync('pdftotext', ['-raw', file, '-'], { encoding: 'utf8' }).split('\f').filter((sheet) => sheet.trim());
}

/** The answers of one case, on the site as in the pack. */
async function answer(page, { fits, number, reasons }) {
  await choose(page, 'Was the decision appropriate?', fits);
  await choose(page, 'Was it consistent with policy?', fits);
  await choose(page, 'Which class would you give it?', new RegExp(`^${number}:`));
  await type(page, 'Your reasons', reasons);
}
const APPROPRIATE = { fits: 'Yes', number: 1, reasons: 'The victim was asked.' };
const INAPPROPRIATE = { fits: 'No', number: 3, reasons: 'No rationale is recorded.' };

export default async function ({ visitor, step, look, product }) {
  if (!product.binary) return console.log('        left out: it needs the binary to open the pack');
  const member = await visitor('member');
  const folder = await mkdtemp(join(tmpdir(), 'scrutineer-pack-'));
  const pack = join(folder, 'cases.age');
  let program;
  try {
    await step('a case is printed with its marking, its reader and its page on every sheet', async () => {
      await member.goto('/reading');
      await follow(member, 'Case A01');
      const name = await member.locator('.app-account__name').innerText();
      const sheets = await printed(member, folder);
      assert.ok(sheets.length > 1, 'a case fills more than one sheet');
      for (const [place, sheet] of sheets.entries()) {
        assert.match(sheet, /OFFICIAL-SENSITIVE/);
        assert.match(sheet, new RegExp(`Page ${place + 1} of ${sheets.length}`));
        assert.match(sheet, /Copy \d+ of version 1/);
        assert.ok(sheet.includes(name.replace('Signed in as ', '').trim()), `sheet ${place + 1} names its reader`);
      }
    });
    const passphrase = await step('the cases go into one encrypted file', async () => {
      await member.goto('/reading');
      await follow(member, 'Read without a network');
      await look(member, 'offline');
      await press(member, 'Make the file');
      await headed(member, 'Your cases are in the file');
      await look(member, 'made');
      const download = member.waitForEvent('download');
      await follow(member, 'Download the file');
      await (await download).saveAs(pack);
      return member.locator('.app-passphrase').innerText();
    });
    const [away, cases] = await step('it opens without the site', async () => {
      program = await opened(product.binary, pack, passphrase.toUpperCase());
      const page = await visitor();
      await page.goto(program.address);
      await look(page, 'pack');
      const lines = page.getByRole('listitem').filter({ hasText: 'Not started' });
      const names = await lines.getByRole('link').allInnerTexts();
      assert.ok(names.length > 1, 'two cases to class');
      return [page, names];
    });
    await step('a case is classed in it; what is missing is said', async () => {
      await follow(away, cases[0]);
      await look(away, 'pack-case');
      await press(away, 'Save');
      await refused(away, /choose whether the decision was appropriate/i);
      await look(away, 'pack-case-refused');
      await answer(away, APPROPRIATE);
      await press(away, 'Save');
      await headed(away, /^Cases to read/);
      await follow(away, cases[1]);
      await answer(away, APPROPRIATE);
      await press(away, 'Save');
      assert.match(await main(away), /cases\.classes\.age/);
      await look(away, 'pack-classed');
      await press(away, 'Put the pack away');
      await headed(away, 'The pack is put away');
      assert.equal(await program.ended, 0);
    });
    await step('meanwhile the member classes the second case here', async () => {
      await member.goto('/reading');
      await follow(member, cases[1]);
      await follow(member, 'Class this case');
      await answer(member, INAPPROPRIATE);
      await press(member, 'Save for later');
    });
    await step('the classes come back: one is a draft, the other waits', async () => {
      await member.goto('/reading/offline');
      await press(member, 'Bring them back');
      await refused(member, /choose the file/i);
      await look(member, 'offline-refused');
      await member.getByLabel('The file of your classes').setInputFiles(join(folder, 'cases.classes.age'));
      await press(member, 'Bring them back');
      await headed(member, 'What came back');
      assert.match(await main(member), /Saved as your draft/);
      assert.match(await main(member), /The victim was asked\.[\s\S]*No rationale is recorded\./);
      await look(member, 'back');
    });
    await step('the member decides, and is not asked again', async () => {
      await press(member, /^Keep the class that is here/);
      await headed(member, 'What came back');
      assert.match(await main(member), /Nothing new: the class that is here stands/);
      await member.goto('/reading/offline');
      await member.getByLabel('The file of your classes').setInputFiles(join(folder, 'cases.classes.age'));
      await press(member, 'Bring them back');
      assert.match(await main(member), /Already here/);
      assert.doesNotMatch(await main(member), /which class stands/);
    });
  } finally {
    program?.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
