import type { Fleet, Site } from '../domain/fleet.ts';
import type { PlanSeries, PlanSite, PlantSeriesName, SeriesName, SlotUnit } from '../domain/plan.ts';
import type { Checks } from './checks.ts';
import type { SiteFigures } from './figures.ts';
import { plantSeriesOf } from './plant-series.ts';

/** Series that are not in kW. */
const UNITS: Readonly<Partial<Record<SeriesName, SlotUnit>>> = {
  poolBusyUnits: 'units',
  poolHeldUnits: 'units',
  linkTransfer: 'GB/h',
  batteryStored: 'kWh',
  coldStoreStored: 'kWh',
  hotStoreStored: 'kWh',
  generatorRunning: '1',
};

/**
 * The series of one site, each found once. `baseLoadShed` may be absent where base load must be served, and
 * `poolHeldUnits` stands only where contiguous jobs may run.
 * Null when a series is missing, doubled, of the wrong shape or not finite: then no arithmetic is possible.
 */
export function readSeries(checks: Checks, fleet: Fleet, site: Site, planned: PlanSite): SiteFigures | null {
  const { slotCount } = checks.timeline;
  const expected = new Set<string>();
  let sound = true;

  function read(name: SeriesName, component: string | null, optional = false): readonly number[] {
    expected.add(seriesKey(name, component));
    const found = planned.series.filter((series) => series.name === name && series.component === component);
    if (optional && found.length === 0) return new Array<number>(slotCount).fill(0);
    const place = { site: site.id, subject: component };
    const once = checks.holds(
      'seriesPresent',
      place,
      found.length === 1,
      `series ${name} stands in the plan ${found.length} times, expected once.`,
    );
    if (!once || !isSound(checks, site.id, found[0])) {
      sound = false;
      return [];
    }
    return found[0].values;
  }

  const plant = new Map(
    plantSeriesOf(site).map(({ name, component }) => [seriesKey(name, component), read(name, component)]),
  );
  const figures = {
    site,
    plant: (name: PlantSeriesName, component: string | null) => {
      const values = plant.get(seriesKey(name, component));
      if (values === undefined) throw new Error(`site "${site.id}" has no series ${name} of ${component}`);
      return values;
    },
    importKw: read('gridImport', null),
    exportKw: read('gridExport', null),
    baseLoadKw: read('baseLoad', null),
    baseLoadShedKw: read('baseLoadShed', null, site.compute.baseLoadShedPricePerKwh === null),
    overheadKw: read('distributionOverhead', null),
    pools: site.compute.pools.map((pool) => ({
      pool,
      powerKw: read('poolPower', pool.id),
      busyUnits: read('poolBusyUnits', pool.id),
      heldUnits: mayHold(fleet, site.id, pool.id)
        ? read('poolHeldUnits', pool.id)
        : new Array<number>(slotCount).fill(0),
    })),
    batteries: site.batteries.map((battery) => ({
      battery,
      chargeKw: read('batteryCharge', battery.id),
      dischargeKw: read('batteryDischarge', battery.id),
      storedKwh: read('batteryStored', battery.id),
    })),
    renewables: site.renewables.map((renewable) => ({
      renewable,
      usedKw: read('renewableUsed', renewable.id),
      curtailedKw: read('renewableCurtailed', renewable.id),
    })),
    links: fleet.links
      .filter(({ to }) => to === site.id)
      .map((link) => ({ link, gigabytesPerHour: read('linkTransfer', link.from) })),
  };
  for (const { name, component } of planned.series) {
    checks.holds(
      'seriesPresent',
      { site: site.id, subject: component },
      expected.has(seriesKey(name, component)),
      `series ${name} is about nothing that the site has.`,
    );
  }
  return sound ? figures : null;
}

/** Whether a contiguous job may run on the pool. */
export function mayHold({ jobs }: Fleet, site: string, pool: string): boolean {
  let pools = holding.get(jobs);
  if (pools === undefined) {
    const contiguous = jobs.filter(({ shape }) => shape === 'contiguous');
    pools = new Set(contiguous.flatMap((job) => job.sites.map((at) => seriesKey(at, job.pool))));
    holding.set(jobs, pools);
  }
  return pools.has(seriesKey(site, pool));
}

/** Asked for every job and slot. */
const holding = new WeakMap<Fleet['jobs'], ReadonlySet<string>>();

const seriesKey = (name: string, component: string | null) => JSON.stringify([name, component]);

function isSound(checks: Checks, site: string, series: PlanSeries): boolean {
  const { name, component: subject, unit, values } = series;
  const place = { site, subject };
  const { slotCount } = checks.timeline;
  const expectedUnit = UNITS[name] ?? 'kW';
  const shaped = [
    checks.holds(
      'seriesShape',
      place,
      values.length === slotCount,
      `series ${name} has ${values.length} values, expected ${slotCount}.`,
    ),
    checks.holds(
      'seriesShape',
      place,
      unit === expectedUnit,
      `series ${name} is in ${unit}, expected ${expectedUnit}.`,
    ),
    checks.holds('seriesShape', place, series.site === site, `series ${name} names site ${series.site}.`),
  ];
  const finite = values.map((value, t) =>
    checks.holds(
      'finiteFigures',
      { ...place, slot: t < slotCount ? t : null },
      Number.isFinite(value),
      `series ${name} is ${value}, expected a number.`,
    ),
  );
  return [...shaped, ...finite].every(Boolean);
}
