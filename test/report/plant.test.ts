import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeSolverPool } from '../../solver/index.ts';
import type { Plan, PlanSite, SeriesName } from '../../src/domain/plan.ts';
import { renderReport, siteFigures } from '../../src/report/index.ts';
import { heatPowerKw } from '../../src/report/plant-charts.ts';
import { siteCharts } from '../../src/report/site-charts.ts';
import { emissionNotes, indicatorNotes, savingsSplitSentence } from '../../src/report/words.ts';
import { makeProblem, planDispatch } from '../../src/scheduling/index.ts';
import { everythingFleet } from '../support/everything.ts';
import { hourly, makeFleet } from '../support/fleets.ts';
import { makePlant } from '../support/plants.ts';

const solver = makeSolverPool();
afterAll(() => solver.close());

const fleet = everythingFleet();
let plan: Plan;
beforeAll(async () => {
  plan = await planDispatch(makeProblem(fleet), { solver, savingsSplit: false });
});

interface Drawn {
  readonly series: readonly {
    readonly name: string;
    readonly data: readonly number[][];
    readonly areaStyle?: object;
  }[];
}

const drawn = (key: string): Drawn => {
  const chart = siteCharts(fleet, plan.sites[0], fleet.sites[0]).find((each) => each.key === key);
  if (chart === undefined) throw new Error(`no chart "${key}"`);
  return chart.option({ width: 600, height: chart.height }) as unknown as Drawn;
};

/** Height of the pile in each slot: the layers' own powers, added up. */
const pile = ({ series }: Drawn) =>
  plan.sites[0].slotStarts.map((_, slot) =>
    series.filter(({ areaStyle }) => areaStyle !== undefined).reduce((sum, { data }) => sum + data[slot][2], 0),
  );
const lineOf = ({ series }: Drawn) =>
  series.filter(({ areaStyle }) => areaStyle === undefined).map(({ data }) => data.slice(0, -1).map(([, kw]) => kw));

const total = (site: PlanSite, name: SeriesName, component?: string) =>
  site.slotStarts.map((_, slot) =>
    site.series
      .filter((series) => series.name === name && (component === undefined || series.component === component))
      .reduce((sum, { values }) => sum + values[slot], 0),
  );
const added = (...list: readonly (readonly number[])[]) =>
  list[0].map((_, slot) => list.reduce((sum, values) => sum + values[slot], 0));
/** The plan's figures are rounded to a millionth. */
const near = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 4));

describe('charts of a site with everything', () => {
  test('electricity that comes in is electricity that goes somewhere', () => {
    expect(pile(drawn('sources'))).toEqual(near(pile(drawn('uses'))));
    const names = drawn('uses').series.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['Cooling', 'Heat pumps and boilers']));
  });

  test('what removes heat stands as high as machines, customers and charging cold stores bring it', () => {
    const cooling = drawn('cooling');
    const [toRemove] = lineOf(cooling);
    const [site] = plan.sites;
    const customers = total(site, 'coldDelivered').map((kw) => kw / 0.95);
    expect(toRemove).toEqual(near(added(total(site, 'loopHeat'), customers)));
    expect(pile(cooling)).toEqual(near(added(toRemove, total(site, 'coldStoreCharge'))));
  });

  test('what supplies heat stands as high as demand, and what stores, absorption, sales and spills take', () => {
    const heat = drawn('heat');
    const [demand] = lineOf(heat);
    const [site] = plan.sites;
    expect(demand).toEqual(near(Array.from({ length: 6 }, (_, t) => (50 + 30 * (t % 3)) / 0.9)));
    const takers = [
      total(site, 'hotStoreCharge'),
      total(site, 'absorptionHeat'),
      total(site, 'contractHeat', 'greenhouse'),
      total(site, 'heatSpilled'),
    ];
    expect(pile(heat)).toEqual(near(added(demand, ...takers)));
  });

  test('each kind of store has a chart of its own, from where it starts', () => {
    const keys = siteCharts(fleet, plan.sites[0], fleet.sites[0]).map(({ key }) => key);
    expect(keys).toEqual(['sources', 'uses', 'price', 'stored', 'cooling', 'cold-stored', 'heat', 'hot-stored']);
    expect(drawn('cold-stored').series.map(({ name, data }) => [name, data[0][1]])).toEqual([
      ['chilled-water', 120],
      ['ice', 120],
    ]);
  });

  test('a store whose start is free is drawn from what it holds at the end', () => {
    const free = fleet.sites.map((site) => ({
      ...site,
      plant: {
        ...site.plant,
        hotStores: site.plant.hotStores.map((store) => ({ ...store, startsWhereItEnds: true })),
      },
    }));
    const [chart] = siteCharts({ ...fleet, sites: free }, plan.sites[0], free[0]).filter(
      ({ key }) => key === 'hot-stored',
    );
    const { series } = chart.option({ width: 600, height: 200 }) as unknown as Drawn;
    expect(series[0].data[0][1]).toBe(series[0].data.at(-1)?.[1]);
  });

  test('a site without a plant has none of them', () => {
    const plain = makeFleet({ timeline: hourly(2) });
    const empty = { id: 'north', timeZone: 'UTC', slotStarts: ['a', 'b'], series: [] };
    expect(siteCharts(plain, empty, plain.sites[0]).map(({ key }) => key)).toEqual(['sources', 'uses', 'price']);
  });
});

