import { type LpBasis, objectiveAt, type SolverPool } from '../../solver/index.ts';
import type { Fleet } from '../domain/fleet.ts';
import type { CostLineName, Emissions, Savings } from '../domain/plan.ts';
import { kw } from '../units/index.ts';
import { type Assembled, assemble } from './assemble.ts';
import type { RulePlans } from './baselines/index.ts';
import { electricityBus, itBus } from './buses.ts';
import { couplingsOf } from './couplings/index.ts';
import { fixedLoad } from './parts/fixed-load.ts';
import { partsOf } from './parts/index.ts';
import { totalKg } from './site-figures.ts';
import { type StageOptions, solveInStages } from './solve-stages.ts';

export interface SplitOptions extends StageOptions {
  /** Solve twice more, for what jobs alone and stores alone would save. */
  readonly split: boolean;
  /** Where the plan's own first solve ended: with idle stores the program has the same shape. */
  readonly ownBasis: LpBasis | null;
}

/** What the plan saves against each rule, and how much of it jobs or stores would save without the other. */
export async function savingsOf(
  fleet: Fleet,
  objective: number,
  emissions: Emissions,
  rules: RulePlans,
  solver: SolverPool,
  options: SplitOptions,
): Promise<Savings> {
  const firstCome = rules.idleStorage.figures;
  const before = totalKg(firstCome.emissions, fleet.objective.carbonSignal);
  const after = totalKg(emissions, fleet.objective.carbonSignal);
  const [jobsOnly, storageOnly] = options.split
    ? await Promise.all([
        optimum(solver, withIdleStores(fleet, rules), { ...options, startBasis: options.ownBasis }),
        optimum(solver, withFixedJobs(fleet, rules), { ...options, startBasis: null }),
      ])
    : [null, null];
  return {
    againstFirstComeFirstServed: firstCome.objective - objective,
    againstRuleBasedStorage: rules.ruleBasedStorage.figures.objective - objective,
    jobsAlone: jobsOnly === null ? null : firstCome.objective - jobsOnly,
    heatAlone: null,
    storageAlone: storageOnly === null ? null : firstCome.objective - storageOnly - jobCosts(rules),
    carbonKgAgainstFirstComeFirstServed: before === null || after === null ? null : before - after,
  };
}

async function optimum(solver: SolverPool, assembled: Assembled, options: StageOptions): Promise<number | null> {
  const solution = await solveInStages(solver, assembled, options);
  return solution.kind === 'solved' ? objectiveAt(solution.model, solution.columnValues) : null;
}

/** Stores stand at their level, and draw what their rule draws to hold it. */
function withIdleStores(fleet: Fleet, rules: RulePlans): Assembled {
  const sites = fleet.sites.map((site) => ({
    ...site,
    batteries: site.batteries.map((store) => ({
      ...store,
      selfDischargePerHour: 0,
      chargeLimitKw: kw(0),
      dischargeLimitKw: kw(0),
    })),
  }));
  const idle = { ...fleet, sites };
  const holding = rules.idleStorage.figures.sites.flatMap(({ id, series }) =>
    series
      .filter(({ name }) => name === 'batteryCharge')
      .map(({ values }) => fixedLoad(electricityBus(id), Float64Array.from(values))),
  );
  return assemble([...partsOf(idle), ...holding], couplingsOf(idle), fleet.timeline);
}

function withFixedJobs(fleet: Fleet, rules: RulePlans): Assembled {
  const withoutJobs = { ...fleet, jobs: [] };
  const { jobPowerKw, transferKw } = rules.firstCome;
  const loads = [
    ...[...jobPowerKw].map(([site, loadKw]) => fixedLoad(itBus(site), loadKw)),
    ...[...transferKw].map(([site, loadKw]) => fixedLoad(electricityBus(site), loadKw)),
  ];
  return assemble([...partsOf(withoutJobs), ...loads], couplingsOf(withoutJobs), fleet.timeline);
}

/** What the rules' jobs cost apart from energy: the same whatever the stores do. */
function jobCosts(rules: RulePlans): number {
  const names: readonly CostLineName[] = ['dataTransfer', 'lateness', 'restarts', 'leftoverWork', 'unservedWork'];
  return rules.idleStorage.figures.costLines
    .filter(({ name }) => names.includes(name))
    .reduce((sum, { amount }) => sum + amount, 0);
}
