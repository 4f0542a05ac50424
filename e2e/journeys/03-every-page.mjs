// Every page that each role can come to by following links, looked at and weighed; and no page of the site map left out.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { press } from '../lib/forms.mjs';
import { invitationTo } from '../lib/mail.mjs';
import { everyone } from '../lib/people.mjs';
import { BARS, luggage, weigh } from '../lib/weight.mjs';
import { halfWayIn, invite, make } from './pages/making.mjs';

export const title = 'every page of every role';
export const javascript = [true, false];
export const fresh = true;

const MATRIX = join(import.meta.dirname, '..', '..', 'docs', 'reference', 'permissions.md');
const MOST_OF_A_KIND = 6;
const BEGINNINGS = { nobody: ['/', '/health'], somebody: ['/home'] };
const IDS = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

// Not pages to look at: they must answer, and are opened by the journeys that say what is in them.
const FILES = /\.(age|csv|json|pdf|svg|css|js|bin|png)$|^\/assets\/|^\/health$/;

// What not every run can walk to; the journey that makes the thing looks at it.
const ELSEWHERE = {
  '/meetings/{meeting}/report.pdf': '10-cycle: not offered where the product is built without its typesetter',
};

// What is made before the walk, which takes the binary and the folder of the demo: not there on a site that already runs.
const MADE = [
  '/invitation/{token}',
  '/set-up',
  '/set-up/code.svg',
  '/register/uploads/{upload}',
  '/register/uploads/{upload}/columns',
  '/register/uploads/{upload}/values',
  '/register/uploads/{upload}/rejects.csv',
  '/register/uploads/{upload}/to-mend.csv',
  '/register/uploads/{upload}/loading',
  '/register/batches/{batch}/changes',
  '/register/batches/{batch}/rejects.csv',
  '/cases/{case}/seal',
  '/reading/offline/{pack}',
  '/reading/offline/{pack}/pack.age',
  '/cases/{case}/pack/redact',
  '/cases/{case}/pack/documents/{document}',
  '/cases/{case}/pack/documents/{document}/original.bin',
  '/cases/{case}/pack/documents/{document}/picture.png',
  '/draws/{draw}/commit',
  '/draws/{draw}/seed',
  '/meetings/{meeting}/cases/{case}/finding',
  '/meetings/{meeting}/cases/{case}/interest',
];

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

/** Those who walk: nobody, somebody of each role, somebody half way in, somebody invited; each with where they begin. */
async function walkers(journey, made) {
  const { visitor, product, javascript } = journey;
  const people = await everyone(await visitor());
  const roles = [...new Set(people.map(({ role }) => role))];
  const walkers = [
    { who: 'nobody', come: () => visitor(), begin: BEGINNINGS.nobody },
    { who: 'half way in', come: () => halfWayIn(journey, people[0]), begin: ['/sign-in/code'] },
    ...roles.map((role) => ({ who: role, come: () => visitor(role), begin: [...BEGINNINGS.somebody, ...(made[role] ?? [])] })),
  ];
  if (product.directory) {
    const address = `robin-walks-${javascript ? 'with' : 'without'}-scripts@trust.example`;
    await invite(journey, address);
    const link = await invitationTo(address, product.directory);
    const guest = await visitor();
    walkers.push({ who: 'invited', come: async () => guest, begin: [link] });
    const accepted = async () => {
      await guest.goto(link);
      await press(guest, 'Accept the invitation');
      return guest;
    };
    walkers.push({ who: 'setting up', come: accepted, begin: ['/set-up', '/set-up/code.svg'] });
  }
  return walkers;
}

/** The heaviest page met, as a first page and as a later one. */
class Scales {
  heaviest = { bytes: 0, address: 'none' };

  add(address, who, bytes) {
    if (bytes > this.heaviest.bytes) this.heaviest = { bytes, address: `${address.replaceAll(IDS, '{id}')} of ${who}` };
  }

  /** The two figures, held against the bars; `others` is what comes with a first page. */
  read(others) {
    const { bytes, address } = this.heaviest;
    const first = bytes + others;
    console.log(`        heaviest first page: ${kilobytes(first)}, of which ${kilobytes(others)} styles and scripts (${address})`);
    console.log(`        heaviest later page: ${kilobytes(bytes)} (${address})`);
    assert.ok(first <= BARS.first, `a first page weighs ${first} bytes, more than ${BARS.first}`);
    assert.ok(bytes <= BARS.later, `a later page weighs ${bytes} bytes, more than ${BARS.later}: ${address}`);
  }
}

const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;

/** One walk: every link followed, each page weighed, each new shape of page looked at. What is wrong, a line each. */
async function walk({ who, page, begin }, { routes, visited, shapes, scales, look, base }) {
  const queue = [...begin];
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
    const answer = await weigh(page, base, address);
    if (answer.status !== 200) wrong.push(`${address}: a link led to ${answer.status}`);
    visited.set(route, (visited.get(route) ?? new Set()).add(who));
    if (FILES.test(address.split('?')[0])) continue;
    scales.add(address, who, answer.bytes);
    for (const link of linksOf(answer.text)) if (!met.has(link)) met.add(link) && queue.push(link);
    const shape = `${route} ${shapeOf(answer.text)}`;
    if (shapes.has(shape)) continue;
    shapes.add(shape);
    await page.goto(address);
    const name = `${route.slice(1).replaceAll(/[{}]/g, '').replaceAll('/', '-') || 'start'}-${who.replaceAll(' ', '_')}-${shapes.size}`;
    await look(page, name).catch((fault) => wrong.push(fault.message));
  }
  return wrong;
}

export default async function (journey) {
  const { visitor, step, look, product, base } = journey;
  const routes = await routesOf(product.binary);
  const made = product.binary ? await make(journey) : {};
  const [visited, shapes, scales, faults] = [new Map(), new Set(), new Scales(), []];
  const others = await luggage(await visitor(), '/');
  for (const path of others.paths) visited.set(routeOf(path, routes), new Set(['every page']));

  for (const { who, come, begin } of await walkers(journey, made)) {
    await step(`${who}: every page that links lead to`, async () => {
      const page = await come();
      const wrong = await walk({ who, page, begin }, { routes, visited, shapes, scales, look, base });
      if (wrong.length) throw Object.assign(new Error(wrong.join('\n')), { soft: true });
    }).catch((fault) => {
      if (!fault.soft) throw fault;
      console.log(fault.message.replaceAll(/^/gm, '        '));
      faults.push(fault.message);
    });
  }

  await step('no page is heavier than people should wait for', async () => scales.read(others.bytes));
  for (const [route, by] of [...visited].sort()) console.log(`        ${route}: ${[...by].join(', ')}`);
  await step(`${visited.size} of ${routes.length} routes; the others are looked at elsewhere`, async () => {
    const excused = (route) => route in ELSEWHERE || (!product.binary && MADE.includes(route));
    const missing = routes.filter((route) => !visited.has(route) && !excused(route));
    const stale = [...Object.keys(ELSEWHERE), ...MADE].filter((route) => !routes.includes(route));
    assert.deepEqual({ missing, stale }, { missing: [], stale: [] });
    assert.deepEqual(faults, []);
  });
}