test('of boilers only electric ones draw electricity', () => {
  const timeline = hourly(1);
  const plant = makePlant(timeline, {
    heatNetworks: [{}],
    boilers: [
      { id: 'electric', fuel: null },
      { id: 'gas', fuel: {} },
    ],
  });
  const input = (component: string, kw: number) =>
    ({ site: 'north', name: 'boilerInput', component, unit: 'kW', values: [kw] }) as const;
  const site = { id: 'north', timeZone: 'UTC', slotStarts: ['a'], series: [input('electric', 5), input('gas', 7)] };
  expect(heatPowerKw(site, plant)).toEqual([5]);
});

test('the page shows efficiency, stores, carbon beside import and the new lines of cost', () => {
  const text = renderReport({ fleet }, plan)
    .replace(/<(style|svg)[\s\S]*?<\/\1>/g, ' ')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');
  const [found] = plan.indicators;
  expect(text).toContain(`PUE ${found.pue?.toFixed(3)}`);
  expect(text).toContain(`WUE ${found.wueLitresPerKwh?.toFixed(2)} l/kWh`);
  expect(text).toContain(
    `ERF ${found.energyReuseFactor?.toFixed(3)}, ERE ${found.energyReuseEffectiveness?.toFixed(3)}`,
  );
  for (const words of ['Cold store ice', 'Hot store tank', 'Cold delivered', 'Heat delivered', 'Generators gave']) {
    expect(text).toContain(words);
  }
  expect(plan.emissions.fuelKg).toBeGreaterThan(1);
  expect(text).toContain(`${Math.round(plan.emissions.fuelKg)} kg of fuel burnt on site`);
  expect(text).toMatch(/Heat sold|Water/);
});

test('figures of thermal stores: what leaves them, over their capacity', () => {
  const { hotStores } = siteFigures(fleet, plan, 'north');
  const discharged = total(plan.sites[0], 'hotStoreDischarge').reduce((sum, kw) => sum + kw, 0);
  expect(discharged).toBeGreaterThan(0);
  expect(hotStores).toEqual([
    expect.objectContaining({ id: 'tank', dischargedKwh: expect.closeTo(discharged, 9), capacityKwh: 200 }),
  ]);
  expect(hotStores[0].equivalentCycles).toBeCloseTo(discharged / 200, 9);
});

test('efficiency in words: 100 kWh of IT with a chiller of COP 4 and a tower without fans is a PUE of 1.25', async () => {
  const timeline = hourly(1);
  const cooled = makeFleet({
    timeline,
    sites: [
      {
        compute: { baseLoadKw: 100 },
        plant: makePlant(timeline, { loops: [{}], chillers: [{}], heatRejection: [{ waterLitresPerKwh: 2 }] }),
      },
    ],
  });
  const made = await planDispatch(makeProblem(cooled), { solver });
  // 125 kWh of condenser heat, 2 litres each.
  expect(indicatorNotes(made.indicators[0])).toEqual(['PUE 1.250', '100 kWh of IT', 'WUE 2.50 litres per kWh']);
});

test('carbon beside that of import: fuel, green power, offsets, and nothing of what is not there', () => {
  const none = { ...plan.emissions, fuelKg: 0, coveredKg: 0, offsetKg: 0 };
  expect(emissionNotes(none)).toEqual([]);
  expect(emissionNotes({ ...none, fuelKg: 1234.4, coveredKg: 20, offsetKg: 5 })).toEqual([
    '1,234 kg of fuel burnt on site',
    'green power covers 20 kg of import (market)',
    '5 kg of offsets bought',
  ]);
});

describe('what each saves without the others', () => {
  const sentence = (jobsAlone: number | null, storageAlone: number | null, heatAlone: number | null, all: number) => {
    const { savings } = plan;
    if (savings === null) throw new Error('a plan has savings');
    return savingsSplitSentence({
      ...plan,
      savings: { ...savings, jobsAlone, storageAlone, heatAlone, againstFirstComeFirstServed: all },
    });
  };

  test.for([
    [[null, null, null, 9], null],
    [[1, 2, null, 3], 'moving jobs alone saves 1.00 EUR, storage alone 2.00 EUR; together they save 3.00 EUR.'],
    [
      [1, 2, 3, 5],
      'moving jobs alone saves 1.00 EUR, storage alone 2.00 EUR, heat alone 3.00 EUR; they overlap, so together they save 5.00 EUR.',
    ],
    [
      [1, 0, 3, 6],
      'moving jobs alone saves 1.00 EUR, storage alone 0.00 EUR, heat alone 3.00 EUR; together they save 6.00 EUR, more than their sum.',
    ],
    [[null, null, 3, 6], 'heat alone saves 3.00 EUR.'],
  ] as const)('%s', ([[jobs, storage, heat, all], words]) => {
    expect(sentence(jobs, storage, heat, all)).toBe(
      words === null ? null : `Against first come, first served: ${words}`,
    );
  });
});
