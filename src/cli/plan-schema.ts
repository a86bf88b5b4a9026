import Type from 'typebox';

/** The shape of plan.json, member by member as in domain/plan.ts; unknown members are let through. */

const text = Type.String();
const number = Type.Number();
const maybe = <Schema extends Type.TSchema>(schema: Schema) => Type.Union([schema, Type.Null()]);
const list = <Schema extends Type.TSchema>(schema: Schema) => Type.Array(schema);
const oneOf = (...words: string[]) => Type.Union(words.map((word) => Type.Literal(word)));
const slotIndex = Type.Integer({ minimum: 0 });
const unit = oneOf('kW', 'kWh', 'units', 'unit h', 'g/kWh', 'GB', 'GB/h', 'kg', '1');

const costLine = Type.Object({ name: text, site: maybe(text), component: maybe(text), amount: number });

const series = Type.Object({ site: text, name: text, component: maybe(text), unit, values: list(number) });

const site = Type.Object({ id: text, timeZone: text, slotStarts: list(text), series: list(series) });

const job = Type.Object({
  id: text,
  pool: text,
  workUnitHours: number,
  doneUnitHours: number,
  leftoverUnitHours: number,
  unservedUnitHours: number,
  lateUnitHours: number,
  meanLatenessHours: number,
  restartedUnits: number,
  movedGigabytes: number,
  allocations: list(Type.Object({ site: text, operatingPoint: text, firstSlot: slotIndex, activeUnits: list(number) })),
  directives: list(
    Type.Object({ at: text, site: text, action: oneOf('START', 'SUSPEND', 'RESUME', 'RESIZE'), units: number }),
  ),
});

const brokenPromise = Type.Object({
  kind: text,
  site: maybe(text),
  subject: text,
  from: maybe(text),
  to: maybe(text),
  amount: number,
  unit: oneOf('kW', 'kWh', 'unit h', 'kg'),
  pricePerUnit: number,
  cost: number,
  message: text,
});

const emissions = Type.Object({
  averageKg: maybe(number),
  marginalKg: maybe(number),
  marketKg: maybe(number),
  coveredKg: number,
  fuelKg: number,
  offsetKg: number,
});

const indicators = Type.Object({
  site: text,
  itKwh: number,
  facilityKwh: number,
  pue: maybe(number),
  waterLitres: number,
  wueLitresPerKwh: maybe(number),
  reusedHeatKwh: number,
  energyReuseFactor: maybe(number),
  energyReuseEffectiveness: maybe(number),
});

const baseline = Type.Object({
  objective: number,
  costLines: list(costLine),
  emissions,
  energyImportedKwh: number,
  peakImportKw: number,
  brokenPromises: list(brokenPromise),
  physicallySound: Type.Boolean(),
  sites: list(site),
});

const demandCharge = Type.Object({
  site: text,
  id: text,
  period: text,
  peakKw: number,
  floorKw: number,
  pricePerKw: number,
  increment: number,
  whole: number,
});

const certificate = Type.Object({
  largestRowResidual: number,
  largestBoundResidual: number,
  lowerBound: maybe(number),
  method: oneOf('linear', 'branching', 'relaxation'),
  branches: number,
});

export const planSchema = Type.Object({
  wattshift: Type.Literal(1),
  name: text,
  engineVersion: text,
  inputDigest: text,
  planDigest: text,
  revision: number,
  status: oneOf('optimal', 'feasible', 'fallback', 'infeasible'),
  statusReason: maybe(text),
  certifiedGap: maybe(number),
  claimedGap: maybe(number),
  certificate: maybe(certificate),
  currency: text,
  timeline: Type.Object({ start: text, end: text, slotHours: list(number) }),
  objective: number,
  costLines: list(costLine),
  sites: list(site),
  jobs: list(job),
  quotaCurves: list(
    Type.Object({
      site: text,
      pool: text,
      maxUnits: list(number),
      maxPowerKw: list(number),
      shadowPrice: list(number),
    }),
  ),
  setpoints: list(
    Type.Object({ site: text, component: text, quantity: text, unit: Type.Literal('kW'), values: list(number) }),
  ),
  shadowPrices: list(
    Type.Object({ name: text, site: maybe(text), component: maybe(text), per: unit, values: list(maybe(number)) }),
  ),
  demandCharges: list(demandCharge),
  brokenPromises: list(brokenPromise),
  conflicts: list(Type.Object({ site: text, bus: text, from: text, to: text, shortfallKw: number, message: text })),
  emissions,
  offsets: list(Type.Object({ id: text, kg: number, cost: number })),
  indicators: list(indicators),
  dataQuality: list(
    Type.Object({
      subject: text,
      kind: oneOf('filled', 'estimated', 'assumed', 'converted'),
      slots: list(slotIndex),
      message: text,
    }),
  ),
  baselines: maybe(Type.Object({ firstComeFirstServed: baseline, ruleBasedStorage: baseline })),
  savings: maybe(
    Type.Object({
      againstFirstComeFirstServed: number,
      againstRuleBasedStorage: number,
      jobsAlone: maybe(number),
      storageAlone: maybe(number),
      heatAlone: maybe(number),
      carbonKgAgainstFirstComeFirstServed: maybe(number),
    }),
  ),
  carbonHold: Type.Optional(Type.Object({ limitKg: number, brokenPromiseLimit: number, leastKgBound: maybe(number) })),
  timings: Type.Object({
    buildMilliseconds: number,
    solveMilliseconds: number,
    passMilliseconds: number,
    tieBreakMilliseconds: number,
    certifyMilliseconds: number,
    baselineMilliseconds: number,
    totalMilliseconds: number,
  }),
});
