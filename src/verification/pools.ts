import type { ComputePool } from '../domain/fleet.ts';
import type { Checks } from './checks.ts';
import type { PlanFigures } from './figures.ts';

/** Rounding of one figure of a plan. */
const ROUNDING = 1e-6;

/** What the jobs have of a pool in each slot. */
interface PoolUse {
  readonly units: Float64Array;
  /** kW above idle. */
  readonly extraKw: Float64Array;
  /** How many figures were summed. */
  readonly count: number;
}

/** Busy units and power of each pool follow from the jobs; no unit is given twice. */
export function checkPools(checks: Checks, figures: PlanFigures): void {
  for (const { site, pools } of figures.sites) {
    for (const { pool, busyUnits, powerKw } of pools) {
      const use = poolUse(checks, figures, site.id, pool);
      for (let slot = 0; slot < checks.timeline.slotCount; slot += 1) {
        const place = { site: site.id, subject: pool.id, slot };
        const available = pool.unitsAvailable[slot];
        checks.equal('poolBusyUnits', place, {
          what: 'busy units',
          found: busyUnits[slot],
          limit: use.units[slot],
          unit: 'units',
          tolerance: checks.toleranceOf(use.units[slot]) + ROUNDING * use.count,
        });
        checks.atMost('poolCapacity', place, {
          what: 'busy units',
          found: Math.max(busyUnits[slot], use.units[slot]),
          limit: available,
          unit: 'units',
          tolerance: checks.toleranceOf(available) + ROUNDING * use.count,
        });
        const expectedKw = available * pool.idleKwPerUnit + use.extraKw[slot];
        checks.equal('poolPower', place, {
          what: 'pool power',
          found: powerKw[slot],
          limit: expectedKw,
          unit: 'kW',
          tolerance: checks.toleranceOf(expectedKw) + ROUNDING * use.count * largestExtraKw(pool),
        });
      }
    }
  }
}

function poolUse(checks: Checks, { jobs }: PlanFigures, site: string, pool: ComputePool): PoolUse {
  const units = new Float64Array(checks.timeline.slotCount);
  const extraKw = new Float64Array(checks.timeline.slotCount);
  let count = 0;
  for (const { job, placements } of jobs) {
    if (job.pool !== pool.id) continue;
    for (const { allocation, point } of placements) {
      if (allocation.site !== site) continue;
      count += 1;
      allocation.activeUnits.forEach((active, k) => {
        units[allocation.firstSlot + k] += active;
        extraKw[allocation.firstSlot + k] += active * (point.kwPerUnit - pool.idleKwPerUnit);
      });
    }
  }
  return { units, extraKw, count };
}

function largestExtraKw(pool: ComputePool): number {
  return Math.max(0, ...pool.operatingPoints.map((point) => Math.abs(point.kwPerUnit - pool.idleKwPerUnit)));
}
