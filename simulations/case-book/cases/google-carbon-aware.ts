import type { JobSource, ScenarioSource } from '../../../src/scenario/schema/scenario.ts';
import { dayShape, makeRandom, memoryNoise, rounded } from '../../generators/index.ts';
import { clockFrom } from '../calendar.ts';
import type { Case, CasePlans, PlannedScenario } from '../case.ts';
import { changePercent, emissionsKg, importKw } from '../read-plan.ts';

const HOURS = 24;
const clock = clockFrom('2025-03-03', 0, HOURS, 60);
/** Of a day, the hours that count as those of the highest carbon. */
const DIRTY_HOURS = 4;

interface Cluster {
  readonly id: string;
  readonly gramsPerKwh: number;
  readonly humps: Parameters<typeof dayShape>[0]['humps'];
}

/** Three grids: sun that leaves an evening peak, wind at night, and one that hardly moves. */
const CLUSTERS: readonly Cluster[] = [
  {
    id: 'sunny',
    gramsPerKwh: 300,
    humps: [
      { hour: 12.5, width: 4, height: -0.5 },
      { hour: 20, width: 3, height: 0.3 },
    ],
  },
  {
    id: 'windy',
    gramsPerKwh: 350,
    humps: [
      { hour: 3, width: 5, height: -0.3 },
      { hour: 18, width: 3, height: 0.2 },
    ],
  },
  { id: 'steady', gramsPerKwh: 400, humps: [{ hour: 18, width: 5, height: 0.05 }] },
];

/** A cluster: power of its machines at rest, of work that cannot wait, and units of work that can. */
const IDLE_KW = 10_000;
const FIRM_KW = 4_900;
const UNIT_KW = 0.2;
const UNITS = 15_000;
const FLEXIBLE_UNIT_HOURS = 8_000 * HOURS;
const FORECAST_ERROR = 0.05;
/** What a cluster gets above the day-ahead curve, since forecasts err. */
const MARGIN = 1.05;

/** USD for each kW of the day's peak: what power infrastructure costs beside carbon. */
const PEAK_PRICE_PER_KW = 0.03;

type Way = 'ahead' | 'unshaped' | 'shaped';

const carbonOf = ({ gramsPerKwh, humps }: Cluster) => dayShape({ mean: gramsPerKwh, humps }, HOURS);

/** What a series was believed to be on the day before. */
const forecast = (values: readonly number[], seed: number) => {
  const noise = memoryNoise(makeRandom(seed), values.length, 0.8);
  return values.map((value, hour) => value * (1 + FORECAST_ERROR * noise[hour]));
};

const firmOf = () =>
  dayShape({ mean: FIRM_KW, humps: [{ hour: 14, width: 6, height: 0.3 }] }, HOURS).map((kw) => kw + IDLE_KW);

/** Work comes in every hour and may wait until the end of the day. */
const jobsOf = ({ id }: Cluster): JobSource[] =>
  Array.from({ length: HOURS - 2 }, (_, hour) => ({
    id: `${id}-${String(hour).padStart(2, '0')}`,
    pool: 'flexible',
    units: UNITS,
    hours: Number((FLEXIBLE_UNIT_HOURS / (HOURS - 2) / UNITS).toFixed(6)),
    shape: 'divisible' as const,
    earliestStart: clock.at(hour),
    deadline: clock.at(HOURS),
    sites: [id],
  }));

function scenario(way: Way, curves: (cluster: string) => readonly number[]): ScenarioSource {
  const isAhead = way === 'ahead';
  return {
    wattshift: 1,
    name: `google-carbon-aware ${way}`,
    timeline: clock.timeline,
    currency: 'USD',
    // On the day itself clusters run what is admitted as it comes: neither price nor carbon moves them.
    objective: { carbonPricePerTonne: isAhead ? 100 : 0 },
    sites: CLUSTERS.map((cluster, index) => ({
      id: cluster.id,
      timeZone: 'UTC',
      grid: {
        marketZone: cluster.id,
        importLimitKw: 25_000,
        importPrice: 0.06,
        carbon: rounded(isAhead ? forecast(carbonOf(cluster), 11 + index) : carbonOf(cluster), 1),
        ...(isAhead ? { demandCharge: { pricePerKwMonth: PEAK_PRICE_PER_KW, meteringMinutes: 60 } } : {}),
      },
      compute: {
        baseLoadKw: rounded(isAhead ? forecast(firmOf(), 21 + index) : firmOf(), 0),
        pools: [
          {
            id: 'flexible',
            unitCount: UNITS,
            busyKwPerUnit: UNIT_KW,
            ...(way === 'shaped'
              ? {
                  unitsAvailable: rounded(
                    curves(cluster.id).map((units) => Math.min(UNITS, MARGIN * units)),
                    1,
                  ),
                }
              : {}),
          },
        ],
      },
    })),
    jobs: CLUSTERS.flatMap(jobsOf),
  };
}

