import { describe, expect, test } from 'vitest';
import { type Bill, billFlows, type FleetFlows, type SiteFlows } from '../../src/billing/index.ts';
import type { Fleet, GridConnection, Site } from '../../src/domain/fleet.ts';
import type { CostLineName } from '../../src/domain/plan.ts';
import { kw } from '../../src/units/index.ts';
import { handFleet } from '../support/hand-fleet.ts';
import { placesFleet } from '../support/hand-places.ts';
import { handCostLines, handPlan, the } from '../support/hand-plan.ts';

/** Slots of 30, 30, 60 and 60 minutes; the north site alone, without jobs. */
function northAlone(grid: Partial<GridConnection>, objective: Partial<Fleet['objective']> = {}): Fleet {
  const north = the(handFleet.sites, ({ id }) => id === 'north');
  const plain = { contractedLimits: [], demandCharges: [], ramp: null };
  const site: Site = { ...north, grid: { ...north.grid, ...plain, ...grid }, batteries: [] };
  return { ...handFleet, sites: [site], jobs: [], objective: { ...handFleet.objective, ...objective } };
}

function flowsOf(change: Partial<SiteFlows>): FleetFlows {
  const none = [0, 0, 0, 0];
  return {
    sites: [{ site: 'north', importKw: none, exportKw: none, baseLoadShedKw: none, batteries: [], ...change }],
    links: [],
    jobs: [],
  };
}

function amountOf(bill: Bill, name: CostLineName): number {
  return bill.lines.filter((line) => line.name === name).reduce((sum, { amount }) => sum + amount, 0);
}

describe('the whole bill', () => {
  test('of the plan worked out by hand, line by line', () => {
    const figures = (site: string, name: string) =>
      the(the(handPlan.sites, ({ id }) => id === site).series, (series) => series.name === name).values;
    const siteFlows = (site: string, shed: readonly number[]): SiteFlows => ({
      site,
      importKw: figures(site, 'gridImport'),
      exportKw: figures(site, 'gridExport'),
      baseLoadShedKw: shed,
      batteries: [
        {
          battery: 'store',
          dischargeKw: figures(site, 'batteryDischarge'),
          storedAtEndKwh: figures(site, 'batteryStored')[3],
        },
      ],
    });
    const bill = billFlows(handFleet, {
      sites: [siteFlows('north', [0, 0, 4, 0]), siteFlows('south', [0, 0, 0, 0])],
      links: [],
      jobs: handPlan.jobs.map((job) => ({ job: job.id, ...job })),
    });
    const lines = bill.lines
      .filter(({ amount }) => Math.abs(amount) > 1e-9)
      .map(({ name, site, component, amount }) => ({ name, site, component, amount: Number(amount.toFixed(6)) }));
    const byKey = (list: readonly object[]) => [...list].map((line) => JSON.stringify(line)).sort();
    expect(byKey(lines)).toEqual(byKey(handCostLines));
    expect(bill.total).toBeCloseTo(404.495898, 6);
    expect(bill.demandCharges.map((charge) => ({ ...charge, peakKw: Number(charge.peakKw.toFixed(9)) }))).toEqual([
      expect.objectContaining({ peakKw: 73.2, floorKw: 60 }),
    ]);
    expect(bill.demandCharges[0].increment).toBeCloseTo(132, 9);
    expect(bill.demandCharges[0].whole).toBeCloseTo(732, 9);
    expect(bill.energyImportedKwh).toBeCloseTo(152.2, 9);
    expect(bill.peakImportKw).toBeCloseTo(143.4, 9);
    expect(bill.emissions.averageKg).toBeCloseTo(60.5, 9);
    // Marginal intensity is known at one site of two, market intensity at none.
    expect(bill.emissions).toMatchObject({ marginalKg: null, marketKg: null });
  });

  test('wants flows for every site, battery, link and job of the fleet', () => {
    expect(() => billFlows(handFleet, { sites: [], links: [], jobs: [] })).toThrow('site north');
    const sites = handFleet.sites.map(({ id }) => ({ ...flowsOf({}).sites[0], site: id }));
    expect(() => billFlows(handFleet, { sites, links: [], jobs: [] })).toThrow('battery store of site north');
    const nothing = { links: [], jobs: [] };
    expect(() => billFlows({ ...placesFleet, sites: [] }, { sites: [], ...nothing })).toThrow('link from east to west');
    expect(() => billFlows({ ...handFleet, sites: [] }, { sites: [], links: [], jobs: [] })).toThrow('job batch');
  });
});

