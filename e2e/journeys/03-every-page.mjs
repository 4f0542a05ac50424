// Every page that each role can come to by following links, looked at; and no page of the site map left out.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { everyone } from '../lib/people.mjs';

export const title = 'every page of every role';

const MATRIX = join(import.meta.dirname, '..', '..', 'docs', 'reference', 'permissions.md');
const MOST_OF_A_KIND = 6;
const BEGINNINGS = { nobody: ['/'], somebody: ['/home'] };
const IDS = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

// Files to save, not pages to look at: they must answer, and are opened by the journeys that say what is in them.
const FILES = /\.(csv|json|pdf|svg|css|js)$|^\/assets\//;

// Pages that nothing in the demo leads to as it stands when it opens; the journey that makes the thing looks at them.
const ELSEWHERE = {
  '/sign-in/code': '01-sign-in, half way in',
  '/invitation/{token}': '02-invitation, by the link in the message',
  '/set-up': '02-invitation',
  '/set-up/code.svg': '02-invitation, the picture on the page above',
  '/register/uploads/{upload}': '10-cycle: no upload waits in the demo',
  '/register/uploads/{upload}/rejects.csv': '10-cycle: a file, offered there',
  '/register/batches/{batch}/rejects.csv': 'a file, offered when rows were refused',
  '/cases/{case}/seal': '10-cycle: the page after a class is saved',
  '/draws/{draw}/commit': '10-cycle: no draft waits in the demo',
  '/draws/{draw}/seed': '10-cycle: every draw of the demo has its seed',
  '/meetings/{meeting}/cases/{case}/finding': '10-cycle: no case is open in the demo',
  '/meetings/{meeting}/cases/{case}/interest': '12-next-meeting: no meeting is open in the demo',
  '/meetings/{meeting}/report.pdf': '10-cycle: not offered where the product is built without its typesetter',
  '/health': 'for machines: plain text',
  '/assets/{name}': 'styles, scripts and pictures, which every page loads',
};

/** The routes that answer GET, from the permission matrix. */
async function routesOf(binary) {
  let text;
  if (binary) {
    const folder = await mkdtemp(join(tmpdir(), 'scrutineer-reference-'));
    await promisify(execFile)(binary, ['reference', '--folder', folder]);
    text = await readFile(join(folder, 'permissions.md'), 'utf8');
    await rm(folder, { recursive: true });
  } else {
    text = await readFile(MATRIX, 'utf8');
  }
  const routes = [...text.matchAll(/^\| GET \| `([^`]+)` \|/gm)].map(([, route]) => route);
  assert.ok(routes.length > 20, 'the permission matrix was not understood');
  return routes;
}

/** The route of a path: the one with the fewest parameters that fits. */
function routeOf(path, routes) {
  const holes = (route) => route.split('{').length;
  const fits = (route) => new RegExp(`^${route.replace(/[.]/g, '\\.').replace(/\{[^}]+\}/g, '[^/]+')}$`).test(path);
  return routes.filter(fits).sort((a, b) => holes(a) - holes(b))[0];
}

const text = (html) => html.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ').trim();

/** What a page is made of, so that it is looked at again where another role or state is shown something else. */
function shapeOf(html) {
  const main = html.slice(html.indexOf('<main'), html.indexOf('</main>'));
  const parts = main.matchAll(/<(h1|h2|button|label|legend|caption|details|svg|a class="govuk-button)\b[^>]*>([^]*?)<\/\w+>/g);
  const named = [...parts].map(([, tag, inner]) => `${tag} ${tag === 'h1' || tag === 'svg' ? '' : text(inner)}`);
  return [...new Set(named)].join('|').replaceAll(/\d+/g, '#');
}

/** Every address in a page that stays on this site, without what follows # . */
function linksOf(html) {
  const found = [...html.matchAll(/<a\b[^>]*\bhref="([^"]*)"/g)].map(([, href]) => href.replaceAll('&amp;', '&').split('#')[0]);
  return found.filter((href) => href.startsWith('/') && !href.startsWith('//'));
}

export default async function ({ visitor, step, look, product }) {
  const routes = await routesOf(product.binary);
  const visited = new Map();
  const shapes = new Set();
  const faults = [];
  const people = await everyone(await visitor());
  const roles = [undefined, ...new Set(people.map(({ role }) => role))];

  for (const role of roles) {
    const who = role ?? 'nobody';
    await step(`${who}: every page that links lead to`, async () => {
      const page = await visitor(role);
      const queue = [...(role ? BEGINNINGS.somebody : BEGINNINGS.nobody)];
      const met = new Set(queue);
      const count = new Map();
      const wrong = [];
      while (queue.length) {
        const address = queue.shift();
        const route = routeOf(address.split('?')[0], routes);
        if (!route) {
          wrong.push(`${address}: no such route`);
          continue;
        }
        const kind = `${route}${address.includes('?') ? '?' : ''}`;
        count.set(kind, (count.get(kind) ?? 0) + 1);
        if (count.get(kind) > MOST_OF_A_KIND) continue;
        const answer = await page.request.get(address);
        if (answer.status() !== 200) wrong.push(`${address}: a link led to ${answer.status()}`);
        visited.set(route, (visited.get(route) ?? new Set()).add(who));
        if (FILES.test(address.split('?')[0])) continue;
        const html = await answer.text();
        for (const link of linksOf(html)) if (!met.has(link)) met.add(link) && queue.push(link);
        const shape = `${route} ${shapeOf(html)}`;
        if (shapes.has(shape)) continue;
        shapes.add(shape);
        await page.goto(address);
        const name = `${route.slice(1).replaceAll(/[{}]/g, '').replaceAll('/', '-') || 'start'}-${who}-${shapes.size}`;
        await look(page, name).catch((fault) => wrong.push(fault.message));
      }
      if (wrong.length) throw Object.assign(new Error(wrong.join('\n')), { soft: true });
    }).catch((fault) => {
      if (!fault.soft) throw fault;
      console.log(fault.message.replaceAll(/^/gm, '        '));
      faults.push(fault.message);
    });
  }

  for (const [route, by] of [...visited].sort()) console.log(`        ${route}: ${[...by].join(', ')}`);
  await step(`${visited.size} of ${routes.length} routes; the others are looked at elsewhere`, async () => {
    const missing = routes.filter((route) => !visited.has(route) && !(route in ELSEWHERE));
    const stale = Object.keys(ELSEWHERE).filter((route) => !routes.includes(route));
    assert.deepEqual({ missing, stale }, { missing: [], stale: [] });
    assert.deepEqual(faults, []);
  });
}
