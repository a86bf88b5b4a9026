import { afterAll, describe, expect, test } from 'vitest';
import { makeSolverPool } from '../../solver/index.ts';
import type { ScenarioSource } from '../../src/scenario/schema/scenario.ts';
import type { Plan } from '../../src/scheduling/index.ts';
import { moneyOf, seriesOf } from '../support/fleets.ts';
import { energyPerHour, expectOptimum, fleetOf, heldHourly, SLOT_MINUTES } from '../support/oracles.ts';
import { planned } from '../support/planned.ts';

/**
 * A battery of 2 MW and 4 MWh that loses a tenth of what it takes in, empty at both ends of the day.
 * Prices, carbon and optima: documentation of energy-py-linear (how-to "price versus carbon" and "complex
 * objective"), where powers are MW and prices a MWh. Its profit is sale less purchase.
 */
const PRICES_PER_MWH = [100, 50, 200, -100, 0, 200, 100, -100];
const CARBON_TONNES_PER_MWH = [0.1, 0.2, 0.1, 0.15, 0.01, 0.7, 0.5, 0.01];

interface Case {
  readonly slotMinutes: number;
  readonly importPricesPerMwh: readonly number[];
  readonly exportPricesPerMwh?: readonly number[];
  readonly carbon?: readonly number[];
  readonly objective?: ScenarioSource['objective'];
}

function batteryScenario(input: Case): ScenarioSource {
  const { slotMinutes, importPricesPerMwh, exportPricesPerMwh = importPricesPerMwh, carbon, objective = {} } = input;
  const perKwh = (perMwh: readonly number[]) => heldHourly(perMwh, slotMinutes).map((price) => price / 1000);
  const end = new Date(Date.parse('2026-06-01T00:00Z') + importPricesPerMwh.length * 3_600_000).toISOString();
  return {
    wattshift: 1,
    name: 'battery',
    currency: 'EUR',
    timeline: { start: '2026-06-01T00:00Z', end, slotMinutes },
    objective,
    sites: [
      {
        id: 'site',
        timeZone: 'UTC',
        grid: {
          marketZone: 'zone',
          importLimitKw: 5000,
          exportLimitKw: 5000,
          importPrice: perKwh(importPricesPerMwh),
          exportPrice: perKwh(exportPricesPerMwh),
          // Tonnes a MWh are kilograms a kWh.
          ...(carbon === undefined ? {} : { carbon: heldHourly(carbon, slotMinutes).map((tonnes) => tonnes * 1000) }),
        },
        batteries: [
          {
            id: 'battery',
            energyCapacityKwh: 4000,
            initialEnergyKwh: 0,
            endEnergyKwh: 0,
            endEnergyMaximumKwh: 0,
            chargeLimitKw: 2000,
            dischargeLimitKw: 2000,
            chargeEfficiency: 0.9,
            dischargeEfficiency: 1,
          },
        ],
      },
    ],
  };
}

const solver = makeSolverPool();
afterAll(() => solver.close());

const planOf = async (input: Case): Promise<Plan> =>
  (await planned(solver, fleetOf(batteryScenario(input)), { largestGap: 1e-6 })).plan;

/** MWh bought less sold in each hour. */
function netImportMwh(plan: Plan, slotMinutes: number): number[] {
  const imported = seriesOf(plan, 'gridImport', 'site');
  const exported = seriesOf(plan, 'gridExport', 'site');
  const net = imported.map((kw, t) => kw - exported[t]);
  return energyPerHour(net, slotMinutes).map((kwh) => kwh / 1000);
}

const totalOf = (quantities: readonly number[], perUnit: readonly number[]): number =>
  quantities.reduce((sum, quantity, hour) => sum + quantity * perUnit[hour], 0);

describe('battery on a price with negative hours', () => {
  /**
   * Published to four digits: 1037.7778 and -1.6578 for hourly slots. With shorter ones 1047.7778: inside a
   * negative hour a battery may lawfully empty itself and fill again. A plain linear program says 1057.7778,
   * by charging and discharging at once, which no battery can.
   */
  const profits = { 60: 9340 / 9, 30: 9430 / 9, 15: 9430 / 9 };
  const PLAIN_LINEAR_PROFIT = 9520 / 9;

  for (const slotMinutes of SLOT_MINUTES) {
    test(`slots of ${slotMinutes} minutes: ${profits[slotMinutes].toFixed(4)} earned, never both ways at once`, async () => {
      const plan = await planOf({ slotMinutes, importPricesPerMwh: PRICES_PER_MWH, carbon: CARBON_TONNES_PER_MWH });
      expectOptimum(-plan.objective, profits[slotMinutes]);
      expect(-plan.objective).toBeLessThan(PLAIN_LINEAR_PROFIT - 1);
      expect(plan.status).toBe('optimal');
      expect(plan.certificate?.method).toBe('branching');
      const charge = seriesOf(plan, 'batteryCharge', 'site', 'battery');
      const discharge = seriesOf(plan, 'batteryDischarge', 'site', 'battery');
      expect(Math.max(...charge.map((kw, t) => Math.min(kw, discharge[t])))).toBeLessThanOrEqual(1e-3);
      if (slotMinutes === 60) {
        expectOptimum(totalOf(netImportMwh(plan, slotMinutes), CARBON_TONNES_PER_MWH), -14.92 / 9);
      }
    });
  }
});

describe('battery on carbon, exports credited', () => {
  for (const slotMinutes of SLOT_MINUTES) {
    test(`slots of ${slotMinutes} minutes: 2.2733 t avoided, which earns 134.44 at the prices of the day`, async () => {
      const plan = await planOf({
        slotMinutes,
        importPricesPerMwh: PRICES_PER_MWH.map(() => 0),
        carbon: CARBON_TONNES_PER_MWH,
        // One unit of money for a gram.
        objective: { carbonPricePerTonne: 1e6, creditExports: true },
      });
      expectOptimum(plan.objective / 1e6, -6.82 / 3);
      expectOptimum(moneyOf(plan, 'carbon') + moneyOf(plan, 'carbonCredit'), plan.objective);
      const net = netImportMwh(plan, slotMinutes);
      expectOptimum(totalOf(net, CARBON_TONNES_PER_MWH), -6.82 / 3);
      expectOptimum(-totalOf(net, PRICES_PER_MWH), 1210 / 9);
    });
  }
});

describe('battery with an adder on import', () => {
  const prices = [50, 100, 150];
  const adder = [0, 100, 0];

  for (const slotMinutes of SLOT_MINUTES) {
    test(`slots of ${slotMinutes} minutes: net import 2, 0, -1.8`, async () => {
      const plan = await planOf({
        slotMinutes,
        importPricesPerMwh: prices.map((price, hour) => price + adder[hour]),
        exportPricesPerMwh: prices,
      });
      expectPerHour(netImportMwh(plan, slotMinutes), [2, 0, -1.8]);
      expectOptimum(-plan.objective, 1.8 * 150 - 2 * 50);
    });

    test(`slots of ${slotMinutes} minutes, without the adder: 2, 0.222222, -2`, async () => {
      const plan = await planOf({ slotMinutes, importPricesPerMwh: prices });
      expectPerHour(netImportMwh(plan, slotMinutes), [2, 2 / 9, -2]);
      expectOptimum(-plan.objective, 2 * 150 - (2 / 9) * 100 - 2 * 50);
    });
  }

  function expectPerHour(found: readonly number[], optimum: readonly number[]): void {
    expect(found).toHaveLength(optimum.length);
    for (const [hour, mwh] of found.entries()) expect(Math.abs(mwh - optimum[hour])).toBeLessThanOrEqual(1e-6);
  }
});
