import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { formatProblems } from '../../src/scenario/index.ts';
import { folderWith } from './folder.ts';
import { fleetOf, problemsOf, type SmallScenario, smallScenario } from './small-scenario.ts';

/** A change that makes one object wrong in several ways, and what must be told of it, in any order. */
type SeveralCase = readonly [name: string, change: (scenario: SmallScenario) => void, ...messages: string[]];

const linesOf = (scenario: unknown, directory = '/nowhere'): string[] =>
  problemsOf(scenario, { directory }).map((problem) => formatProblems([problem]).replace('small.yaml: ', ''));

function expectAll(lines: readonly string[], messages: readonly string[]): void {
  expect(lines.map((line) => messages.find((message) => line.includes(message)) ?? line).sort()).toEqual(
    [...messages].sort(),
  );
}

const battery = (change: object) => (s: SmallScenario) => void Object.assign(s.sites[0].batteries[0], change);
const pool = (change: object) => (s: SmallScenario) => void Object.assign(s.sites[0].compute.pools[0], change);
const job = (change: object) => (s: SmallScenario) => void Object.assign(s.jobs[0], change);
const grid = (change: object) => (s: SmallScenario) => void Object.assign(s.sites[0].grid, change);
const B = 'sites[0].batteries[0]';
const P = 'sites[0].compute.pools[0]';
const J = 'jobs[0]';
const G = 'sites[0].grid';

