// What a page weighs on the wire: bytes as they are sent, compressed the way every browser understands (gzip), headers too.

import { get } from 'node:http';
import { gunzipSync } from 'node:zlib';

/** The most that somebody waits for, in bytes: the first page with everything it needs, and each later page. */
export const BARS = { first: 250_000, later: 60_000 };

/** Asks for an address as this page's visitor would, and follows where it leads: status, text, and weight in bytes. */
export async function weigh(page, base, address) {
  const url = new URL(address, base);
  const cookies = await page.context().cookies(url.href);
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const { status, headers, head, body } = await ask(url, { cookie, 'accept-encoding': 'gzip' });
  if (status >= 300 && status < 400) return weigh(page, base, headers.location);
  const content = headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
  return { status, text: content.toString('utf8'), bytes: head + body.length };
}

function ask(url, headers) {
  return new Promise((resolve, reject) => {
    const asked = get(url, { headers }, (answer) => {
      const parts = [];
      answer.on('data', (part) => parts.push(part));
      answer.once('error', reject);
      answer.once('end', () => {
        const head = answer.rawHeaders.reduce((sum, word) => sum + word.length + 2, 0);
        resolve({ status: answer.statusCode, headers: answer.headers, head, body: Buffer.concat(parts) });
      });
    });
    asked.once('error', reject);
  });
}

/** Everything but the page itself that a visitor who comes for the first time is sent: paths, and their weight in bytes. */
export async function luggage(page, address) {
  const sent = [];
  page.on('requestfinished', (request) => sent.push(request));
  await page.goto(address, { waitUntil: 'networkidle' });
  const others = sent.filter((request) => request.resourceType() !== 'document');
  const sizes = await Promise.all(others.map((request) => request.sizes()));
  const bytes = sizes.reduce((sum, one) => sum + one.responseHeadersSize + one.responseBodySize, 0);
  return { paths: others.map((request) => new URL(request.url()).pathname), bytes };
}