describe('energy and carbon', () => {
  test('negative prices pay for import and charge for export', () => {
    const fleet = northAlone({
      importPricePerKwh: Float64Array.of(-0.1, 0.4, 0.4, 0.4),
      exportPricePerKwh: Float64Array.of(0, 0, 0, -0.05),
    });
    const bill = billFlows(fleet, flowsOf({ importKw: [20, 0, 0, 0], exportKw: [0, 0, 0, 8] }));
    expect(amountOf(bill, 'energyBought')).toBeCloseTo(-1, 12); // -0.1 x 20 kW x 0.5 h
    expect(amountOf(bill, 'energySold')).toBeCloseTo(0.4, 12); // 0.05 x 8
  });

  test('carbon of the objective’s signal: 700 g marginal at 100 a tonne is 0.07 a kWh', () => {
    const fleet = northAlone({}, { carbonSignal: 'marginal', creditExports: false });
    const bill = billFlows(fleet, flowsOf({ importKw: [0, 10, 20, 0], exportKw: [0, 0, 0, 9] }));
    expect(amountOf(bill, 'carbon')).toBeCloseTo(1.75, 12); // 0.07 x (5 + 20)
    expect(bill.lines.some(({ name }) => name === 'carbonCredit')).toBe(false);
    expect(bill.emissions.marginalKg).toBeCloseTo(17.5, 12); // 25 kWh x 0.7 kg
    expect(bill.emissions.averageKg).toBeCloseTo(12.5, 12);
  });

  test('is not charged again where the price holds it, and still reported', () => {
    const fleet = northAlone({}, { priceIncludesCarbon: true });
    const bill = billFlows(fleet, flowsOf({ importKw: [0, 0, 10, 0], exportKw: [5, 0, 0, 0] }));
    expect(bill.lines.map(({ name }) => name)).not.toContain('carbon');
    expect(bill.lines.map(({ name }) => name)).not.toContain('carbonCredit');
    expect(bill.emissions.averageKg).toBeCloseTo(5, 12);
  });

  test('a price on a signal that nobody knows is refused, not taken as zero', () => {
    const fleet = northAlone({}, { carbonSignal: 'market' });
    expect(() => billFlows(fleet, flowsOf({}))).toThrow("site north has no 'market' carbon signal");
    const free = northAlone({}, { carbonSignal: 'market', carbonPricePerTonne: 0 });
    expect(billFlows(free, flowsOf({})).total).toBe(0);
  });
});

describe('demand charges', () => {
  const meteringIntervals = [
    { slots: Int32Array.of(0, 1), hours: Float64Array.of(0.5, 0.5) },
    // 45 minutes that take 15 of slot 1 and 30 of slot 2.
    { slots: Int32Array.of(1, 2), hours: Float64Array.of(0.25, 0.5) },
  ];
  const charge = (direction: 'import' | 'export' | 'both', floorKw: number) => ({
    id: 'month',
    direction,
    pricePerKw: 3,
    periods: [{ label: '2026-06', floorKw: kw(floorKw), meteringIntervals }],
  });
  // Means: import 20 and (0.25 x 30 + 0.5 x 12) / 0.75 = 18; export 0 and 0.5 x 60 / 0.75 = 40.
  const flows = flowsOf({ importKw: [10, 30, 12, 99], exportKw: [0, 0, 60, 0] });

  test.each([
    ['import', 20],
    ['export', 40],
    ['both', 40],
  ] as const)('the largest mean %s of a metering interval, not of a slot', (direction, peakKw) => {
    const bill = billFlows(northAlone({ demandCharges: [charge(direction, 15)] }), flows);
    expect(bill.demandCharges).toEqual([
      {
        site: 'north',
        id: 'month',
        period: '2026-06',
        peakKw: expect.closeTo(peakKw, 9),
        floorKw: 15,
        pricePerKw: 3,
        increment: expect.closeTo(3 * (peakKw - 15), 9),
        whole: expect.closeTo(3 * peakKw, 9),
      },
    ]);
    expect(the(bill.lines, ({ name }) => name === 'demandCharge')).toMatchObject({
      site: 'north',
      component: 'month 2026-06',
      amount: expect.closeTo(3 * (peakKw - 15), 9),
    });
  });

  test('the larger direction counts only where both are measured', () => {
    const mirrored = flowsOf({ importKw: [0, 0, 60, 0], exportKw: [10, 30, 12, 99] });
    const peakKw = (direction: 'import' | 'export' | 'both') =>
      billFlows(northAlone({ demandCharges: [charge(direction, 15)] }), mirrored).demandCharges[0].peakKw;
    expect(peakKw('import')).toBeCloseTo(40, 9);
    expect(peakKw('export')).toBeCloseTo(20, 9);
    expect(peakKw('both')).toBeCloseTo(40, 9);
  });

  test('a peak below what is paid anyway costs nothing more', () => {
    const bill = billFlows(northAlone({ demandCharges: [charge('import', 25)] }), flows);
    expect(bill.demandCharges[0]).toMatchObject({ peakKw: 25, increment: 0, whole: 75 });
  });

  test('each period has its own peak and line', () => {
    const [first, second] = meteringIntervals.map((interval, k) => ({
      label: `2026-0${6 + k}`,
      floorKw: kw(0),
      meteringIntervals: [interval],
    }));
    const fleet = northAlone({ demandCharges: [{ ...charge('import', 0), periods: [first, second] }] });
    const lines = billFlows(fleet, flows).lines.filter(({ name }) => name === 'demandCharge');
    expect(lines.map(({ component, amount }) => [component, Number(amount.toFixed(9))])).toEqual([
      ['month 2026-06', 60],
      ['month 2026-07', 54],
    ]);
  });
});