const cases: SeveralCase[] = [
  [
    'a battery: a percentage and too much stored',
    battery({ chargeEfficiency: 95, initialEnergyKwh: 260 }),
    `${B}.chargeEfficiency: found 95`,
    `${B}.initialEnergyKwh: found 260 kWh, expected an energy from 20 to 200 kWh`,
  ],
  [
    'a battery: a key misspelt, a text for a limit and prices that rise twice',
    battery({
      chargeEficiency: 1,
      dischargeLimitKw: 'x',
      endShortfallPricePerKwh: 1,
      endValue: [
        { energyKwh: 1, pricePerKwh: 2 },
        { energyKwh: 1, pricePerKwh: 3 },
        { energyKwh: 'y', pricePerKwh: 4 },
      ],
    }),
    `${B}.chargeEficiency: found an unknown key`,
    `${B}.dischargeLimitKw: found the text "x"`,
    `${B}.endValue[0].pricePerKwh: found 2 above endShortfallPricePerKwh 1`,
    `${B}.endValue[1].pricePerKwh: found 3 after 2`,
    `${B}.endValue[2].energyKwh: found the text "y"`,
    `${B}.endValue[2].pricePerKwh: found 4 after 3`,
  ],
  [
    'a battery without a capacity: too little stored, and less at the most than promised',
    battery({ energyCapacityKwh: undefined, initialEnergyKwh: 10, endEnergyKwh: 50, endEnergyMaximumKwh: 40 }),
    `${B}.energyCapacityKwh: found nothing`,
    `${B}.initialEnergyKwh: found 10 kWh, expected an energy from 20 kWh upwards`,
    `${B}.endEnergyMaximumKwh: found 40 kWh, expected an energy from 50 kWh upwards`,
  ],
  [
    'a battery: the least a text, two energies beyond the capacity',
    battery({ minimumEnergyKwh: 'some', initialEnergyKwh: 201, endEnergyKwh: 202 }),
    `${B}.minimumEnergyKwh: found the text "some"`,
    `${B}.initialEnergyKwh: found 201 kWh, expected an energy up to 200 kWh`,
    `${B}.endEnergyKwh: found 202 kWh, expected an energy up to 200 kWh`,
  ],
  [
    'a battery: a least that is out of bounds bounds nothing else',
    battery({ minimumEnergyKwh: 300, wearPricePerKwh: -1 }),
    `${B}.minimumEnergyKwh: found 300 kWh, expected an energy up to 200 kWh`,
    `${B}.wearPricePerKwh: found -1`,
  ],
  [
    'a pool: no count, no power and a series too short',
    pool({ unitCount: 'many', busyKwPerUnit: undefined, unitsAvailable: [1, 2] }),
    `${P}.unitCount: found the text "many"`,
    `${P}: found neither busyKwPerUnit nor operatingPoints`,
    `${P}.unitsAvailable: found 2 values`,
  ],
  [
    'a pool: a name that is none, a busy power below idle and a speed of zero',
    pool({ id: '', busyKwPerUnit: 0.05, speed: 0 }),
    `${P}.id: found an empty text`,
    `${P}.busyKwPerUnit: found 0.05 kW, expected at least the idle power of 0.1 kW`,
    `${P}.speed: found 0`,
    `${J}.pool: found the pool "gpu"`,
  ],
  [
    'operating points: a wrong one between, two of a name, one that does not ascend and one below idle',
    pool({
      busyKwPerUnit: undefined,
      operatingPoints: [
        { id: 'a', kwPerUnit: 0.05, speed: 0.1 },
        { id: 'b', kwPerUnit: 0.5, speed: -1 },
        { id: 'c', kwPerUnit: 0.6, speed: 0.9 },
        { id: 'c', kwPerUnit: 0.55, speed: 1 },
      ],
    }),
    `${P}.operatingPoints[0]: found 0.05 kW, expected at least the idle power`,
    `${P}.operatingPoints[1].speed: found -1`,
    `${P}.operatingPoints[3].id: found the id "c" a second time`,
    `${P}.operatingPoints[3]: found 0.55 kW at speed 1 after 0.6 kW at speed 0.9, expected points that ascend`,
  ],
  [
    'a job: work that is none, restarts of divisible work and an unknown site',
    job({ hours: 'two', shape: 'divisible', restartPricePerUnit: 2, sites: ['hohhot', 3, 'hohhto', 'hohhot'] }),
    `${J}.hours: found the text "two"`,
    `${J}.restartPricePerUnit: found 2 for a divisible job`,
    `${J}.sites[1]: found 3`,
    `${J}.sites[2]: found the site "hohhto"`,
    `${J}.sites[3]: found the site "hohhot" a second time`,
  ],
  [
    'a job: no pool, an unknown site, a start that is none and a deadline long past',
    job({ pool: undefined, sites: ['nowhere'], earliestStart: 'soon', deadline: '2025-01-01T00:00Z' }),
    `${J}.pool: found nothing`,
    `${J}.sites[0]: found the site "nowhere"`,
    `${J}.earliestStart: found the text "soon"`,
    `${J}.deadline: found the deadline 2025-01-01T00:00:00Z, which is hard`,
  ],
  [
    'a job: data without gigabytes, a home without a latency, a jurisdiction twice and restarts of contiguous work',
    job({
      shape: 'contiguous',
      restartPricePerUnit: 1,
      dataSite: 'mars',
      homeSite: 'hohhto',
      residency: ['EU', 'EU'],
    }),
    `${J}.restartPricePerUnit: found 1 for a contiguous job`,
    `${J}.dataSite: found the site "mars"`,
    `${J}.dataGigabytes: found nothing`,
    `${J}.homeSite: found the site "hohhto"`,
    `${J}.maximumLatencyMs: found nothing`,
    `${J}.residency[1]: found the jurisdiction "EU" a second time`,
    `${J}.residency[0]: found the jurisdiction "EU", expected a jurisdiction, but no site has any`,
    `${J}.residency[1]: found the jurisdiction "EU", expected a jurisdiction, but no site has any`,
  ],
  [
    'a demand charge: no price, an odd length and a period of no length on days that are none',
    grid({ demandCharge: { meteringMinutes: 25, period: { from: '08:00', to: '08:00', days: 'all' } } }),
    `${G}.demandCharge.pricePerKwMonth: found nothing`,
    `${G}.demandCharge.meteringMinutes: found 25 minutes`,
    `${G}.demandCharge.period: found a band from 08:00 to 08:00`,
    `${G}.demandCharge.period.days: found the text "all"`,
  ],
  [
    'demand charges: one wrong, two others of a name',
    grid({ demandCharge: [{ pricePerKwMonth: -1 }, { id: 'd', pricePerKwMonth: 1 }, { id: 'd', pricePerKwMonth: 1 }] }),
    `${G}.demandCharge[0].pricePerKwMonth: found -1`,
    `${G}.demandCharge[2].id: found the id "d" a second time`,
  ],
  [
    'contracted limits: a direction that is none, a limit below zero, two of a name',
    grid({
      contractedLimits: [
        { id: 'l', direction: 'in', limitKw: -1, breachPricePerKwh: -2 },
        { id: 'l', direction: 'import', limitKw: [1, 'x'] },
      ],
    }),
    `${G}.contractedLimits[0].direction: found the text "in"`,
    `${G}.contractedLimits[0].limitKw: found -1, expected values from 0`,
    `${G}.contractedLimits[0].breachPricePerKwh: found -2`,
    `${G}.contractedLimits[1].id: found the id "l" a second time`,
    `${G}.contractedLimits[1].limitKw[1]: found the text "x"`,
    `${G}.contractedLimits[1].limitKw: found 2 values`,
  ],
  [
    'a tariff: a price that is none and another entry of no length',
    grid({
      importPrice: {
        tariff: [
          { from: '00:00', to: '12:00', pricePerKwh: 'x' },
          { from: '12:00', to: '12:00', pricePerKwh: 1 },
        ],
      },
    }),
    `${G}.importPrice.tariff[0].pricePerKwh: found the text "x"`,
    `${G}.importPrice.tariff[1]: found a band from 12:00 to 12:00`,
  ],
  [
    'carbon signals: two series too short, and none for the price',
    (s) => {
      s.objective = { carbonPricePerTonne: 80, carbonSignal: 'market', creditExports: 'yes' };
      s.sites[0].grid.carbon = { average: [1], marginal: [2] };
    },
    'objective.creditExports: found the text "yes"',
    `${G}.carbon.average: found 1 values`,
    `${G}.carbon.marginal: found 1 values`,
    `${G}.carbon: found no market carbon intensity`,
  ],
  [
    'a timeline: slots of no length and an end before the start',
    (s) => void Object.assign(s.timeline, { slotMinutes: 0, end: '2026-05-01T00:00Z' }),
    'timeline.slotMinutes: found 0',
    'timeline.end: found an end',
  ],
  [
    'a timeline of segments: a time that is none, slots that do not fill, an end before its start',
    (s) => {
      s.timeline = {
        start: '2026-06-01T00:00Z',
        segments: [
          { until: '2026-06-01T01:00Z', slotMinutes: 7 },
          { until: '2026-06-01T00:30Z', slotMinutes: 'x' },
          { until: 'later', slotMinutes: 15 },
        ],
      };
    },
    'timeline.segments[0].slotMinutes: found slots of 7 minutes',
    'timeline.segments[1].slotMinutes: found the text "x"',
    'timeline.segments[1].until: found an end 30 minutes before the start',
    'timeline.segments[2].until: found the text "later"',
  ],
];