function curvesOf({ plan }: PlannedScenario) {
  return (cluster: string): readonly number[] => {
    const curve = plan.quotaCurves.find(({ site }) => site === cluster);
    if (curve === undefined) throw new Error(`no quota curve for ${cluster}`);
    return curve.maxUnits;
  };
}

const none = (): readonly number[] => [];

/** Power in the hours of the highest carbon of each cluster, shaped against unshaped, percent. */
function dirtyHoursChange(plans: CasePlans): number {
  const dirtyKw = (name: Way) =>
    CLUSTERS.reduce((sum, cluster) => {
      const carbon = carbonOf(cluster);
      const order = carbon.map((_, hour) => hour).sort((a, b) => carbon[b] - carbon[a] || a - b);
      const power = importKw(plans.of(name), [cluster.id]);
      return sum + order.slice(0, DIRTY_HOURS).reduce((kw, hour) => kw + power[hour], 0);
    }, 0);
  return changePercent(dirtyKw('shaped'), dirtyKw('unshaped'));
}

export const googleCarbonAware: Case = {
  name: 'google-carbon-aware',
  title: 'Google carbon-aware computing',
  source:
    'Radovanovic and others, Carbon-Aware Computing for Datacenters (IEEE Transactions on Power Systems, 2023): delay-tolerant work shaped by day-ahead hourly capacity curves per cluster, made from forecasts of load and carbon. Power falls by 1 to 2 % at the times of the highest carbon intensity.',
  assumptions: [
    'One day of three clusters in three grids. The day before, a plan on forecasts of carbon and load (both off by about 5 %) weighs carbon at 100 USD/t and the peak of power at 0.03 USD/kW, and gives each cluster a curve of units for work that can wait.',
    'On the day, clusters run work as it comes under the curve and 5 % more, without looking at carbon; beside it the same day without a curve.',
    'Machines at rest draw a half of a cluster’s power; work that can wait is about a quarter of all work, comes in evenly and must be done within the day.',
    'The hours of the highest carbon are the four highest of each cluster’s day.',
  ],
  limits: [
    'The published fall is a mean over clusters of which the flexible share is not published; with another share the outcome moves in proportion.',
    'Work is shaped in time only: the published system leaves each cluster its own work.',
  ],
  scenarios: [
    { name: 'ahead', make: () => scenario('ahead', none) },
    { name: 'unshaped', make: () => scenario('unshaped', none) },
    { name: 'shaped', make: (earlier) => scenario('shaped', curvesOf(earlier.of('ahead'))) },
  ],
  figures: [
    {
      what: 'Fall of power in the hours of the highest carbon',
      kind: 'outcome',
      unit: '%',
      published: { from: 1, to: 2 },
      compute: (plans) => -dirtyHoursChange(plans),
      note: 'All clusters together, with the curve against without.',
      cause:
        'Every cluster is shaped every day here, by a share of flexible work that the source does not give; the published mean holds clusters with little of it.',
    },
    {
      what: 'Emissions of the day, change by the curves',
      kind: 'outcome',
      unit: '%',
      published: { direction: 'below', of: 0 },
      compute: (plans) => changePercent(emissionsKg(plans.of('shaped')), emissionsKg(plans.of('unshaped'))),
      note: 'At the carbon that came, not at that forecast.',
    },
    {
      what: 'Work done within the day under the curves',
      kind: 'input',
      unit: '%',
      published: 100,
      compute: (plans) => {
        const { jobs } = plans.of('shaped').plan;
        const sum = (pick: (job: (typeof jobs)[number]) => number) => jobs.reduce((total, job) => total + pick(job), 0);
        return (100 * sum((job) => job.doneUnitHours)) / sum((job) => job.workUnitHours);
      },
      note: 'The curves keep the capacity of the whole day.',
    },
  ],
};
