import { type LpBasis, objectiveAt, type SolverPool } from '../../solver/index.ts';
import { emittedKg } from '../billing/index.ts';
import type { Fleet, Site } from '../domain/fleet.ts';
import type { CostLineName, Emissions, PlantSeriesName, Savings, SeriesName } from '../domain/plan.ts';
import type { HeatTap, Plant } from '../domain/plant.ts';
import type { Store } from '../domain/store.ts';
import { kw } from '../units/index.ts';
import { type Assembled, assemble } from './assemble.ts';
import type { RulePlans } from './baselines/index.ts';
import { electricityBus, heatBus, heatToRejectBus, itBus } from './buses.ts';
import { couplingsOf } from './couplings/index.ts';
import { heatFlows } from './heat-flows.ts';
import type { Part } from './part.ts';
import { fixedLoad } from './parts/fixed-load.ts';
import { partsOf } from './parts/index.ts';
import { findSeries } from './read-solution.ts';
import { type StageOptions, solveInStages } from './solve-stages.ts';

export interface SplitOptions extends StageOptions {
  /** Solve up to three times more, for what jobs alone, stores alone and heat alone would save. */
  readonly split: boolean;
  /** Where the plan's own first solve ended: with idle stores the program has the same shape. */
  readonly ownBasis: LpBasis | null;
}

/** What the plan saves against each rule, and how much of it jobs, stores or heat would save without the others. */
export async function savingsOf(
  fleet: Fleet,
  objective: number,
  emissions: Emissions,
  rules: RulePlans,
  solver: SolverPool,
  options: SplitOptions,
): Promise<Savings> {
  const firstCome = rules.idleStorage.figures;
  const before = emittedKg(firstCome.emissions, fleet.objective.carbonSignal);
  const after = emittedKg(emissions, fleet.objective.carbonSignal);
  const cold = { ...options, startBasis: null };
  // Three programs as large as the plan's own: put together only where they are asked for.
  const parts = options.split ? savingsParts(fleet, rules) : null;
  const [jobsOnly, storageOnly, heatOnly] =
    parts !== null
      ? await Promise.all([
          optimum(solver, parts.jobs, { ...options, startBasis: options.ownBasis }),
          optimum(solver, parts.storage, cold),
          parts.heat === null ? null : optimum(solver, parts.heat, cold),
        ])
      : [null, null, null];
  const left = firstCome.objective - jobCosts(rules);
  return {
    againstFirstComeFirstServed: firstCome.objective - objective,
    againstRuleBasedStorage: rules.ruleBasedStorage.figures.objective - objective,
    jobsAlone: jobsOnly === null ? null : firstCome.objective - jobsOnly,
    heatAlone: heatOnly === null ? null : left - heatOnly,
    storageAlone: storageOnly === null ? null : left - storageOnly,
    carbonKgAgainstFirstComeFirstServed: before === null || after === null ? null : before - after,
  };
}

/** One of the three free, all else as the rules have it. Heat is null where nobody wants any. */
function savingsParts(fleet: Fleet, rules: RulePlans) {
  const asRuled = withoutPurchases(withRuledGenerators(fleet, rules));
  const ruledHeat = withRuledHeat(asRuled, rules);
  const withoutJobs = (of: Fleet): Fleet => ({ ...of, jobs: [] });
  const holding = holdingLoads(fleet, rules);
  const put = (of: Fleet, more: readonly Part[]) =>
    assemble([...partsOf(of), ...more], couplingsOf(of), fleet.timeline);
  const hasHeat = fleet.sites.some(({ plant }) => plant.heatNetworks.length > 0);
  return {
    jobs: put(withIdleStores(ruledHeat), holding),
    storage: put(withoutJobs(ruledHeat), fixedJobs(fleet, rules)),
    heat: hasHeat ? put(withIdleStores(withoutJobs(asRuled)), [...fixedJobs(fleet, rules), ...holding]) : null,
  };
}

async function optimum(solver: SolverPool, assembled: Assembled, options: StageOptions): Promise<number | null> {
  const solution = await solveInStages(solver, assembled, options);
  return solution.kind === 'solved' ? objectiveAt(solution.model, solution.columnValues) : null;
}

/** Stores stand at their level; what their rule draws to hold it is a load of its own. */
function withIdleStores(fleet: Fleet): Fleet {
  const still = <Kind extends Store>(store: Kind): Kind => ({
    ...store,
    selfDischargePerHour: 0,
    chargeLimitKw: kw(0),
    dischargeLimitKw: kw(0),
    // Held by its rule: what it keeps and where it ends is no question of the plan.
    startsWhereItEnds: false,
    reserve: null,
  });
  const sites = fleet.sites.map((site) => ({
    ...site,
    batteries: site.batteries.map(still),
    plant: {
      ...site.plant,
      coldStores: site.plant.coldStores.map(still),
      hotStores: site.plant.hotStores.map(still),
    },
  }));
  return { ...fleet, sites };
}

/** What holding the levels of idle stores draws, at their buses. */
function holdingLoads(fleet: Fleet, rules: RulePlans): Part[] {
  return fleet.sites.flatMap(({ id, plant }) => {
    const charges = (name: SeriesName, component: string) =>
      Float64Array.from(findSeries(rules.idleStorage.figures.sites, id, name, component) ?? []);
    const batteries = rules.idleStorage.figures.sites
      .filter((site) => site.id === id)
      .flatMap(({ series }) => series.filter(({ name }) => name === 'batteryCharge'))
      .map(({ values }) => fixedLoad([{ bus: electricityBus(id), constant: negative(Float64Array.from(values)) }]));
    const cold = plant.coldStores.map((store) =>
      fixedLoad([{ bus: heatToRejectBus(id, store.chargesFrom), constant: charges('coldStoreCharge', store.id) }]),
    );
    const hot = plant.hotStores.map((store) =>
      fixedLoad([{ bus: heatBus(id, store.network), constant: negative(charges('hotStoreCharge', store.id)) }]),
    );
    return [...batteries, ...cold, ...hot];
  });
}

