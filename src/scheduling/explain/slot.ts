import type { Fleet, Link, Site } from '../../domain/fleet.ts';
import type { Plan, PlanSite } from '../../domain/plan.ts';
import type { SchedulingProblem } from '../problem.ts';
import {
  canGiveMore,
  carbonChargePerKwh,
  figure,
  isBoughtNext,
  limitPrice,
  planSiteOf,
  priceOfOneMoreKwh,
  SAME_PRICE,
  shadowPrice,
  shadowPricesAt,
} from './prices.ts';

/** One slot at every site: what electricity is worth there, why that differs from the tariff, and what runs. */
export interface SlotExplanation {
  readonly slot: number;
  readonly start: number;
  readonly end: number;
  readonly sites: readonly SiteSlot[];
}

export interface SiteSlot {
  readonly site: string;
  readonly timeZone: string;
  /** Cost of serving one more kWh here now; null for a plan without shadow prices. */
  readonly pricePerKwh: number | null;
  readonly importKw: number;
  readonly exportKw: number;
  readonly reasons: readonly PriceReason[];
  readonly stores: readonly StoreState[];
  readonly renewables: readonly { readonly id: string; readonly usedKw: number; readonly curtailedKw: number }[];
  readonly pools: readonly PoolState[];
  /** Data that arrive, by sending site. */
  readonly links: readonly LinkState[];
  readonly jobs: readonly { readonly id: string; readonly units: number; readonly operatingPoint: string }[];
}

/**
 * What makes the price. While the site imports, the amounts add up to the price; `other` holds what remains
 * (ramps, and limits of stores). Where it does not import, the reason names what sets the price instead.
 */
export interface PriceReason {
  readonly kind:
    | 'tariff'
    | 'carbon'
    | 'importLimit'
    | 'contractedLimit'
    | 'peak'
    | 'other'
    | 'exportPrice'
    | 'curtailment'
    | 'store';
  readonly component: string | null;
  readonly pricePerKwh: number;
}

export interface StoreState {
  readonly id: string;
  readonly startKwh: number;
  readonly endKwh: number;
  /** Positive charges. */
  readonly netChargeKw: number;
  /** What one more kWh in the store at the end of the slot is worth; null without shadow prices. */
  readonly worthPerKwh: number | null;
}

export interface PoolState {
  readonly id: string;
  readonly busyUnits: number;
  /** Idle, but taken by contiguous jobs. */
  readonly heldUnits: number;
  readonly availableUnits: number;
}

export interface LinkState {
  readonly from: string;
  readonly gigabytesPerHour: number;
  readonly capacityGigabytesPerHour: number;
  /** What one more gigabyte would save; 0 where the link is not full, null without shadow prices. */
  readonly pricePerGigabyte: number | null;
}

const NEGLIGIBLE_KW = 1e-6;

/** Throws RangeError when the slot is not one of the timeline's. */
export function explainSlot(problem: SchedulingProblem, plan: Plan, slot: number): SlotExplanation {
  const { fleet } = problem;
  const { edges, slotCount } = fleet.timeline;
  if (!Number.isInteger(slot) || slot < 0 || slot >= slotCount) {
    throw new RangeError(`slot ${slot} is not one of the ${slotCount} slots (0 to ${slotCount - 1})`);
  }
  return {
    slot,
    start: edges[slot],
    end: edges[slot + 1],
    sites: fleet.sites.map((site) => explainSite(fleet, plan, site, slot)),
  };
}

function explainSite(fleet: Fleet, plan: Plan, site: Site, slot: number): SiteSlot {
  const planned = planSiteOf(plan, site.id);
  const here = (name: Parameters<typeof figure>[1], component: string | null = null) =>
    figure(planned, name, component, slot);
  const pricePerKwh = priceOfOneMoreKwh(fleet, plan, site, slot);
  return {
    site: site.id,
    timeZone: site.timeZone,
    pricePerKwh,
    importKw: here('gridImport'),
    exportKw: here('gridExport'),
    reasons: pricePerKwh === null ? [] : reasonsFor(fleet, plan, site, planned, slot, pricePerKwh),
    stores: site.batteries.map((store) => {
      const worth = shadowPrice(plan, 'storedEnergy', site.id, store.id, slot);
      return {
        id: store.id,
        startKwh: slot === 0 ? store.initialEnergyKwh : figure(planned, 'batteryStored', store.id, slot - 1),
        endKwh: here('batteryStored', store.id),
        netChargeKw: here('batteryCharge', store.id) - here('batteryDischarge', store.id),
        worthPerKwh: worth === null ? null : 0 - worth,
      };
    }),
    renewables: site.renewables.map(({ id }) => ({
      id,
      usedKw: here('renewableUsed', id),
      curtailedKw: here('renewableCurtailed', id),
    })),
    pools: site.compute.pools.map((pool) => ({
      id: pool.id,
      busyUnits: here('poolBusyUnits', pool.id),
      heldUnits: here('poolHeldUnits', pool.id),
      availableUnits: pool.unitsAvailable[slot],
    })),
    links: fleet.links.filter(({ to }) => to === site.id).map((link) => linkState(plan, link, slot)),
    jobs: runningJobs(plan, site.id, slot),
  };
}