describe('several faults in one object are all told at once', () => {
  it.each(cases.map(([name, change, ...messages]) => ({ name, change, messages })))('$name', ({ change, messages }) => {
    expectAll(linesOf(smallScenario(change)), messages);
  });
});

describe('a series from a file', () => {
  const table = () => folderWith({ 'p.csv': 'time,p\n2026-05-31T16:00Z,0.5\n' });
  const price = (change: object) =>
    smallScenario(
      grid({
        importPrice: {
          file: 'p.csv',
          column: 'p',
          unit: 'CNY/kWh',
          stamp: 'intervalStart',
          resolutionMinutes: 240,
          ...change,
        },
      }),
    );

  it('is sound where the cases below change nothing', () => {
    expect([...fleetOf(price({}), { directory: table() }).sites[0].grid.importPricePerKwh]).toEqual([
      0.5, 0.5, 0.5, 0.5,
    ]);
  });

  it('without its stamp convention is told of that alone', () => {
    expectAll(linesOf(price({ stamp: undefined }), table()), [
      `${G}.importPrice.stamp: found nothing, expected intervalStart or intervalEnd`,
    ]);
  });

  it('is told of its unit, zone and column as well', () => {
    expectAll(linesOf(price({ stamp: undefined, unit: 'kW', timeZone: 'Mars/Base', column: 'q' }), table()), [
      `${G}.importPrice.stamp: found nothing`,
      `${G}.importPrice.unit: found "kW"`,
      `${G}.importPrice.timeZone: found the text "Mars/Base"`,
      `${G}.importPrice.column: found no column "q"`,
    ]);
  });

  it('and of a file that is not there', () => {
    expectAll(linesOf(price({ column: undefined, file: 'none.csv' }), table()), [
      `${G}.importPrice.column: found nothing`,
      `${G}.importPrice.file: found "none.csv": no such file`,
    ]);
  });

  it('beside a key of another form is refused, not stumbled over', () => {
    expectAll(linesOf(price({ tariff: 3 }), table()), [`${G}.importPrice.tariff: found an unknown key`]);
    const carbon = smallScenario(grid({ carbon: { average: 1, marginal: 2, file: 3 } }));
    expectAll(linesOf(carbon), [`${G}.carbon.file: found an unknown key`]);
  });
});

it('a job of a file with several faults is told of each, with its line', () => {
  const directory = folderWith({});
  writeFileSync(
    join(directory, 'jobs.csv'),
    'id,pool,units,hours,deadline,sites\nj,gpu,1,1,2026-06-01T03:00+08:00,\nj,tpu,x,1,2025-01-01T00:00Z,nowhere\n',
  );
  const scenario = smallScenario((s) => void Object.assign(s, { jobs: { file: 'jobs.csv' } }));
  const lines = problemsOf(scenario, { directory }).map((problem) => formatProblems([problem]));
  expectAll(lines, [
    'jobs.csv:3: jobs[1].id: found the id "j" a second time',
    'jobs.csv:3: jobs[1].pool: found the pool "tpu"',
    'jobs.csv:3: jobs[1].units: found the text "x"',
    'jobs.csv:3: jobs[1].deadline: found the deadline 2025-01-01T00:00:00Z',
    'jobs.csv:3: jobs[1].sites[0]: found the site "nowhere"',
  ]);
});
