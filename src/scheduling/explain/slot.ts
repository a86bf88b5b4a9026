import type { Fleet, Link, Site } from '../../domain/fleet.ts';
import type { Plan, PlanSite, SeriesName } from '../../domain/plan.ts';
import type { Store } from '../../domain/store.ts';
import type { SchedulingProblem } from '../problem.ts';
import { importReasons, type PriceReason } from './import-price.ts';
import { type PlantSlot, plantSlot } from './plant-slot.ts';
import {
  canGenerateMore,
  canGiveMore,
  figure,
  isBoughtNext,
  limitPrice,
  planSiteOf,
  priceOfOneMoreKwh,
  shadowPrice,
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
  /** Batteries, stores of cold and of heat. */
  readonly stores: readonly StoreState[];
  readonly plant: PlantSlot;
  readonly renewables: readonly { readonly id: string; readonly usedKw: number; readonly curtailedKw: number }[];
  readonly pools: readonly PoolState[];
  /** Data that arrive, by sending site. */
  readonly links: readonly LinkState[];
  readonly jobs: readonly { readonly id: string; readonly units: number; readonly operatingPoint: string }[];
}

export interface StoreState {
  readonly kind: 'battery' | 'coldStore' | 'hotStore';
  readonly id: string;
  readonly startKwh: number;
  readonly endKwh: number;
  /** Positive charges. */
  readonly netChargeKw: number;
  /** What one more kWh in the store at the end of the slot is worth; null without shadow prices. */
  readonly worthPerKwh: number | null;
  /** What one more kWh kept for an emergency costs; 0 where nothing is kept or it does not bind, null without prices. */
  readonly reservePricePerKwh: number | null;
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
    reasons: pricePerKwh === null ? [] : priceReasons(fleet, plan, site, slot, pricePerKwh),
    stores: [
      ...site.batteries.map((store) => storeState(plan, site, 'battery', store, slot)),
      ...site.plant.coldStores.map((store) => storeState(plan, site, 'coldStore', store, slot)),
      ...site.plant.hotStores.map((store) => storeState(plan, site, 'hotStore', store, slot)),
    ],
    plant: plantSlot(fleet, plan, site, slot),
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

function storeState(plan: Plan, { id: site }: Site, kind: StoreState['kind'], store: Store, slot: number): StoreState {
  const planned = planSiteOf(plan, site);
  const at = (name: SeriesName, when = slot) => figure(planned, name, store.id, when);
  const worth = shadowPrice(plan, 'storedEnergy', site, store.id, slot);
  const first = store.startsWhereItEnds
    ? at(`${kind}Stored`, planned.slotStarts.length - 1)
    : (store.initialEnergyKwh as number);
  return {
    kind,
    id: store.id,
    startKwh: slot === 0 ? first : at(`${kind}Stored`, slot - 1),
    endKwh: at(`${kind}Stored`),
    netChargeKw: at(`${kind}Charge`) - at(`${kind}Discharge`),
    worthPerKwh: worth === null ? null : 0 - worth,
    reservePricePerKwh: worth === null ? null : (shadowPrice(plan, 'storeReserve', site, store.id, slot) ?? 0),
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

/** What makes the price of one more kWh, money per kWh. */
export function priceReasons(
  fleet: Fleet,
  plan: Plan,
  site: Site,
  slot: number,
  price: number,
): readonly PriceReason[] {
  const planned = planSiteOf(plan, site.id);
  const imports = figure(planned, 'gridImport', null, slot) > NEGLIGIBLE_KW;
  if (imports || isBoughtNext(plan, site, slot)) return importReasons(fleet, plan, site, slot, price);
  return priceSetters(site, planned, slot, price);
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
  for (const generator of site.plant.generators) {
    if (canGenerateMore(planned, generator, slot)) {
      reasons.push({ kind: 'generator', component: generator.id, pricePerKwh: price });
    }
  }
  return reasons.length > 0 ? reasons : [{ kind: 'other', component: null, pricePerKwh: price }];
}