function linkState(plan: Plan, { from, to, capacityGigabytesPerHour }: Link, slot: number): LinkState {
  return {
    from,
    gigabytesPerHour: figure(planSiteOf(plan, to), 'linkTransfer', from, slot),
    capacityGigabytesPerHour: capacityGigabytesPerHour[slot],
    pricePerGigabyte: plan.shadowPrices.length === 0 ? null : limitPrice(plan, 'linkCapacity', to, from, slot),
  };
}

function runningJobs(plan: Plan, site: string, slot: number) {
  return plan.jobs.flatMap((job) =>
    job.allocations
      .filter((allocation) => allocation.site === site)
      .map(({ operatingPoint, firstSlot, activeUnits }) => ({
        id: job.id,
        operatingPoint,
        units: activeUnits[slot - firstSlot] ?? 0,
      }))
      .filter(({ units }) => units > NEGLIGIBLE_KW),
  );
}

function reasonsFor(
  fleet: Fleet,
  plan: Plan,
  site: Site,
  planned: PlanSite,
  slot: number,
  price: number,
): readonly PriceReason[] {
  const imports = figure(planned, 'gridImport', null, slot) > NEGLIGIBLE_KW;
  if (imports || isBoughtNext(plan, site, slot)) return importReasons(fleet, plan, site, slot, price);
  return priceSetters(site, planned, slot, price);
}

/** Importing, or next to it: tariff and carbon, and the price of each limit on that import. */
function importReasons(fleet: Fleet, plan: Plan, site: Site, slot: number, price: number): readonly PriceReason[] {
  const found: PriceReason[] = [
    { kind: 'tariff', component: null, pricePerKwh: site.grid.importPricePerKwh[slot] },
    { kind: 'carbon', component: null, pricePerKwh: carbonChargePerKwh(fleet, site, slot) },
    { kind: 'importLimit', component: null, pricePerKwh: limitPrice(plan, 'importLimit', site.id, null, slot) },
    ...site.grid.contractedLimits
      .filter(({ direction }) => direction === 'import')
      .map(
        ({ id }): PriceReason => ({
          kind: 'contractedLimit',
          component: id,
          pricePerKwh: limitPrice(plan, 'contractedLimit', site.id, id, slot),
        }),
      ),
    ...peakReasons(fleet, plan, site, slot),
  ];
  const named = found.reduce((sum, reason) => sum + reason.pricePerKwh, 0);
  return [...found, { kind: 'other' as const, component: null, pricePerKwh: price - named }].filter(
    ({ kind, pricePerKwh }) => kind === 'tariff' || Math.abs(pricePerKwh) > SAME_PRICE,
  );
}

/**
 * A kW in the metering interval raises its mean by the slot's share of the interval, so a price per kW of
 * peak is price x share / hours of the slot per kWh.
 */
function peakReasons(fleet: Fleet, plan: Plan, site: Site, slot: number): readonly PriceReason[] {
  const prices = shadowPricesAt(plan, 'peak', site.id);
  return site.grid.demandCharges
    .filter(({ direction }) => direction !== 'export')
    .flatMap((charge) =>
      charge.periods.map((period): PriceReason => {
        const component = `${charge.id} ${period.label}`;
        const values = prices.find((candidate) => candidate.component === component)?.values ?? [];
        const seen = new Set<number>();
        let pricePerKwh = 0;
        for (const { slots, hours } of period.meteringIntervals) {
          const place = slots.indexOf(slot);
          if (place === -1 || seen.has(slots[0])) continue;
          seen.add(slots[0]);
          const share = hours[place] / hours.reduce((sum, value) => sum + value, 0);
          pricePerKwh -= ((values[slots[0]] ?? 0) * share) / fleet.timeline.hours[slot];
        }
        return { kind: 'peak', component, pricePerKwh };
      }),
    );
}

/** Not importing: something on site is the next kWh. */
function priceSetters(site: Site, planned: PlanSite, slot: number, price: number): readonly PriceReason[] {
  const reasons: PriceReason[] = [];
  if (figure(planned, 'gridExport', null, slot) > NEGLIGIBLE_KW) {
    reasons.push({ kind: 'exportPrice', component: null, pricePerKwh: site.grid.exportPricePerKwh[slot] });
  }
  for (const { id } of site.renewables) {
    if (figure(planned, 'renewableCurtailed', id, slot) > NEGLIGIBLE_KW) {
      reasons.push({ kind: 'curtailment', component: id, pricePerKwh: 0 });
    }
  }
  for (const battery of site.batteries) {
    if (canGiveMore(planned, battery, slot)) {
      reasons.push({ kind: 'store', component: battery.id, pricePerKwh: price });
    }
  }
  return reasons.length > 0 ? reasons : [{ kind: 'other', component: null, pricePerKwh: price }];
}
