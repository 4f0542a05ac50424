// The messages of a product that this run started: it keeps them in a folder instead of sending them.

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const PATIENCE = 15_000;

/** The link in the last invitation to this address, once it has been sent. */
export async function invitationTo(address, directory) {
  const folder = join(directory, 'mail');
  const until = Date.now() + PATIENCE;
  while (Date.now() < until) {
    const names = (await readdir(folder).catch(() => [])).sort().reverse();
    for (const name of names) {
      const text = await readFile(join(folder, name), 'utf8');
      const link = text.match(/https?:\/\/\S+(\/invitation\/\S+)/);
      if (link && text.startsWith(`To: ${address}\n`)) return link[1];
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`no message to ${address} in ${PATIENCE / 1000} s`);
}
