// node e2e/run.mjs BINARY [JOURNEY...]: runs the journeys in order of name against BINARY's demo,
// or against a site that already runs: BASE_URL=http://127.0.0.1:8080 node e2e/run.mjs [JOURNEY...]

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { launch } from './lib/browser.mjs';
import { Journey, seconds } from './lib/journey.mjs';
import { start } from './lib/product.mjs';

const JOURNEYS = join(import.meta.dirname, 'journeys');
const ALL_WITHIN = 45 * 60_000;

const words = process.argv.slice(2);
const given = process.env.BASE_URL;
const binary = given ? undefined : words.shift();
if (!given && !binary) {
  console.error('which product? node e2e/run.mjs BINARY [JOURNEY...], or set BASE_URL');
  process.exit(2);
}
setTimeout(() => giveUp(new Error(`the journeys took longer than ${ALL_WITHIN / 60_000} minutes`)), ALL_WITHIN).unref();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1));

function giveUp(fault) {
  console.error(fault.message);
  process.exit(1);
}

/** Runs one journey file once; returns how many of its steps passed and whether one failed. */
async function run(browser, product, name, { title, default: take }, javascript) {
  console.log(`\n${name}: ${title}${javascript ? '' : ', without JavaScript'}`);
  const journey = new Journey({ browser, product, name, javascript });
  let failed = false;
  try {
    await take(journey);
  } catch (fault) {
    failed = true;
    console.log(`        ${(fault.message ?? String(fault)).replaceAll('\n', '\n        ')}`);
  }
  await journey.close(failed);
  return { passed: journey.passed, failed };
}

const began = performance.now();
const files = (await readdir(JOURNEYS)).filter((file) => file.endsWith('.mjs')).sort();
const asked = (name) => words.length === 0 || words.some((word) => name.includes(word));
const names = files.map((file) => file.slice(0, -'.mjs'.length)).filter(asked);
const product = given ? { base: given, stop: async () => {} } : await start(binary).catch(giveUp);
const browser = await launch();
let [passed, failed, journeys] = [0, 0, 0];
try {
  for (const name of names) {
    const journey = await import(join(JOURNEYS, `${name}.mjs`));
    // What such a journey does to the demo would stand in the way of the others, or theirs in its own.
    const own = journey.fresh && !given ? await start(binary) : product;
    try {
      for (const javascript of journey.javascript ?? [true]) {
        const went = await run(browser, own, name, journey, javascript);
        passed += went.passed;
        failed += Number(went.failed);
        journeys += 1;
      }
    } finally {
      if (own !== product) await own.stop();
    }
  }
} finally {
  await browser.close();
  await product.stop();
}
console.log(`\n${journeys} journeys in ${seconds(began)}; steps: ${passed} passed, ${failed} failed`);
process.exit(failed || !journeys ? 1 : 0);
