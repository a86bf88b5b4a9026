/**
 * The picture of the README: one site of the sample fleet through its day. Price, import as it would be first come,
 * first served and as planned, and the battery. One SVG on a ground of its own, so that it can be read on a light page
 * and on a dark one.
 */
import { join } from 'node:path';
import { makeSolverPool } from '../solver/index.ts';
import type { Site } from '../src/domain/fleet.ts';
import {
  type ChartSize,
  frameOption,
  lineSeries,
  stairs,
  type TimeAxis,
  timeAxisOption,
  valueAxisOption,
} from '../src/report/charts/frame.ts';
import { palette } from '../src/report/charts/palette.ts';
import { priceOption } from '../src/report/charts/price.ts';
import { renderSvg } from '../src/report/charts/render.ts';
import { storedEnergyOption } from '../src/report/charts/stored-energy.ts';
import { seriesOf, totalSeries } from '../src/report/text.ts';
import { formatProblems, readScenarioFile } from '../src/scenario/index.ts';
import { makeProblem, type Plan, type PlanSite, planDispatch } from '../src/scheduling/index.ts';

export const pictureFile = join(import.meta.dirname, '..', 'docs', 'images', 'sample-plan.svg');

const SAMPLE = join(import.meta.dirname, '..', 'examples', 'sample.yaml');
/** The site where a battery, a sharp tariff and a price on the peak come together. */
const SITE = 'shanghai';
const WIDTH = 960;
const TITLE_HEIGHT = 28;
const MARGIN = 12;
/** A tenth of a kW is far less than a pixel, and far more than what two machines may round differently. */
const DECIMALS_DRAWN = 1;

interface Panel {
  readonly key: string;
  readonly title: string;
  readonly height: number;
  option(size: ChartSize): Parameters<typeof renderSvg>[0];
}

/** Plans the sample and draws it. The same bytes at every call. */
export async function drawSamplePicture(): Promise<string> {
  const read = await readScenarioFile(SAMPLE);
  if (read.kind === 'invalid') throw new Error(formatProblems(read.problems));
  const problem = makeProblem(read.fleet);
  const solver = makeSolverPool();
  try {
    const plan = await planDispatch(problem, { solver, savingsSplit: false });
    const site = problem.fleet.sites.find(({ id }) => id === SITE);
    if (site === undefined) throw new Error(`the sample has no site ${SITE}`);
    const axis = { edges: problem.fleet.timeline.edges, timeZone: site.timeZone };
    return drawPanels(panelsOf(site, plan, axis), 'Shanghai in the sample plan: price, grid import, battery level');
  } finally {
    await solver.close();
  }
}

function panelsOf(site: Site, plan: Plan, axis: TimeAxis): Panel[] {
  const planned = siteOf(plan.sites);
  const usual = siteOf(plan.baselines?.firstComeFirstServed.sites ?? []);
  const importPrice = site.grid.importPricePerKwh;
  const stored = seriesOf(planned, 'batteryStored');
  return [
    {
      key: 'price',
      title: 'Price of electricity',
      height: 170,
      option: (size) =>
        priceOption(axis, { currency: plan.currency, importPrice, exportPrice: null, carbon: null }, size),
    },
    {
      key: 'import',
      title: 'Power taken from the grid',
      height: 250,
      option: (size) =>
        importOption(
          axis,
          rounded(totalSeries(usual, 'gridImport')),
          rounded(totalSeries(planned, 'gridImport')),
          size,
        ),
    },
    {
      key: 'battery',
      title: 'Energy in the battery',
      height: 170,
      option: (size) =>
        storedEnergyOption(
          axis,
          site.batteries.map((battery) => ({
            name: `Battery ${battery.id}`,
            color: palette.batteryStored,
            initialKwh: battery.initialEnergyKwh,
            endOfSlotKwh: rounded(stored.find(({ component }) => component === battery.id)?.values ?? []),
            capacityKwh: battery.energyCapacityKwh,
          })),
          size,
        ),
    },
  ];
}

function siteOf(sites: readonly PlanSite[]): PlanSite {
  const found = sites.find(({ id }) => id === SITE);
  if (found === undefined) throw new Error(`the plan of the sample has no site ${SITE}`);
  return found;
}

const rounded = (values: readonly number[]): number[] => values.map((value) => Number(value.toFixed(DECIMALS_DRAWN)));

function importOption(axis: TimeAxis, usual: readonly number[], planned: readonly number[], size: ChartSize) {
  const names = ['First come, first served', 'This plan'];
  const [before, after] = [lineSeries(names[0], palette.gridImport, stairs(axis, usual)), stairs(axis, planned)];
  const own = lineSeries(names[1], palette.poolPower, after);
  return {
    ...frameOption(names, size),
    xAxis: timeAxisOption(axis, size),
    yAxis: valueAxisOption('kW'),
    series: [
      { ...before, step: 'end', lineStyle: { color: palette.gridImport, width: 2, type: 'dashed' } },
      { ...own, step: 'end', areaStyle: { color: palette.poolPower, opacity: 0.25 } },
    ],
  };
}

function drawPanels(panels: readonly Panel[], description: string): string {
  let top = MARGIN;
  const drawings = panels.map((panel) => {
    const { key, title, height } = panel;
    const size = { width: WIDTH, height };
    const chart = renderSvg(panel.option(size), size, key, title).markup;
    const titleAt = top + TITLE_HEIGHT - 10;
    const placed = placeChart(chart, size, top + TITLE_HEIGHT);
    top += TITLE_HEIGHT + height;
    return `<text x="${MARGIN}" y="${titleAt}" font-size="15" font-weight="600">${title}</text>\n${placed}`;
  });
  const height = top + MARGIN;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${description}" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" fill="${palette.ink}">`,
    `<title>${description}</title>`,
    `<rect width="${WIDTH}" height="${height}" rx="8" fill="#ffffff" stroke="${palette.faint}"/>`,
    ...drawings,
    '</svg>',
    '',
  ].join('\n');
}

/** A page swaps the colours for its own; a picture stands alone, so each colour is said plainly. */
function placeChart(svg: string, { width, height }: ChartSize, y: number): string {
  const place = `<svg x="0" y="${y}" width="${width}" height="${height}" `;
  return svg
    .replace(/<svg ([^>]*)>/, (_, attributes: string) => {
      return `${place}${attributes.replace(/(?:^| )(?:role|aria-label|width|height|xmlns(?::\w+)?|version|baseProfile)="[^"]*"/g, '').trim()}>`;
    })
    .replace(/var\(--[\w-]+, (#[0-9a-f]{6})\)/g, '$1');
}
