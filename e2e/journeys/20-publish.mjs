// What is published as a folder: it is what the checker accepts, it is not when a byte is changed, and it can be read.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

export const title = 'the published folder';
export const javascript = [true, false];

const run = promisify(execFile);
const CHECKER = join(import.meta.dirname, '..', '..', 'verify', 'verify.py');
const ORIGIN = 'demo.westmarch.example/log';

/** What the checker says of a folder: whether it accepts it, and its words. */
async function verify(folder) {
  return run('python3', [CHECKER, folder]).then(
    ({ stdout }) => ({ accepted: true, words: stdout }),
    ({ stdout, stderr }) => ({ accepted: false, words: `${stdout}${stderr}` }),
  );
}

/** Every file of a folder, its path within it. */
async function filesOf(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)).sort();
}

export default async function ({ visitor, step, look, product, javascript }) {
  if (!product.binary) return console.log('        left out: it needs the binary and the folder of the demo');
  const place = await mkdtemp(join(tmpdir(), 'scrutineer-published-'));
  const folder = join(place, 'site');

  await step('it is written beside the running product', async () => {
    const env = { ...process.env, SCRUTINEER_DIRECTORY: product.directory, SCRUTINEER_ORIGIN: ORIGIN };
    const database = `sqlite:${join(product.directory, 'demo.sqlite')}`;
    await run(product.binary, ['publish', '--out', folder, '--database', database], { env });
  });

  await step('the checker accepts it', async () => {
    const { accepted, words } = await verify(folder);
    assert.ok(accepted, words);
    assert.match(words, /verified/);
  });

  const files = await filesOf(folder);
  // The checker is no browser: it says the same with scripts and without.
  if (javascript) await step(`one byte changed in any of its ${files.length} files is found`, async () => {
    const missed = [];
    for (const file of files) {
      const bytes = await readFile(file);
      const changed = Buffer.from(bytes);
      changed[Math.floor(changed.length / 2)] ^= 1;
      await writeFile(file, changed);
      const { accepted, words } = await verify(folder);
      if (accepted) missed.push(file);
      else assert.match(words, /REFUSED/, `${file}: ${words}`);
      await writeFile(file, bytes);
    }
    assert.deepEqual(missed, []);
    assert.ok((await verify(folder)).accepted, 'it is not accepted any more after every byte was put back');
  });

  const page = await visitor();
  for (const file of files.filter((name) => name.endsWith('.html'))) {
    const name = file.slice(folder.length + 1);
    await step(`${name} can be read from a disk`, async () => {
      await page.goto(pathToFileURL(file).href);
      assert.equal(await page.getByRole('heading', { level: 1 }).count(), 1);
      await look(page, name.replaceAll('/', '-').replace('.html', ''));
      const links = await page.getByRole('link').evaluateAll((all) => all.map(({ href }) => href.split('#')[0]));
      for (const link of new Set(links.filter((href) => href.startsWith('file:')))) {
        await readFile(new URL(link)).catch(() => assert.fail(`${name} leads to ${link}, which is not there`));
      }
    });
  }
  await rm(place, { recursive: true });
}
