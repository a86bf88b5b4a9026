// The page's own script: draws the charts, sorts and searches the jobs, and puts a newer plan in the place of an older.
import { showCharts } from './charts.js';
import { showJobs } from './jobs.js';

const PLANNING_MILLISECONDS = 1500;
const IDLE_MILLISECONDS = 10_000;

/** @typedef {{ close(): void }} Shown */

/** @type {Shown[]} */
let shown = [];

/** The part of the page that a plan fills. */
function plan() {
  const main = document.getElementById('plan');
  if (main === null) throw new Error('the page has no place for a plan');
  return main;
}

function showPlan() {
  for (const part of shown) part.close();
  for (const element of plan().querySelectorAll('.needs-script')) element.removeAttribute('hidden');
  shown = [showCharts(plan()), showJobs(plan())];
}

/** Fetches the page anew and takes over its plan; where one scrolled and what one searched for stays. */
async function replacePlan() {
  const response = await fetch(location.href, { headers: { accept: 'text/html' } });
  if (!response.ok) throw new Error(`the page answers ${response.status}`);
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  const newer = page.getElementById('plan');
  if (newer === null) throw new Error('the page has no plan');
  plan().replaceWith(document.adoptNode(newer));
  showPlan();
}

/** @param {string} words none: all is well */
function showConnection(words) {
  const notice = document.getElementById('connection');
  if (notice === null) return;
  notice.textContent = words;
  notice.hidden = words === '';
}

/** Asks whether anything has changed; a page in the background does not ask. */
async function look() {
  if (!document.hidden) {
    try {
      const response = await fetch(plan().dataset.watch ?? '', { cache: 'no-cache' });
      if (!response.ok) throw new Error(`the service answers ${response.status}`);
      if (response.headers.get('etag') !== `"${plan().dataset.state}"`) await replacePlan();
      showConnection('');
    } catch {
      showConnection('The service does not answer. What is shown may be old; the page goes on asking.');
    }
  }
  const isPlanning = plan().querySelector('.notice[role="status"]:not(.bad)') !== null;
  setTimeout(look, isPlanning ? PLANNING_MILLISECONDS : IDLE_MILLISECONDS);
}

showPlan();
setTimeout(look, PLANNING_MILLISECONDS);
