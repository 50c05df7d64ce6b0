// Prints one line of JSON per page and form: the scores of Lighthouse's four groups and what cost points.
// Usage: node lighthouse.mjs CHROMIUM 'FLAG FLAG …' FORM=URL …   (FORM: desktop or mobile)
import { launch } from 'chrome-launcher';
import lighthouse, { desktopConfig } from 'lighthouse';

const GOAL = 0.95;
const TRIES = 3; // a busy machine slows a page down, it never speeds it up

const [chromePath, flags, ...tasks] = process.argv.slice(2);

const scores = (report) =>
  Object.fromEntries(Object.entries(report.categories).map(([name, group]) => [name, group.score]));

const faults = (report) =>
  Object.values(report.categories)
    .flatMap((group) => group.auditRefs)
    .filter((ref) => ref.weight > 0)
    .map((ref) => report.audits[ref.id])
    .filter((audit) => audit.score !== null && audit.score < 0.9)
    .map((audit) => `${audit.id}: ${audit.displayValue ?? audit.explanation ?? audit.title}`);

async function audit(url, form, port) {
  const settings = { port, output: 'json', logLevel: 'error', enableErrorReporting: false };
  const { lhr } = await lighthouse(url, settings, form === 'desktop' ? desktopConfig : undefined);
  if (lhr.runtimeError) throw new Error(`${url}: ${lhr.runtimeError.message}`);
  return lhr;
}

// The median of the tries made; only speed varies from try to try, so only speed earns another one.
async function settled(url, form, port) {
  const reports = [];
  const median = () => reports.sort((a, b) => speed(a) - speed(b))[Math.floor(reports.length / 2)];
  const speed = (report) => report.categories.performance.score;
  do {
    reports.push(await audit(url, form, port));
  } while (reports.length < TRIES && speed(median()) < GOAL);
  return median();
}

const chrome = await launch({ chromePath, chromeFlags: flags.split(' '), logLevel: 'error' });
try {
  for (const task of tasks) {
    const [, form, url] = task.match(/^(desktop|mobile)=(.*)$/);
    const report = await settled(url, form, chrome.port);
    console.log(JSON.stringify({ form, url, scores: scores(report), faults: faults(report) }));
  }
} finally {
  chrome.kill();
}
