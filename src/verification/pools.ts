import type { ComputePool } from '../domain/fleet.ts';
import type { Checks } from './checks.ts';
import type { PlanFigures, PoolFigures } from './figures.ts';
import { heldUnits } from './held-units.ts';

/** Rounding of one figure of a plan. */
const ROUNDING = 1e-6;

/** What the jobs have of a pool in each slot. */
interface PoolUse {
  readonly units: Float64Array;
  /** Held by jobs, and idle. */
  readonly held: Float64Array;
  /** What rounding of active units may make of the held ones. */
  readonly heldRounding: Float64Array;
  /** kW above idle. */
  readonly extraKw: Float64Array;
  /** How many figures were summed. */
  readonly count: number;
}

/** Busy and held units and power of each pool follow from the jobs; no unit is given twice. */
export function checkPools(checks: Checks, figures: PlanFigures): void {
  for (const { site, pools } of figures.sites) {
    for (const pool of pools) {
      const use = poolUse(checks, figures, site.id, pool.pool);
      for (let slot = 0; slot < checks.timeline.slotCount; slot += 1) {
        checkUnits(checks, site.id, pool, use, slot);
        checkPoolPower(checks, site.id, pool, use, slot);
      }
    }
  }
}

function checkUnits(checks: Checks, site: string, figures: PoolFigures, use: PoolUse, slot: number): void {
  const { pool, busyUnits } = figures;
  const place = { site, subject: pool.id, slot };
  const error = ROUNDING * use.count + use.heldRounding[slot];
  const compared = [
    { rule: 'poolBusyUnits', what: 'busy units', found: busyUnits[slot], limit: use.units[slot] },
    { rule: 'poolHeldUnits', what: 'held units', found: figures.heldUnits[slot], limit: use.held[slot] },
  ] as const;
  for (const { rule, what, found, limit } of compared) {
    checks.equal(rule, place, { what, found, limit, unit: 'units', tolerance: checks.toleranceOf(limit) + error });
  }
  const available = pool.unitsAvailable[slot];
  checks.atMost('poolCapacity', place, {
    what: 'busy and held units',
    found: Math.max(busyUnits[slot] + figures.heldUnits[slot], use.units[slot] + use.held[slot]),
    limit: available,
    unit: 'units',
    tolerance: checks.toleranceOf(available) + error,
  });
}

/** Held units draw idle power, as all units do; what works draws more, as a mean over the slot. */
function checkPoolPower(
  checks: Checks,
  site: string,
  { pool, powerKw }: PoolFigures,
  use: PoolUse,
  slot: number,
): void {
  const expectedKw = pool.unitsAvailable[slot] * pool.idleKwPerUnit + use.extraKw[slot];
  checks.equal(
    'poolPower',
    { site, subject: pool.id, slot },
    {
      what: 'pool power',
      found: powerKw[slot],
      limit: expectedKw,
      unit: 'kW',
      tolerance: checks.toleranceOf(expectedKw) + ROUNDING * use.count * largestExtraKw(pool),
    },
  );
}

function poolUse(checks: Checks, { fleet, jobs }: PlanFigures, site: string, pool: ComputePool): PoolUse {
  const units = new Float64Array(checks.timeline.slotCount);
  const held = new Float64Array(checks.timeline.slotCount);
  const heldRounding = new Float64Array(checks.timeline.slotCount);
  const extraKw = new Float64Array(checks.timeline.slotCount);
  let count = 0;
  for (const figures of jobs) {
    if (figures.job.pool !== pool.id) continue;
    for (const { allocation, point } of figures.placements) {
      if (allocation.site !== site) continue;
      count += 1;
      allocation.activeUnits.forEach((active, k) => {
        units[allocation.firstSlot + k] += active;
        extraKw[allocation.firstSlot + k] += active * (point.kwPerUnit - pool.idleKwPerUnit);
      });
    }
    for (const { placement, slot, units: idle, perActive } of heldUnits(fleet, figures)) {
      if (placement.allocation.site !== site) continue;
      held[slot] += idle;
      heldRounding[slot] += ROUNDING * perActive;
    }
  }
  return { units, held, heldRounding, extraKw, count };
}

function largestExtraKw(pool: ComputePool): number {
  return Math.max(0, ...pool.operatingPoints.map((point) => Math.abs(point.kwPerUnit - pool.idleKwPerUnit)));
}
