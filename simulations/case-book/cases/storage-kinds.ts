import type { BatterySource } from '../../../src/scenario/schema/battery.ts';
import type { ScenarioSource } from '../../../src/scenario/schema/scenario.ts';
import { rounded, runOfHours, timeOfUsePrices } from '../../generators/index.ts';
import { clockFrom } from '../calendar.ts';
import type { Case, CasePlans, Figure } from '../case.ts';
import { energyKwh, seriesOf } from '../read-plan.ts';

const HOURS = 72;
const clock = clockFrom('2025-07-15', 8, HOURS, 60);

interface Kind {
  readonly name: string;
  readonly kind: NonNullable<BatterySource['kind']>;
  readonly powerKw: number;
  readonly energyKwh: number;
  /** Charge and discharge as one; how it splits decides nothing here. */
  readonly roundTrip: number;
  readonly selfDischargePerHour?: number;
}

const KINDS: readonly Kind[] = [
  { name: 'lithium-iron-phosphate', kind: 'lithium', powerKw: 1_000, energyKwh: 2_000, roundTrip: 0.88 },
  { name: 'immersion-cooled', kind: 'lithium', powerKw: 1_000, energyKwh: 2_000, roundTrip: 0.9 },
  { name: 'iron-chromium-flow', kind: 'flow', powerKw: 500, energyKwh: 4_000, roundTrip: 0.72 },
  { name: 'gravity', kind: 'gravity', powerKw: 25_000, energyKwh: 100_000, roundTrip: 0.82 },
  { name: 'hydrogen', kind: 'hydrogen', powerKw: 1_000, energyKwh: 10_000, roundTrip: 0.35 },
];

const kindNamed = (name: string): Kind => {
  const found = KINDS.find((kind) => kind.name === name);
  if (found === undefined) throw new Error(`no kind of storage is called ${name}`);
  return found;
};

/** A day's dearest and cheapest price are 3 to 1, as in northern Hebei. */
const PRICES = rounded(
  timeOfUsePrices(
    { flatPerKwh: 0.6, spread: 0.5, peakHours: runOfHours(16, 24), valleyHours: [...runOfHours(0, 6), 12, 13, 14] },
    HOURS,
  ),
  4,
);

function scenario({ name, kind, powerKw, energyKwh: capacity, roundTrip, selfDischargePerHour }: Kind): ScenarioSource {
  const oneWay = Math.sqrt(roundTrip);
  return {
    wattshift: 1,
    name: `storage-kinds ${name}`,
    timeline: clock.timeline,
    currency: 'CNY',
    sites: [
      {
        id: 'centre',
        timeZone: 'Asia/Shanghai',
        grid: { marketZone: 'jibei', importLimitKw: 4 * powerKw, importPrice: PRICES },
        compute: { baseLoadKw: 2 * powerKw },
        batteries: [
          {
            id: 'store',
            kind,
            // What can be given at the bus is the rated energy: the store itself holds the loss of discharging more.
            energyCapacityKwh: Number((capacity / oneWay).toFixed(3)),
            initialEnergyKwh: 0,
            startsWhereItEnds: true,
            chargeLimitKw: powerKw,
            dischargeLimitKw: powerKw,
            chargeEfficiency: Number(oneWay.toFixed(6)),
            dischargeEfficiency: Number(oneWay.toFixed(6)),
            ...(selfDischargePerHour === undefined ? {} : { selfDischargePerHour }),
          },
        ],
      },
    ],
  };
}

/** In economy mode 1 % of the power that passes is lost; beside it the store of the UPS earns nothing here. */
function upsScenario(): ScenarioSource {
  return {
    wattshift: 1,
    name: 'storage-kinds ups',
    timeline: clock.timeline,
    currency: 'CNY',
    sites: [
      {
        id: 'centre',
        timeZone: 'Asia/Shanghai',
        grid: { marketZone: 'jibei', importLimitKw: 4_000, importPrice: PRICES },
        compute: { baseLoadKw: 990, overheadFraction: Number((1 / 0.99 - 1).toFixed(6)) },
        batteries: [
          {
            id: 'ups',
            kind: 'ups',
            energyCapacityKwh: 300,
            initialEnergyKwh: 300,
            chargeLimitKw: 100,
            dischargeLimitKw: 1_000,
            chargeEfficiency: 0.95,
            dischargeEfficiency: 0.95,
            reserve: { hours: 0.25 },
          },
        ],
      },
    ],
  };
}

