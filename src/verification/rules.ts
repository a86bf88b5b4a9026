/** Every rule that a plan is held to, and what it says. */
export const RULES = {
  planIdentity: 'Format, name, currency and input digest are those of the problem.',
  timeline: 'The plan stands on the timeline of the problem, slot by slot.',
  siteListed: 'Every site of the fleet stands in the plan once, and no other.',
  seriesPresent: 'Every series of every site, pool, store and source stands in the plan once, and no other.',
  seriesShape: 'A series has one value a slot, in its unit, and names its own site.',
  finiteFigures: 'Every figure is a finite number.',
  powerBalance: 'What flows into the site equals what it draws, data received included, in every slot.',
  baseLoad: 'Base load is the one of the problem.',
  baseLoadShed: 'Base load is shed only where that has a price, and never more than there is.',
  distributionOverhead: 'Losses of power distribution are their share of IT power.',
  fixedCooling: 'Cooling at a fixed ratio draws its share of IT power.',
  poolPower: 'A pool draws idle power of all its units and the rest of those that work.',
  poolBusyUnits: 'Busy units of a pool are the sum of what its jobs have.',
  poolHeldUnits: 'Held units of a pool are those that contiguous jobs have, less those that work.',
  poolCapacity: 'No more units work or are held than are available.',
  gridLimit: 'Import and export stay within the physical limits of the connection.',
  gridBothWays: 'A connection does not import and export at once.',
  batteryLimit: 'Charge and discharge stay within the limits of the battery.',
  batteryBothWays: 'A battery does not charge and discharge at once.',
  storedEnergy: 'Stored energy follows from what was stored, charged, discharged and lost.',
  storedEnergyLimit: 'Stored energy stays between the minimum and the capacity, and ends no higher than it may.',
  thermalStoreLimit: 'Charge and discharge of a store of cold or heat stay within its limits.',
  cycleBudget: 'A store discharges no more than its budget of cycles.',
  storeReserve: 'A store that stands behind a load keeps its hours of it, before and after every slot.',
  loopHeat: 'A loop carries the heat of the base load, pools and distribution losses that stand on it.',
  coolingLimit: 'What removes heat stays within its limits.',
  coolingPower: 'What removes or carries heat draws the electricity that its efficiency says.',
  absorptionHeat: 'An absorption chiller takes the heat that its efficiency says.',
  loopBalance: 'The heat that comes to a loop is the heat that leaves it, in every slot.',
  condenserBalance: 'The heat of chillers, their drive included, is what leaves the condenser water, in every slot.',
  coldDemand: 'Cold delivered and not served add up to the demand, neither below zero.',
  heatLimit: 'What gives heat stays within its limits, contracts above their least.',
  heatPumpLaw: 'A heat pump gives its COP times the power that it draws, and never less than it draws.',
  exchangerPower: 'A heat exchanger draws the power of its pumps.',
  boilerInput: 'A boiler takes in its heat over its efficiency.',
  heatBalance:
    'What sources and stores give to a heat network is what leaves it, losses of pipes included, in every slot.',
  heatDemand: 'Heat delivered and not served add up to the demand, neither below zero.',
  heatSpill: 'Heat is thrown away only within the limit of the network.',
  generatorLimit: 'A generator gives no more than its limit.',
  generatorLoad: 'A generator runs at its least load or above, or not at all.',
  generatorRunning: 'A generator counts as running wherever it gives power.',
  generatorBudget: 'A generator stays within its energy and its hours.',
  generatorInput: 'A generator takes in its electricity over its efficiency.',
  generatorHeat: 'No more heat of a generator is used than comes with its electricity.',
  greenPower: 'Green power stays within its limits and covers import that is not renewable already, once.',
  renewableSplit: 'What is used and what is curtailed add up to what is available, neither below zero.',
  jobListed: 'Every job of the problem stands in the plan once, and no other.',
  jobPlace: 'A job runs on units that exist, in slots that exist.',
  jobSite: 'A job runs only at the sites that it allows.',
  jobResidency: 'A job runs only where a jurisdiction that it allows holds.',
  jobLatency: 'A job runs only as near to its users as it must, by links of known latency.',
  dataPath: 'A job runs only where its data are, or where a link leads from there.',
  jobActivity: 'Active units are not negative.',
  jobWindow: 'A job does not run before its earliest start, nor after a hard deadline.',
  jobWidth: 'A job has no more units at a time than it can use.',
  contiguousRun:
    'A contiguous job runs once, at one site and operating point, on all its units, without a pause, to its end or the horizon’s.',
  contiguousWhole:
    'A contiguous job is done, left over or unserved as a whole; what it leaves over is the rest of its run.',
  jobWorkDone: 'Work done follows from the active units.',
  jobWorkAccounted: 'Work done, left over and unserved add up to the work of the job.',
  jobLeftover: 'Work is left over only where the window outlasts the horizon, and no more than the rest can hold.',
  jobLateness: 'Late work and its mean lateness follow from the active units.',
  jobRestarts: 'Restarted units follow from the active units.',
  jobMoved: 'Data moved follow from the work done away from where they lie.',
  jobDirective: 'Directives, carried out one by one, give the active units; a contiguous job has its start alone.',
  linkTransfer: 'Each link carries what the jobs’ work moves, in the slot in which it is done.',
  linkCapacity: 'A link carries no more than it can, and nothing backwards.',
  quotaCurve: 'Quota curves hold what the plan runs and holds, and no more than the pool has.',
  setpoint: 'Setpoints say what the series say.',
  shadowPrice: 'Shadow prices have one value a slot, or one for the horizon.',
  costLine: 'Every cost line is what the tariffs make of the flows.',
  objective: 'The objective is the sum of the cost lines.',
  demandCharge: 'Peaks and demand charges follow from the flows.',
  emissions: 'Emissions follow from import, carbon intensity, green power, fuel and offsets.',
  carbonBudget: 'A carbon budget that has no price is kept, offsets counted.',
  offset: 'Offsets stand in the plan once each, within their limits, at their price.',
  indicator: 'Indicators of a site follow from its series.',
  brokenPromise: 'Every promise that the figures break is named, with its amount.',
  unfoundedPromise: 'No promise is named that the figures keep.',
  promiseTime: 'A broken promise names the time at which it is broken.',
  promiseCost: 'A broken promise costs its amount times its price.',
  certificate: 'The proof is of a known kind, and its lower bound does not exceed the objective.',
  certifiedGap: 'The certified gap follows from objective and lower bound.',
  status: 'The status is what certificate, gap and conflicts allow.',
  conflict: 'Conflicts are named where, and only where, the plan is infeasible.',
  baseline: 'Figures of a baseline follow from its own lines and series, and keep the limits that it says to keep.',
  savings: 'Savings are the differences to the baselines.',
} as const;

export type RuleName = keyof typeof RULES;

/** One broken rule at one place and time. */
export interface Violation {
  readonly rule: RuleName;
  readonly site: string | null;
  /** Job, store, pool, limit or cost line concerned. */
  readonly subject: string | null;
  readonly slot: number | null;
  /** Start of the slot, UTC. */
  readonly at: string | null;
  /** What the plan says; null where it says nothing. */
  readonly found: number | null;
  /** What it may at most, must at least or should be. */
  readonly limit: number | null;
  readonly unit: string | null;
  /** One sentence with place, time, found and expected. */
  readonly message: string;
}

export interface VerificationReport {
  readonly ok: boolean;
  readonly violations: readonly Violation[];
  /** Single checks made: a rule at one place and slot counts once. */
  readonly checkedRules: number;
}
