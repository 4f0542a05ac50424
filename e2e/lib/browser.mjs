// Chromium, and visitors in it: each with cookies of their own, with or without JavaScript.

import { chromium } from 'playwright-core';

const EXECUTABLE = process.env.CHROMIUM ?? '/usr/bin/chromium';
const WAIT = 30_000;

// The site under test is all there is: no look-ups and no downloads of the browser's own.
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const launch = () => chromium.launch({ executablePath: EXECUTABLE, args: FLAGS });

/** A fresh visitor's page. What breaks on it (a script error, a blocked resource) is added to `faults`. */
export async function visit(browser, { base, javascript = true, faults = [] }) {
  const context = await browser.newContext({
    baseURL: base,
    javaScriptEnabled: javascript,
    locale: 'en-GB',
    timezoneId: 'Europe/London',
    reducedMotion: 'reduce',
    viewport: { width: 1280, height: 900 },
  });
  context.setDefaultTimeout(WAIT);
  const page = await context.newPage();
  page.on('pageerror', (error) => faults.push(`script error on ${path(page)}: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' && /Content Security Policy/i.test(message.text())) {
      faults.push(`on ${path(page)}: ${message.text().split('. ')[0]}`);
    }
  });
  return page;
}

/**
 * The page as it stands, opened once more where scripts can be run on it but the page's own are left out:
 * how a page that was served to somebody without JavaScript is examined. Nothing is asked of the server again
 * but styles and pictures.
 */
export async function copyOf(page) {
  const html = await page.content();
  const context = await page.context().browser().newContext({
    storageState: await page.context().storageState(),
    reducedMotion: 'reduce',
    viewport: page.viewportSize(),
  });
  await context.route('**/*', (route) => {
    const request = route.request();
    if (request.isNavigationRequest()) return route.fulfill({ contentType: 'text/html; charset=utf-8', body: html });
    return request.resourceType() === 'script' ? route.abort() : route.continue();
  });
  const copy = await context.newPage();
  await copy.goto(page.url());
  return copy;
}

/** The part of a page's address after the host, for messages. */
export const path = (page) => page.url().replace(/^https?:\/\/[^/]+/, '');
