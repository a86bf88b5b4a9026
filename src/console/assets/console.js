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

/**
 * Where the keyboard is in the plan that goes. Puts it there in the one that comes.
 * @returns {() => void}
 */
function keyboardKeeper() {
  const element = document.activeElement;
  if (!(element instanceof HTMLElement) || !plan().contains(element)) return () => {};
  const { site, key } = element.dataset;
  const name = element.getAttribute('name');
  const selector = name === null ? `.${element.classList[0]}` : `[name="${name}"]`;
  const [start, end] = element instanceof HTMLInputElement ? [element.selectionStart, element.selectionEnd] : [];
  return () => {
    const same = [...plan().querySelectorAll(selector)].find(
      (other) => other instanceof HTMLElement && other.dataset.site === site && other.dataset.key === key,
    );
    if (!(same instanceof HTMLElement)) return;
    same.focus({ preventScroll: true });
    if (same instanceof HTMLInputElement) same.setSelectionRange(start ?? null, end ?? null);
  };
}

/** Fetches the page anew and takes over its plan; where one scrolled, typed and what one searched for stays. */
async function replacePlan() {
  const response = await fetch(location.href, { headers: { accept: 'text/html' } });
  if (!response.ok) throw new Error(`the page answers ${response.status}`);
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  const newer = page.getElementById('plan');
  if (newer === null) throw new Error('the page has no plan');
  const keepKeyboard = keyboardKeeper();
  plan().replaceWith(document.adoptNode(newer));
  showPlan();
  keepKeyboard();
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
