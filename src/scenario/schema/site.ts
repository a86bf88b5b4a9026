import Type, { type Static } from 'typebox';
import { battery, hydrogenChain } from './battery.ts';
import {
  clockText,
  closed,
  currency,
  days,
  fractionOf,
  identifier,
  instantText,
  nonNegative,
  number,
  oneOf,
  positive,
  word,
} from './common.ts';
import { coldNetwork, cooling } from './cooling.ts';
import { generator } from './generator.ts';
import { boiler, dualModePlant, heatContract, heatExchanger, heatNetwork, heatPump } from './heat.ts';
import { fileSeries, priceSeries, series } from './series.ts';
import { coldStore, hotStore } from './thermal-store.ts';
import { weather } from './weather.ts';

const demandCharge = closed({
  id: Type.Optional(identifier('Name on the bill; made from the position when absent.')),
  direction: Type.Optional(word(['import', 'export', 'both'], 'Which power is metered; both: the larger of the two.')),
  pricePerKwMonth: nonNegative('Money per kW of the largest metered mean power of a civil month.'),
  meteringMinutes: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 1440,
      description: 'Length of a metering interval; divides the day. Default 15.',
    }),
  ),
  billedPeakKw: Type.Optional(nonNegative('Peak that the running month has on its bill already.')),
  expectedPeakKw: Type.Optional(nonNegative('Peak that each month is expected to reach anyway.')),
  minimumBilledKw: Type.Optional(nonNegative('Power that the contract bills at least.')),
  period: Type.Optional(
    closed(
      {
        from: clockText('Local time of day, inclusive.'),
        to: clockText('Local time of day, exclusive.'),
        days: Type.Optional(days),
      },
      { description: 'Tariff period that is metered; all hours when absent.' },
    ),
  ),
});

const contractedLimit = closed({
  id: identifier('Name of the limit.'),
  direction: word(['import', 'export']),
  limitKw: series('Contracted power, kW.'),
  breachPricePerKwh: Type.Optional(nonNegative('Money per kWh beyond the limit.')),
});

const ramp = closed({
  limitKwPerMinute: positive('Largest change of net import, kW per minute.'),
  transitionMinutes: Type.Optional(positive('Minutes that a change at a slot boundary may take. Default 5.')),
  measuredNetImportKw: Type.Optional(
    number('Net import measured before the first slot; the first step is free when absent.'),
  ),
  breachPricePerKw: Type.Optional(nonNegative('Money per kW of step beyond the limit.')),
});

const carbonSignals = closed(
  {
    average: Type.Optional(series('Average intensity, g/kWh.')),
    marginal: Type.Optional(series('Marginal intensity, g/kWh.')),
    market: Type.Optional(series('Market-based intensity, g/kWh.')),
  },
  { title: '{ average, marginal, market }' },
);

const outage = closed({
  from: instantText('When the grid goes.'),
  to: instantText('When it is back.'),
});

const coincidentPeak = closed({
  id: identifier('Name of the charge.'),
  pricePerKw: nonNegative('Money per kW of import in the hour that turns out to count.'),
  probability: series('Chance of each slot to be the one that counts, 0 to 1.'),
});

const greenPower = closed({
  id: identifier('Name of the contract or of the certificates.'),
  kind: word(['contract', 'certificate']),
  pricePerKwh: priceSeries('Money per kWh covered, beside the price of the energy.'),
  limitKw: Type.Optional(series('Import that may be covered in each slot, kW. Default: the import limit.')),
  limitKwh: Type.Optional(nonNegative('Import that may be covered within the timeline. Default: any.')),
});

const grid = closed({
  marketZone: identifier('Market or bidding zone.'),
  importLimitKw: series('Physical limit of import, kW.'),
  exportLimitKw: Type.Optional(series('Physical limit of export, kW. Default 0.')),
  importPrice: priceSeries('Price of energy bought, money per kWh.'),
  exportPrice: Type.Optional(priceSeries('What energy sold earns, money per kWh. Default 0.')),
  carbon: Type.Optional(
    oneOf(
      [number('g/kWh in every slot.'), Type.Array(Type.Number(), { minItems: 1 }), fileSeries, carbonSignals],
      'a number, a list with one number a slot, { file, column, unit, stamp } or { average, marginal, market }',
      'Carbon intensity of import, g/kWh; a bare series is the average signal.',
    ),
  ),
  demandCharge: Type.Optional(
    oneOf([demandCharge, Type.Array(demandCharge, { maxItems: 20 })], 'one { pricePerKwMonth, ... } or a list of them'),
  ),
  contractedLimits: Type.Optional(Type.Array(contractedLimit, { maxItems: 100 })),
  ramp: Type.Optional(ramp),
  island: Type.Optional(Type.Boolean({ description: 'No grid at all: import and export are 0. Default false.' })),
  outages: Type.Optional(
    Type.Array(outage, { maxItems: 1000, description: 'Times without grid; a slot that one touches counts whole.' }),
  ),
  coincidentPeaks: Type.Optional(Type.Array(coincidentPeak, { maxItems: 100 })),
  renewableFraction: Type.Optional(series('Share of import that is renewable already, 0 to 1. Default: not known, 0.')),
  greenPower: Type.Optional(Type.Array(greenPower, { maxItems: 100 })),
});