/** Generators give no more than by rule. */
function withRuledGenerators(fleet: Fleet, rules: RulePlans): Fleet {
  return withPlants(fleet, ({ id, plant }) => ({
    ...plant,
    generators: plant.generators.map((device) => ({
      ...device,
      electricityLimitKw: ruledOutput(rules, id, 'generatorPower', device.id, device.electricityLimitKw),
    })),
  }));
}

/** Nobody buys green power or offsets by rule. */
function withoutPurchases(fleet: Fleet): Fleet {
  const none = new Float64Array(fleet.timeline.slotCount);
  const offsets = fleet.targets.offsets.map((offset) => ({ ...offset, limitKg: 0 }));
  const sites = fleet.sites.map((site) => ({
    ...site,
    grid: {
      ...site.grid,
      greenPower: site.grid.greenPower.map((purchase) => ({ ...purchase, limitKw: none })),
    },
  }));
  return { ...fleet, targets: { ...fleet.targets, offsets }, sites };
}

/**
 * Heat is recovered, turned into cold and sold no more than by rule; all of it where nothing else cools a loop, for its
 * machines could not work at other times.
 */
function withRuledHeat(fleet: Fleet, rules: RulePlans): Fleet {
  return withPlants(fleet, ({ id, plant }) => {
    const cooled = new Set([...plant.chillers, ...plant.freeCoolers].map(({ loop }) => loop));
    const mayRun = (tap: HeatTap) => tap.kind === 'ambient' || (tap.kind === 'loop' && !cooled.has(tap.loop));
    const ruled = (name: PlantSeriesName, device: { readonly id: string; readonly heatLimitKw: Float64Array }) =>
      ruledOutput(rules, id, name, device.id, device.heatLimitKw);
    return {
      ...plant,
      heatPumps: plant.heatPumps.map((device) =>
        mayRun(device.tap) ? device : { ...device, heatLimitKw: ruled('heatPumpHeat', device) },
      ),
      heatExchangers: plant.heatExchangers.map((device) =>
        mayRun(device.tap) ? device : { ...device, heatLimitKw: ruled('exchangerHeat', device) },
      ),
      absorptionChillers: plant.absorptionChillers.map((device) =>
        cooled.has(device.loop)
          ? {
              ...device,
              coolingLimitKw: ruledOutput(rules, id, 'absorptionCooling', device.id, device.coolingLimitKw),
            }
          : device,
      ),
      heatContracts: plant.heatContracts.map((device) =>
        device.direction === 'sell' ? { ...device, limitKw: device.minimumKw } : device,
      ),
      generators: plant.generators.map((device) =>
        device.heatRecovery === null ? device : { ...device, heatRecovery: { ...device.heatRecovery, heatKwPerKw: 0 } },
      ),
    };
  });
}

function withPlants(fleet: Fleet, plantOf: (site: Site) => Plant): Fleet {
  return { ...fleet, sites: fleet.sites.map((site) => ({ ...site, plant: plantOf(site) })) };
}

/** Figures of a plan are rounded: what a device has to give must not fail by that. */
const ROUNDING_KW = 1e-6;

/** What a device gives by rule, as its limit. */
function ruledOutput(
  rules: RulePlans,
  site: string,
  name: PlantSeriesName,
  component: string,
  limitKw: Float64Array,
): Float64Array {
  const found = findSeries(rules.idleStorage.figures.sites, site, name, component);
  return limitKw.map((limit, t) => {
    const given = found?.[t] ?? 0;
    return given === 0 ? 0 : Math.min(limit, given + ROUNDING_KW);
  });
}

/** Machines run as the rules run them: their power behind distribution, their heat on their loops. */
function fixedJobs(fleet: Fleet, { firstCome }: RulePlans): Part[] {
  const machines = fleet.sites.flatMap(({ id, compute, plant }) =>
    compute.pools.map((pool) => {
      const loadKw = new Float64Array(fleet.timeline.slotCount);
      for (const run of firstCome.runs) {
        if (run.site !== id || run.job.pool !== pool.id) continue;
        const point = pool.operatingPoints.find((each) => each.id === run.operatingPoint);
        const kwPerUnit = (point?.kwPerUnit ?? 0) - pool.idleKwPerUnit;
        run.activeUnits.forEach((units, k) => {
          loadKw[run.firstSlot + k] += units * kwPerUnit;
        });
      }
      const shares = plant.heatOf.pools[pool.id] ?? [];
      return fixedLoad([
        { bus: itBus(id), constant: negative(loadKw) },
        ...heatFlows(id, shares, { constant: loadKw }),
      ]);
    }),
  );
  const data = [...firstCome.transferKw].map(([site, loadKw]) =>
    fixedLoad([{ bus: electricityBus(site), constant: negative(loadKw) }]),
  );
  return [...machines, ...data];
}

const negative = (values: Float64Array): Float64Array => values.map((kw) => -kw);

/** What the rules' jobs cost apart from energy: the same whatever the stores do. */
function jobCosts(rules: RulePlans): number {
  const names: readonly CostLineName[] = ['dataTransfer', 'lateness', 'restarts', 'leftoverWork', 'unservedWork'];
  return rules.idleStorage.figures.costLines
    .filter(({ name }) => names.includes(name))
    .reduce((sum, { amount }) => sum + amount, 0);
}
