// The table of jobs: sorted and searched in place. What is chosen outlives a newer plan.

/** @typedef {(first: HTMLTableRowElement, second: HTMLTableRowElement) => number} Order */

/** @param {string} key @param {1 | -1} [direction] @returns {Order} */
const byNumber =
  (key, direction = 1) =>
  (first, second) =>
    direction * (Number(first.dataset[key]) - Number(second.dataset[key]));

/** @param {HTMLTableRowElement} row */
const nameOf = (row) => row.querySelector('.name')?.textContent ?? '';

/** @type {Record<string, Order>} */
const orders = {
  start: byNumber('start'),
  deadline: byNumber('deadline'),
  work: byNumber('work', -1),
  trouble: byNumber('trouble', -1),
  name: (first, second) => nameOf(first).localeCompare(nameOf(second), 'en', { numeric: true }),
};

const chosen = { search: '', sort: 'start', top: 0, left: 0 };

/**
 * @param {HTMLElement} plan
 * @returns {{ close(): void }}
 */
export function showJobs(plan) {
  const section = plan.querySelector('#jobs');
  const search = section?.querySelector('[name="search"]');
  const sort = section?.querySelector('[name="sort"]');
  const body = section?.querySelector('tbody');
  const frame = section?.querySelector('.gantt');
  const count = section?.querySelector('output');
  const nothing = section?.querySelector('#no-job');
  if (!(search instanceof HTMLInputElement) || !(sort instanceof HTMLSelectElement) || !body || !frame) {
    return { close() {} };
  }
  const rows = [...body.rows];

  function arrange() {
    chosen.search = search instanceof HTMLInputElement ? search.value : '';
    chosen.sort = sort instanceof HTMLSelectElement ? sort.value : 'start';
    const words = chosen.search.toLowerCase().split(/\s+/).filter(Boolean);
    let matching = 0;
    for (const row of rows) {
      // The bars' own words name the pool, the sites and the times.
      const text = (row.textContent ?? '').toLowerCase();
      row.hidden = !words.every((word) => text.includes(word));
      if (!row.hidden) matching += 1;
    }
    body?.append(...[...rows].sort(orders[chosen.sort] ?? orders.start));
    if (count) count.textContent = `${matching} of ${rows.length} jobs`;
    if (nothing instanceof HTMLElement) nothing.hidden = matching > 0;
  }

  search.value = chosen.search;
  sort.value = chosen.sort;
  arrange();
  frame.scrollTo(chosen.left, chosen.top);
  search.addEventListener('input', arrange);
  sort.addEventListener('change', arrange);
  return {
    close() {
      chosen.top = frame.scrollTop;
      chosen.left = frame.scrollLeft;
    },
  };
}