const operatingPoint = closed({
  id: identifier('Name of the operating point.'),
  kwPerUnit: positive('Power of a unit that works at this point, idle power included.'),
  speed: positive('Work per unit and hour; 1 is the reference speed.'),
});

const pool = closed({
  id: identifier('Class of machine; the same id at several sites is the same class.'),
  unitCount: nonNegative('Machines of the pool; all draw idle power.'),
  unitsAvailable: Type.Optional(series('Machines that may work in each slot. Default unitCount.')),
  idleKwPerUnit: Type.Optional(nonNegative('Power of an idle machine. Default 0.')),
  busyKwPerUnit: Type.Optional(positive('Power of a busy machine, idle power included.')),
  speed: Type.Optional(positive('Work per busy machine and hour; 1 is the reference speed. Default 1.')),
  operatingPoints: Type.Optional(Type.Array(operatingPoint, { minItems: 1, maxItems: 20 })),
});

const compute = closed({
  baseLoadKw: Type.Optional(series('IT load that cannot move, kW. Default 0.')),
  baseLoadShedPricePerKwh: Type.Optional(
    nonNegative('Money per kWh of base load not served; it must be served when absent.'),
  ),
  overheadFraction: Type.Optional(fractionOf('Losses of power distribution as a share of IT power. Default 0.')),
  pools: Type.Optional(Type.Array(pool, { maxItems: 200 })),
});

const renewable = closed({
  id: identifier('Name of the plant.'),
  kind: word(['pv', 'wind']),
  availableKw: series('Power that could be used, kW; the rest is curtailed.'),
});

/** Cooling, heat and generation. */
const plant = {
  weather: Type.Optional(weather),
  cooling: Type.Optional(cooling),
  coldStores: Type.Optional(Type.Array(coldStore, { maxItems: 1000 })),
  coldNetworks: Type.Optional(Type.Array(coldNetwork, { maxItems: 100 })),
  heatNetworks: Type.Optional(Type.Array(heatNetwork, { maxItems: 100 })),
  heatPumps: Type.Optional(Type.Array(heatPump, { maxItems: 1000 })),
  heatExchangers: Type.Optional(Type.Array(heatExchanger, { maxItems: 1000 })),
  boilers: Type.Optional(Type.Array(boiler, { maxItems: 1000 })),
  heatContracts: Type.Optional(Type.Array(heatContract, { maxItems: 1000 })),
  hotStores: Type.Optional(Type.Array(hotStore, { maxItems: 1000 })),
  generators: Type.Optional(Type.Array(generator, { maxItems: 1000 })),
  dualModePlants: Type.Optional(Type.Array(dualModePlant, { maxItems: 1000 })),
};

/** Names of jurisdictions; by which names they go is up to the scenario. */
export const jurisdictions = (description: string, minItems = 0) =>
  Type.Array(identifier('Jurisdiction.'), { minItems, maxItems: 100, description });

export const site = closed({
  id: identifier('Name of the site.'),
  timeZone: Type.String({
    minLength: 1,
    maxLength: 100,
    title: 'an IANA time zone like Asia/Shanghai',
    description: 'Zone of tariffs, billing months and reports.',
  }),
  currency: Type.Optional(
    currency('Currency of all prices of the site; converted by exchangeRates. Default: of the scenario.'),
  ),
  jurisdictions: Type.Optional(
    jurisdictions('Jurisdictions whose law holds at the site, like EU; for residency of jobs.'),
  ),
  grid,
  compute: Type.Optional(compute),
  batteries: Type.Optional(Type.Array(battery, { maxItems: 1000 })),
  hydrogenChains: Type.Optional(Type.Array(hydrogenChain, { maxItems: 1000 })),
  renewables: Type.Optional(Type.Array(renewable, { maxItems: 1000 })),
  ...plant,
});

export type SiteSource = Static<typeof site>;
export type GridSource = Static<typeof grid>;
export type CarbonSource = NonNullable<GridSource['carbon']>;
export type DemandChargeSource = Static<typeof demandCharge>;
export type ContractedLimitSource = Static<typeof contractedLimit>;
export type RampSource = Static<typeof ramp>;
export type ComputeSource = Static<typeof compute>;
export type PoolSource = Static<typeof pool>;
export type OperatingPointSource = Static<typeof operatingPoint>;
export type RenewableSource = Static<typeof renewable>;
export type OutageSource = Static<typeof outage>;
export type CoincidentPeakSource = Static<typeof coincidentPeak>;
export type GreenPowerSource = Static<typeof greenPower>;
