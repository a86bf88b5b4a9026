// Charts of the sites, from options that the service makes; all of a site share one time axis and one pointer.
import { pointerOf } from './pointer.js';
import { revive } from './revive.js';

/**
 * @typedef {object} SiteCharts
 * @property {string} id
 * @property {number[]} edges
 * @property {string[]} slotLabels
 * @property {{ key: string, height: number, option: Record<string, any> }[]} charts
 */

/**
 * @typedef {object} ChartDocument
 * @property {{ light: Record<string, string>, dark: Record<string, string> }} palettes
 * @property {SiteCharts[]} sites
 */

/** Widths are asked for in these steps. */
const STEP = 20;
const RESIZE_MILLISECONDS = 150;

/** @type {typeof import('echarts')} */
const echarts = /** @type {any} */ (globalThis).echarts;

/**
 * Draws all charts of a plan, and draws them anew where the window or the colour scheme changes.
 * @param {HTMLElement} plan
 * @returns {{ close(): void }}
 */
export function showCharts(plan) {
  /** @type {HTMLElement[]} */
  const places = [...plan.querySelectorAll('.chart')].filter((place) => place instanceof HTMLElement);
  // Before anything is drawn: what stands below them must not move when they are.
  for (const place of places) place.style.height = `${place.dataset.height}px`;
  const dark = matchMedia('(prefers-color-scheme: dark)');
  /** @type {{ dispose(): void }[]} */
  let drawn = [];
  let drawnWidth = 0;
  let timer = 0;
  let closed = false;

  async function draw() {
    const width = Math.floor((places[0]?.clientWidth ?? 0) / STEP) * STEP;
    if (closed || width === 0) return;
    drawnWidth = width;
    try {
      const response = await fetch(`${plan.dataset.charts}&width=${width}`);
      if (!response.ok) throw new Error(`the service answers ${response.status}`);
      const found = /** @type {ChartDocument} */ (await response.json());
      if (closed || drawnWidth !== width) return;
      for (const chart of drawn) chart.dispose();
      drawn = places.map((place) => drawChart(place, found, dark.matches));
    } catch {
      for (const place of places) if (place.firstChild === null) place.textContent = 'The chart cannot be loaded.';
    }
  }

  function resized() {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (Math.floor((places[0]?.clientWidth ?? 0) / STEP) * STEP !== drawnWidth) void draw();
    }, RESIZE_MILLISECONDS);
  }

  window.addEventListener('resize', resized);
  dark.addEventListener('change', draw);
  void draw();
  return {
    close() {
      closed = true;
      clearTimeout(timer);
      window.removeEventListener('resize', resized);
      dark.removeEventListener('change', draw);
      for (const chart of drawn) chart.dispose();
    },
  };
}

/**
 * @param {HTMLElement} place
 * @param {ChartDocument} found
 * @param {boolean} isDark
 */
function drawChart(place, found, isDark) {
  const site = found.sites[Number(place.dataset.site)];
  const chart = site.charts.find(({ key }) => key === place.dataset.key);
  if (chart === undefined) return { dispose() {} };
  const { light, dark } = found.palettes;
  const colors = new Map(Object.entries(light).map(([name, color]) => [color, isDark ? dark[name] : color]));
  place.textContent = '';
  // Two pixels for one at least: with fewer, the library leaves out steps that are lower than a pixel and draws them aslant.
  const devicePixelRatio = Math.max(2, window.devicePixelRatio);
  const drawing = echarts.init(place, null, { renderer: 'canvas', devicePixelRatio });
  const option = revive(chart.option, colors);
  const pointer = pointerOf(drawing, place, site, option, isDark);
  drawing.setOption({ ...option, ...pointer.option });
  // The sites of a fleet have clocks of their own; charts of one site point at the same moment.
  drawing.group = `site-${place.dataset.site}`;
  echarts.connect(drawing.group);
  return {
    dispose() {
      pointer.close();
      drawing.dispose();
    },
  };
}