describe('promises of a site', () => {
  test('a contracted export limit counts energy beyond it, slot by slot', () => {
    const limitKw = Float64Array.of(10, 10, 10, 10);
    const limit = { id: 'feed-in', direction: 'export', limitKw, breachPricePerKwh: 0.5 } as const;
    const bill = billFlows(
      northAlone({ contractedLimits: [limit] }),
      flowsOf({ exportKw: [12, 4, 13, 10], importKw: [0, 99, 0, 0] }),
    );
    expect(the(bill.lines, ({ name }) => name === 'contractBreach')).toMatchObject({
      component: 'feed-in',
      amount: 2, // (2 kW x 0.5 h + 3 kW x 1 h) x 0.5
    });
  });

  test('ramps count every step beyond 2 x 5 kW, down as well as up', () => {
    const ramp = { limitKwPerMinute: 2, transitionMinutes: 5, measuredNetImportKw: kw(0), breachPricePerKw: 0.25 };
    const flows = flowsOf({ importKw: [25, 20, 0, 5], exportKw: [0, 0, 4, 0] });
    // Steps 25, 5, 24, 9: beyond the limit by 15 and 14.
    expect(amountOf(billFlows(northAlone({ ramp }), flows), 'rampBreach')).toBeCloseTo(7.25, 12);
    const unknown = { ...ramp, measuredNetImportKw: null };
    expect(amountOf(billFlows(northAlone({ ramp: unknown }), flows), 'rampBreach')).toBeCloseTo(3.5, 12);
  });

  test('base load that must be served has no line', () => {
    const fleet = northAlone({});
    const [north] = fleet.sites;
    const strict = { ...fleet, sites: [{ ...north, compute: { ...north.compute, baseLoadShedPricePerKwh: null } }] };
    const flows = flowsOf({ baseLoadShedKw: [6, 0, 0, 0] });
    expect(amountOf(billFlows(fleet, flows), 'shedBaseLoad')).toBeCloseTo(15, 12); // 3 kWh x 5
    expect(billFlows(strict, flows).lines.map(({ name }) => name)).not.toContain('shedBaseLoad');
  });
});

describe('batteries at the end', () => {
  const north = the(handFleet.sites, ({ id }) => id === 'north');
  const endsWith = (storedAtEndKwh: number) =>
    billFlows(
      { ...handFleet, sites: [{ ...north, grid: { ...north.grid, demandCharges: [], ramp: null } }], jobs: [] },
      flowsOf({ batteries: [{ battery: 'store', dischargeKw: [4, 0, 2, 0], storedAtEndKwh }] }),
    );

  test('what is stored beyond the promise of 50 kWh is worth 0.3 for ten and 0.1 for the next', () => {
    expect(amountOf(endsWith(57), 'storedEnergyValue')).toBeCloseTo(-2.1, 12);
    expect(amountOf(endsWith(75), 'storedEnergyValue')).toBeCloseTo(-4.5, 12); // 3 + 15 x 0.1
    expect(amountOf(endsWith(75), 'endEnergyShortfall')).toBe(0);
  });

  test('what is short of it costs 0.6, and is worth nothing', () => {
    expect(amountOf(endsWith(45), 'endEnergyShortfall')).toBeCloseTo(3, 12);
    expect(amountOf(endsWith(45), 'storedEnergyValue')).toBe(0);
  });

  test('wear counts what is discharged at the bus', () => {
    expect(amountOf(endsWith(50), 'wear')).toBeCloseTo(0.08, 12); // 0.02 x (4 x 0.5 + 2)
  });
});
