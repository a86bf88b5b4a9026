import type { ObjectiveSettings } from '../domain/fleet.ts';
import type { FleetTargets } from '../domain/targets.ts';
import { parseInstant } from '../time/civil.ts';
import { fraction, GRAMS_PER_KILOGRAM } from '../units/index.ts';
import {
  checkEachOnce,
  checkUnique,
  child,
  items,
  type Node,
  type ReadContext,
  soundOr,
  trustedValue,
} from './context.ts';
import { DEFAULT_TRANSITION_MINUTES, givenSignals } from './grid.ts';
import type { SiteSource } from './schema/site.ts';
import type { TargetsSource } from './schema/targets.ts';
import { isRecord } from './validate.ts';

/** Targets but for the prices of missing them, which may be defaults that depend on the fleet. */
export type TargetsDraft = Omit<FleetTargets, 'carbonBudget' | 'renewableShare' | 'zoneRamps'> & {
  readonly carbonBudget: { readonly limitKg: number; readonly breachPricePerKg: number | null } | null;
  readonly renewableShare: { readonly minimum: number; readonly breachPricePerKwh: number | null } | null;
  readonly zoneRamps: readonly (Omit<FleetTargets['zoneRamps'][number], 'breachPricePerKw'> & {
    readonly breachPricePerKw: number | null;
  })[];
};

/** What holds for the fleet as a whole; null, and faults, when something of it is wrong. */
export function readTargets(
  context: ReadContext,
  node: Node<TargetsSource | undefined>,
  sites: readonly Node<SiteSource>[],
  objective: ObjectiveSettings | null,
): TargetsDraft | null {
  const offsets = items(child({ path: node.path, value: node.value ?? {} }, 'offsets'));
  checkUnique(context, offsets);
  checkZones(context, node, sites);
  if (node.value !== undefined && isRecord(node.value) && node.value.carbonBudgetKg !== undefined) {
    checkSignal(context, sites, objective);
  }
  const source = soundOr<TargetsSource, TargetsSource>(context, node, {});
  if (source === null) return null;
  return {
    carbonBudget:
      source.carbonBudgetKg === undefined
        ? null
        : { limitKg: source.carbonBudgetKg, breachPricePerKg: source.carbonBudgetBreachPricePerKg ?? null },
    renewableShare:
      source.renewableShareMinimum === undefined
        ? null
        : {
            minimum: source.renewableShareMinimum,
            breachPricePerKwh: source.renewableShareBreachPricePerKwh ?? null,
          },
    offsets: source.offsets ?? [],
    zoneRamps: (source.zoneRamps ?? []).map((ramp) => ({
      marketZone: ramp.marketZone,
      limitKwPerMinute: ramp.limitKwPerMinute,
      transitionMinutes: ramp.transitionMinutes ?? DEFAULT_TRANSITION_MINUTES,
      breachPricePerKw: ramp.breachPricePerKw ?? null,
    })),
  };
}

/** A ramp of a zone without sites would hold nothing, and of two of one zone the tighter alone. */
function checkZones(
  context: ReadContext,
  node: Node<TargetsSource | undefined>,
  sites: readonly Node<SiteSource>[],
): void {
  const ramps = items(child({ path: node.path, value: node.value ?? {} }, 'zoneRamps'));
  const names = ramps.flatMap((ramp) => {
    const { path, value } = child(ramp, 'marketZone');
    return value !== undefined && context.trusted(path) ? [{ path, value }] : [];
  });
  checkEachOnce(context, names, 'zone');
  const zones = sites.map((site) => {
    const { path, value } = child(site, 'grid');
    return value === undefined ? null : trustedValue(context, child({ path, value }, 'marketZone'));
  });
  // A zone that cannot be read might be the one that is named.
  if (zones.includes(null)) return;
  for (const { path, value } of names) {
    if (zones.includes(value)) continue;
    const expected = `the market zone of a site: ${[...new Set(zones)].join(', ')}`;
    context.fault({ path, found: JSON.stringify(value), expected });
  }
}

/** A budget counts by the objective's signal, which every site must know: a missing one is not zero. */
function checkSignal(
  context: ReadContext,
  sites: readonly Node<SiteSource>[],
  objective: ObjectiveSettings | null,
): void {
  // What the objective asks for is asked for there.
  if (objective === null || objective.carbonPricePerTonne > 0 || objective.minimise === 'carbon') return;
  for (const site of sites) {
    const { path, value } = child(site, 'grid');
    if (value === undefined || !isRecord(value)) continue;
    const carbon = child({ path, value }, 'carbon');
    if (givenSignals(context, carbon)?.includes(objective.carbonSignal) ?? true) continue;
    context.fault({
      path: carbon.path,
      found: `no ${objective.carbonSignal} carbon intensity`,
      expected: 'one, since fleet.carbonBudgetKg counts by it',
    });
  }
}

/**
 * Minutes that each site waits after each of its outages, by their positions: sites of one zone whose outages end at the
 * same instant return one after the other, in the order of the file.
 */
export function returnDelays(
  context: ReadContext,
  node: Node<TargetsSource | undefined>,
  sites: readonly Node<SiteSource>[],
): number[][] {
  const target = child({ path: node.path, value: node.value ?? {} }, 'returnAfterOutage');
  const minutes = trustedValue(context, target)?.minutesBetweenSites ?? 0;
  const returning = new Map<string, number>();
  return sites.map(({ value }) => {
    const grid = isRecord(value) && isRecord(value.grid) ? value.grid : null;
    if (grid === null || !Array.isArray(grid.outages)) return [];
    const ends = grid.outages.map((outage) => `${endOf(outage)} ${grid.marketZone}`);
    const places = new Map(ends.map((end) => [end, returning.get(end) ?? 0]));
    for (const [end, before] of places) returning.set(end, before + 1);
    return ends.map((end) => (places.get(end) ?? 0) * minutes);
  });
}

/** When an outage ends, however it is written; what is no time ends with nobody, and is told elsewhere. */
function endOf(outage: unknown): number {
  const parsed = parseInstant(isRecord(outage) ? String(outage.to) : '');
  return parsed.kind === 'ok' ? parsed.at : Number.NaN;
}

/** Prices for missing targets where the scenario states none. */
export interface TargetPrices {
  readonly perKwh: number;
  readonly perKw: number;
  /** Smallest intensity by which a kg is turned into kWh. */
  readonly gramsPerKwh: number;
}

const LEAST_GRAMS_PER_KWH = 50;

export function fillTargets(draft: TargetsDraft, prices: TargetPrices): FleetTargets {
  const perKg = (prices.perKwh * GRAMS_PER_KILOGRAM) / Math.max(LEAST_GRAMS_PER_KWH, prices.gramsPerKwh);
  const { carbonBudget, renewableShare } = draft;
  return {
    offsets: draft.offsets,
    carbonBudget:
      carbonBudget === null
        ? null
        : { limitKg: carbonBudget.limitKg, breachPricePerKg: carbonBudget.breachPricePerKg ?? perKg },
    renewableShare:
      renewableShare === null
        ? null
        : {
            minimum: fraction(renewableShare.minimum),
            breachPricePerKwh: renewableShare.breachPricePerKwh ?? prices.perKwh,
          },
    zoneRamps: draft.zoneRamps.map((ramp) => ({ ...ramp, breachPricePerKw: ramp.breachPricePerKw ?? prices.perKw })),
  };
}