const charged = (plans: CasePlans, name: string) => energyKwh(plans.of(name), 'batteryCharge');
const discharged = (plans: CasePlans, name: string) => energyKwh(plans.of(name), 'batteryDischarge');
const roundTrip = (plans: CasePlans, name: string) => (100 * discharged(plans, name)) / charged(plans, name);

const suppliedKwh = (plans: CasePlans) =>
  energyKwh(plans.of('ups'), 'gridImport') +
  energyKwh(plans.of('ups'), 'batteryDischarge') -
  energyKwh(plans.of('ups'), 'batteryCharge');

/** Most that is given in one go, over the power: hours at full power. */
function hoursAtFullPower(plans: CasePlans, name: string): number {
  let [longest, running] = [0, 0];
  for (const kw of seriesOf(plans.of(name).plan, 'centre', 'batteryDischarge')) {
    running = kw > 0 ? running + kw : 0;
    longest = Math.max(longest, running);
  }
  return longest / kindNamed(name).powerKw;
}

/** What the energy costs with the store, against the same load without it, percent. */
function savingPercent(plans: CasePlans, name: string): number {
  const without = PRICES.reduce((sum, price) => sum + price * 2 * kindNamed(name).powerKw, 0);
  return (100 * (without - plans.of(name).plan.objective)) / without;
}

const earns = (name: string, what: string, note: string): Figure => ({
  what: `Saving by ${what}`,
  kind: 'outcome',
  unit: '% of the energy cost',
  published: { direction: 'above', of: 0 },
  compute: (plans) => savingPercent(plans, name),
  note,
});

export const storageKinds: Case = {
  name: 'storage-kinds',
  title: 'Kinds of storage at data centres',
  source:
    'China Academy of Information and Communications Technology on storage for data centres: lithium iron phosphate; an iron-chromium flow battery of 500 kW / 4,000 kWh and gravity storage of 25 MW / 100 MWh at Huailai; hydrogen; UPS to 99 % in economy mode; an immersion-cooled system with a round trip of 90 % or more at full depth.',
  assumptions: [
    'Three summer days of a tariff of 0.30, 0.60 and 0.90 CNY/kWh; each store stands by itself beside a flat load of twice its power, and ends as full as it began.',
    'Round trips that are not published: lithium iron phosphate 88 %, flow 72 %, gravity 82 %, hydrogen 35 % (electrolyser and fuel cell). Wear and price of the stores are left out.',
    'Rated energy is what a store gives at the bus.',
  ],
  limits: [
    'The source gives ratings and efficiencies, which go in and come out again: all of them are inputs or identities.',
    'Whether a kind earns on a given tariff follows from the tariff; only the side is tested.',
  ],
  scenarios: [
    ...KINDS.map((kind) => ({ name: kind.name, make: () => scenario(kind) })),
    { name: 'ups', make: upsScenario },
  ],
  figures: [
    {
      what: 'Round trip of the immersion-cooled system, at full depth',
      kind: 'identity',
      unit: '%',
      published: 90,
      compute: (plans) => roundTrip(plans, 'immersion-cooled'),
      note: 'Energy given over energy taken, in the plan.',
    },
    {
      what: 'Hours at full power, iron-chromium flow battery',
      kind: 'identity',
      unit: 'h',
      published: 8,
      compute: (plans) => hoursAtFullPower(plans, 'iron-chromium-flow'),
      note: '4,000 kWh over 500 kW: most that the plan gives in one go, over the power.',
    },
    {
      what: 'Hours at full power, gravity',
      kind: 'identity',
      unit: 'h',
      published: 4,
      compute: (plans) => hoursAtFullPower(plans, 'gravity'),
      note: '100 MWh over 25 MW: most that the plan gives in one go, over the power.',
    },
    {
      what: 'Efficiency of a UPS in economy mode',
      kind: 'input',
      unit: '%',
      published: 99,
      compute: (plans) => (100 * energyKwh(plans.of('ups'), 'baseLoad')) / suppliedKwh(plans),
      note: 'IT energy over energy supplied; the store of the UPS keeps a quarter of an hour of the load.',
    },
    earns('lithium-iron-phosphate', 'lithium iron phosphate', 'A spread of three to one pays for 12 % of losses.'),
    earns('iron-chromium-flow', 'the flow battery', 'A spread of three to one pays for 28 % of losses.'),
    earns('gravity', 'gravity', 'A spread of three to one pays for 18 % of losses.'),
    earns('hydrogen', 'hydrogen', 'A spread of three to one just pays for a round trip of 35 %.'),
  ],
};
