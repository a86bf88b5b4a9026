import { describe } from 'vitest';
import { type BadCase, itRefuses } from './bad-cases.ts';
import type { SmallScenario } from './small-scenario.ts';

const meaning: BadCase[] = [
  [
    'a series too short',
    (s) => {
      s.sites[0].grid.importPrice = [1, 2, 3];
    },
    'sites[0].grid.importPrice: found 3 values, expected 4 values, one for each slot of the timeline',
  ],
  [
    'a series too long',
    (s) => {
      s.sites[0].compute.baseLoadKw = [1, 2, 3, 4, 5];
    },
    'sites[0].compute.baseLoadKw: found 5 values, expected 4 values',
  ],
  [
    'a power below zero',
    (s) => {
      s.sites[0].renewables[0].availableKw = [0, 1, -2, 3];
    },
    'sites[0].renewables[0].availableKw[2]: found -2 in slot 2, expected values from 0 to',
  ],
  [
    'more units than there are',
    (s) => {
      s.sites[0].compute.pools[0].unitsAvailable = 81;
    },
    'sites[0].compute.pools[0].unitsAvailable: found 81, expected values from 0 to 80',
  ],
  [
    'two sites of a name',
    (s) => void s.sites.push(s.sites[0]),
    'sites[1].id: found the id "hohhot" a second time, expected an id of its own (sites[0].id has it already)',
  ],
  ['two jobs of a name', (s) => void s.jobs.push({ ...s.jobs[0] }), 'jobs[1].id: found the id "train" a second time'],
  [
    'two pools of a name',
    (s) => void s.sites[0].compute.pools.push({ ...s.sites[0].compute.pools[0] }),
    'sites[0].compute.pools[1].id: found the id "gpu" a second time',
  ],
  [
    'two batteries of a name',
    (s) => void s.sites[0].batteries.push({ ...s.sites[0].batteries[0] }),
    'sites[0].batteries[1].id: found the id "container" a second time',
  ],
  [
    'two demand charges of a name',
    (s) => {
      s.sites[0].grid.demandCharge = [
        { id: 'd', pricePerKwMonth: 1 },
        { id: 'd', pricePerKwMonth: 2 },
      ];
    },
    'sites[0].grid.demandCharge[1].id: found the id "d" a second time',
  ],
  [
    'a made-up name of a demand charge that is taken',
    (s) => {
      s.sites[0].grid.demandCharge = [{ id: 'demand-2', pricePerKwMonth: 1 }, { pricePerKwMonth: 2 }];
    },
    'sites[0].grid.demandCharge[1].id: found the id "demand-2" a second time',
  ],
  [
    'an unknown pool',
    (s) => {
      s.jobs[0].pool = 'gpus';
    },
    'jobs[0].pool: found the pool "gpus", expected a pool of the scenario: gpu (did you mean gpu?)',
  ],
  [
    'an unknown site',
    (s) => {
      s.jobs[0].sites = ['hohot'];
    },
    'jobs[0].sites[0]: found the site "hohot", expected a site of the scenario: hohhot (did you mean hohhot?)',
  ],
  [
    'a site without the pool',
    (s) =>
      void Object.assign(s, {
        sites: [...s.sites, { ...s.sites[0], id: 'other', compute: {} }],
        jobs: [{ ...s.jobs[0], sites: ['other'] }],
      }),
    'jobs[0].sites[0]: found the site "other", which has no pool "gpu", expected sites with that pool: hohhot',
  ],
  [
    'a site twice in a job',
    (s) => {
      s.jobs[0].sites = ['hohhot', 'hohhot'];
    },
    'jobs[0].sites[1]: found the site "hohhot" a second time, expected each site once',
  ],
  [
    'lateness without a price',
    (s) => {
      s.jobs[0].deadlinePolicy = 'priced';
    },
    'jobs[0].pricePerHourLate: found nothing, expected a price, since deadlinePolicy is priced',
  ],
  [
    'a price of lateness that is not allowed',
    (s) => {
      s.jobs[0].pricePerHourLate = 3;
    },
    'jobs[0].pricePerHourLate: found 3 with deadlinePolicy hard, expected no such key',
  ],
  [
    'restarts of divisible work',
    (s) => void Object.assign(s.jobs[0], { shape: 'divisible', restartPricePerUnit: 2 }),
    'jobs[0].restartPricePerUnit: found 2 for a divisible job',
  ],
  [
    'restarts of contiguous work',
    (s) => void Object.assign(s.jobs[0], { shape: 'contiguous', restartPricePerUnit: 2 }),
    'jobs[0].restartPricePerUnit: found 2 for a contiguous job, expected 0 or shape: preemptible (contiguous work never stops',
  ],
  [
    'progress of contiguous work',
    (s) => void Object.assign(s.jobs[0], { shape: 'contiguous', doneUnitHours: 2 }),
    'jobs[0].doneUnitHours: found 2 for a contiguous job, expected 0 or shape: preemptible or divisible (a contiguous job',
  ],
  [
    'a job that is done',
    (s) => void Object.assign(s.jobs[0], { doneUnitHours: 80 }),
    'jobs[0].doneUnitHours: found 80 of 80 unit-hours, expected at least 0.000001 unit-hours less than units x hours',
  ],
  [
    'too little stored at the start',
    (s) => {
      s.sites[0].batteries[0].initialEnergyKwh = 10;
    },
    'sites[0].batteries[0].initialEnergyKwh: found 10 kWh, expected an energy from 20 to 200 kWh',
  ],
  [
    'too much stored at the start',
    (s) => void Object.assign(s.sites[0].batteries[0], { initialEnergyKwh: 201, endEnergyKwh: 20 }),
    'sites[0].batteries[0].initialEnergyKwh: found 201 kWh, expected an energy from 20 to 200 kWh',
  ],
  [
    'a promise beyond the capacity',
    (s) => {
      s.sites[0].batteries[0].endEnergyKwh = 999;
    },
    'sites[0].batteries[0].endEnergyKwh: found 999 kWh',
  ],
  [
    'a most at the end below the promise',
    (s) => {
      s.sites[0].batteries[0].endEnergyMaximumKwh = 50;
    },
    'sites[0].batteries[0].endEnergyMaximumKwh: found 50 kWh, expected an energy from 100 to 200 kWh',
  ],
  [
    'worth of energy that rises',
    (s) => {
      s.sites[0].batteries[0].endValue = [
        { energyKwh: 1, pricePerKwh: 1 },
        { energyKwh: 1, pricePerKwh: 2 },
      ];
    },
    'sites[0].batteries[0].endValue[1].pricePerKwh: found 2 after 1, expected prices that do not rise',
  ],
  [
    'energy beyond the promise worth more than the promise',
    (s) => {
      s.sites[0].batteries[0].endShortfallPricePerKwh = 0.5;
      s.sites[0].batteries[0].endValue = [{ energyKwh: 1, pricePerKwh: 0.6 }];
    },
    'sites[0].batteries[0].endValue[0].pricePerKwh: found 0.6 above endShortfallPricePerKwh 0.5',
  ],
  [
    'neither a busy power nor points',
    (s) => {
      delete s.sites[0].compute.pools[0].busyKwPerUnit;
    },
    'sites[0].compute.pools[0]: found neither busyKwPerUnit nor operatingPoints',
  ],
  [
    'both a busy power and points',
    (s) => {
      s.sites[0].compute.pools[0].operatingPoints = [{ id: 'p', kwPerUnit: 1, speed: 1 }];
    },
    'sites[0].compute.pools[0]: found operatingPoints beside busyKwPerUnit or speed',
  ],
  [
    'a busy power below idle',
    (s) => {
      s.sites[0].compute.pools[0].busyKwPerUnit = 0.05;
    },
    'sites[0].compute.pools[0].busyKwPerUnit: found 0.05 kW, expected at least the idle power of 0.1 kW',
  ],
  [
    'points that do not ascend',
    (s) => void withPoints(s, [0.7, 1], [0.5, 0.8]),
    'sites[0].compute.pools[0].operatingPoints[1]: found 0.5 kW at speed 0.8 after 0.7 kW at speed 1, expected points that ascend',
  ],
  [
    'points that are not concave',
    (s) => void withPoints(s, [0.4, 0.4], [0.6, 0.5], [0.7, 1]),
    'sites[0].compute.pools[0].operatingPoints[2]: found 0.7 kW at speed 1 after 0.6 kW at speed 0.5, expected speed concave in power',
  ],
  [
    'a metering interval that does not divide the day',
    (s) => {
      s.sites[0].grid.demandCharge = { pricePerKwMonth: 1, meteringMinutes: 25 };
    },
    'sites[0].grid.demandCharge.meteringMinutes: found 25 minutes, expected a length that divides the day',
  ],
  [
    'a period of no length',
    (s) => {
      s.sites[0].grid.demandCharge = { pricePerKwMonth: 1, period: { from: '08:00', to: '08:00' } };
    },
    'sites[0].grid.demandCharge.period: found a band from 08:00 to 08:00, expected different times (a whole day is',
  ],
  [
    'a carbon price without a signal',
    (s) => void Object.assign(s, { objective: { carbonPricePerTonne: 80, carbonSignal: 'marginal' } }),
    'sites[0].grid.carbon: found no marginal carbon intensity, expected one, since objective.carbonPricePerTonne is 80 and its signal is marginal',
  ],
  [
    'least carbon without a signal',
    (s) => void Object.assign(s, { objective: { minimise: 'carbon', carbonSignal: 'marginal' } }),
    'sites[0].grid.carbon: found no marginal carbon intensity, expected one, since objective.minimise is carbon and its signal is marginal',
  ],
  [
    'least carbon and a budget of it without a signal, once',
    (s) => {
      Object.assign(s, { objective: { minimise: 'carbon' }, fleet: { carbonBudgetKg: 100 } });
      s.sites[0].grid.carbon = undefined;
    },
    'sites[0].grid.carbon: found no average carbon intensity, expected one, since objective.minimise is carbon and its signal is average',
  ],
  [
    'an aim in other words',
    (s) => void Object.assign(s, { objective: { minimise: 'co2' } }),
    'objective.minimise: found the text "co2", expected cost or carbon',
  ],
  [
    'mixed currencies without a rate',
    (s) => {
      s.sites[0].currency = 'EUR';
    },
    'sites[0].currency: found prices in EUR, in a scenario in CNY, expected CNY, or a rate under exchangeRates (exchangeRates: { EUR: ... }',
  ],
];

function withPoints(scenario: SmallScenario, ...points: readonly (readonly [number, number])[]): void {
  const { id, unitCount, idleKwPerUnit } = scenario.sites[0].compute.pools[0];
  const operatingPoints = points.map(([kwPerUnit, speed], index) => ({ id: `p${index}`, kwPerUnit, speed }));
  scenario.sites[0].compute.pools = [{ id, unitCount, idleKwPerUnit, operatingPoints }];
}

describe('a scenario that follows the schema and is still wrong', () => itRefuses(meaning));
