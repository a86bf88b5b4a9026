import type { ScenarioSource } from '../../../src/scenario/schema/scenario.ts';
import { HOURS_PER_YEAR, pvYear, rounded } from '../../generators/index.ts';
import type { Case } from '../case.ts';
import { energyKwh } from '../read-plan.ts';

const PV_KW = 10_540;
const YEAR_KWH = 12e6;

function year(): ScenarioSource {
  const pv = pvYear({
    place: { latitudeDegrees: 39.1, longitudeDegrees: 117.2, utcOffsetHours: 8, altitudeMetres: 5 },
    peakKw: PV_KW,
    tiltDegrees: 10,
    performanceRatio: 0.8,
    inverterRatio: 1,
    globalHorizontalKwh: 1_450,
    seed: 1,
  });
  return {
    wattshift: 1,
    name: 'tencent-tianjin',
    timeline: { start: '2025-01-01T00:00+08:00', end: '2026-01-01T00:00+08:00', slotMinutes: 60 },
    currency: 'CNY',
    sites: [
      {
        id: 'tianjin',
        timeZone: 'Asia/Shanghai',
        grid: { marketZone: 'tianjin', importLimitKw: 40_000, importPrice: 0.7 },
        compute: { baseLoadKw: 20_000 },
        renewables: [{ id: 'roofs', kind: 'pv', availableKw: rounded(pv, 1) }],
      },
    ],
  };
}

export const tencentTianjin: Case = {
  name: 'tencent-tianjin',
  title: 'Tencent Tianjin Gaoxin microgrid',
  source: 'Published figures of the microgrid at Tencent’s data centre in Tianjin Gaoxin: PV 10.54 MW, 12 GWh a year.',
  assumptions: [
    'A whole year, hour by hour.',
    'Modules on roofs at 39.1 degrees north, facing south at 10 degrees, performance ratio 0.8.',
    'Global irradiation on the ground 1,450 kWh/m2 a year: the lower end of class B (1,400 to 1,750) of the Chinese scale of solar resources. Each 50 kWh/m2 more or less moves the outcome by about 3.5 %.',
    'The centre draws 20 MW all year, so that it takes all that the sun gives.',
  ],
  limits: [
    'Only the sun is tested: load, storage and tariff of the microgrid are not published.',
    'Whether 12 GWh is a forecast or a measured year is not said.',
  ],
  scenarios: [{ name: 'year', make: year }],
  figures: [
    {
      what: 'PV energy used',
      kind: 'outcome',
      unit: 'GWh a year',
      published: YEAR_KWH / 1e6,
      compute: (plans) => energyKwh(plans.of('year'), 'renewableUsed') / 1e6,
      note: 'The generator knows latitude, tilt, performance ratio and irradiation; the energy of the year is its answer.',
    },
    {
      what: 'Capacity factor of the PV',
      kind: 'identity',
      unit: '%',
      published: Number(((100 * YEAR_KWH) / (PV_KW * HOURS_PER_YEAR)).toFixed(1)),
      compute: (plans) => (100 * energyKwh(plans.of('year'), 'renewableUsed')) / (PV_KW * HOURS_PER_YEAR),
      note: '12 GWh over 10.54 MW and 8,760 hours.',
    },
    {
      what: 'PV power',
      kind: 'input',
      unit: 'MW',
      published: 10.54,
      compute: () => PV_KW / 1000,
      note: 'Of the modules.',
    },
  ],
};
