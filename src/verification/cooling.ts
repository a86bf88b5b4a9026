import type { PlantSeriesName } from '../domain/plan.ts';
import type { HeatShare } from '../domain/plant.ts';
import type { Checks } from './checks.ts';
import { type BusFlow, checkBetween, checkBus, checkDemand, checkRatio } from './devices.ts';
import { itPowerKw, type PlanFigures, type SiteFigures } from './figures.ts';

/** Cooling by a fixed ratio, loops and what removes their heat, condenser water, customers of cold. */
export function checkCooling(checks: Checks, { sites }: PlanFigures): void {
  for (const figures of sites) {
    checkFixedCooling(checks, figures);
    checkLoops(checks, figures);
    checkCoolers(checks, figures);
    checkCustomers(checks, figures);
    checkCondenser(checks, figures);
  }
}

function checkFixedCooling(checks: Checks, figures: SiteFigures): void {
  const { fixedCoolingFraction } = figures.site.plant;
  if (fixedCoolingFraction === 0) return;
  const drawn = { what: 'power for cooling', values: figures.plant('fixedCoolingPower', null) };
  checkRatio(checks, 'fixedCooling', { site: figures.site.id }, drawn, itPowerKw(figures), () => fixedCoolingFraction);
}

/** The heat of a loop from what draws IT power, its fans or pumps, and where the heat goes. */
function checkLoops(checks: Checks, figures: SiteFigures): void {
  const { site, plant } = figures;
  for (const { id, circulationKwPerKw } of site.plant.loops) {
    const place = { site: site.id, subject: id };
    const heat = plant('loopHeat', id);
    checkBus(checks, 'loopHeat', place, 'heat carried', heatOfLoads(figures, id), [{ values: heat }]);
    const power = { what: 'power of circulation', values: plant('loopPower', id) };
    checkRatio(checks, 'coolingPower', place, power, heat, () => circulationKwPerKw);
    checkBus(checks, 'loopBalance', place, 'heat removed', heatTo(figures, id), heatFrom(figures, id));
  }
}

/** All of the IT power that a share names becomes heat there. */
function heatOfLoads({ site, pools, ...figures }: SiteFigures, loop: string): BusFlow[] {
  const { baseLoad, distribution, pools: ofPools } = site.plant.heatOf;
  const share = (shares: readonly HeatShare[] | undefined) =>
    (shares ?? []).reduce((sum, each) => (each.loop === loop ? sum + each.fraction : sum), 0);
  const served = figures.baseLoadKw.map((kw, t) => kw - figures.baseLoadShedKw[t]);
  return [
    { values: served, perKw: share(baseLoad) },
    { values: figures.overheadKw, perKw: share(distribution) },
    ...pools.map(({ pool, powerKw }) => ({ values: powerKw, perKw: share(ofPools[pool.id]) })),
  ];
}

function heatTo({ site: { plant }, plant: series }: SiteFigures, loop: string): BusFlow[] {
  return [
    { values: series('loopHeat', loop) },
    ...plant.coldNetworks
      .filter((network) => network.loop === loop)
      .map(({ id, lossFraction }) => ({ values: series('coldDelivered', id), perKw: 1 / (1 - lossFraction) })),
    ...plant.coldStores
      .filter(({ chargesFrom }) => chargesFrom === loop)
      .map(({ id }) => ({ values: series('coldStoreCharge', id) })),
  ];
}

function heatFrom(figures: SiteFigures, loop: string): BusFlow[] {
  const { plant } = figures.site;
  const on = (devices: readonly { readonly id: string; readonly loop: string }[], name: PlantSeriesName) =>
    devices.filter((device) => device.loop === loop).map(({ id }) => ({ values: figures.plant(name, id) }));
  return [
    ...on(plant.chillers, 'chillerCooling'),
    ...on(plant.absorptionChillers, 'absorptionCooling'),
    ...on(plant.freeCoolers, 'freeCooling'),
    ...tapped(figures, loop),
    ...plant.coldStores
      .filter(({ dischargesTo }) => dischargesTo === loop)
      .map(({ id }) => ({ values: figures.plant('coldStoreDischarge', id) })),
  ];
}

/** Heat that heat pumps and exchangers take from a loop, or from the condenser water (null). First law: heat - power. */
function tapped({ site: { plant }, plant: series }: SiteFigures, loop: string | null): BusFlow[] {
  const isHere = (tap: { readonly kind: string; readonly loop?: string }) =>
    loop === null ? tap.kind === 'condenserWater' : tap.kind === 'loop' && tap.loop === loop;
  return [
    ...plant.heatPumps
      .filter(({ tap }) => isHere(tap))
      .flatMap(({ id }) => [
        { values: series('heatPumpHeat', id) },
        { values: series('heatPumpPower', id).map((kw) => -kw) },
      ]),
    ...plant.heatExchangers.filter(({ tap }) => isHere(tap)).map(({ id }) => ({ values: series('exchangerHeat', id) })),
  ];
}

function checkCoolers(checks: Checks, { site, plant: series }: SiteFigures): void {
  const { chillers, absorptionChillers, freeCoolers, heatRejection } = site.plant;
  for (const { id, coolingLimitKw, cop } of chillers) {
    const place = { site: site.id, subject: id };
    const cooling = { what: 'cooling', values: series('chillerCooling', id) };
    checkBetween(checks, 'coolingLimit', place, cooling, 0, coolingLimitKw);
    const power = { what: 'power', values: series('chillerPower', id) };
    checkRatio(checks, 'coolingPower', place, power, cooling.values, (t) => 1 / cop[t]);
  }
  for (const { id, coolingLimitKw, cop, electricityKwPerKw } of absorptionChillers) {
    const place = { site: site.id, subject: id };
    const cooling = { what: 'cooling', values: series('absorptionCooling', id) };
    checkBetween(checks, 'coolingLimit', place, cooling, 0, coolingLimitKw);
    const heat = { what: 'heat taken in', values: series('absorptionHeat', id) };
    checkRatio(checks, 'absorptionHeat', place, heat, cooling.values, (t) => 1 / cop[t]);
    const power = { what: 'power', values: series('absorptionPower', id) };
    checkRatio(checks, 'coolingPower', place, power, cooling.values, () => electricityKwPerKw);
  }
  const toTheAir = [
    ...freeCoolers.map((device) => ({ ...device, limit: device.coolingLimitKw, names: FREE })),
    ...heatRejection.map((device) => ({ ...device, limit: device.heatLimitKw, names: REJECTED })),
  ];
  for (const { id, limit, names, electricityKwPerKw } of toTheAir) {
    const place = { site: site.id, subject: id };
    const heat = { what: 'heat to the surroundings', values: series(names.heat, id) };
    checkBetween(checks, 'coolingLimit', place, heat, 0, limit);
    const power = { what: 'power', values: series(names.power, id) };
    checkRatio(checks, 'coolingPower', place, power, heat.values, () => electricityKwPerKw);
  }
}

const FREE = { heat: 'freeCooling', power: 'freeCoolingPower' } as const;
const REJECTED = { heat: 'heatRejected', power: 'heatRejectionPower' } as const;

function checkCustomers(checks: Checks, { site, plant: series }: SiteFigures): void {
  for (const { id, demandKw } of site.plant.coldNetworks) {
    const place = { site: site.id, subject: id };
    checkDemand(checks, 'coldDemand', place, demandKw, series('coldDelivered', id), series('coldUnserved', id));
  }
}

/** What chillers take off their loops and what drives them, against what leaves the condenser water. */
function checkCondenser(checks: Checks, figures: SiteFigures): void {
  const { site, plant: series } = figures;
  const { chillers, absorptionChillers, heatRejection } = site.plant;
  const into = [
    ...chillers.flatMap(({ id }) => [{ values: series('chillerCooling', id) }, { values: series('chillerPower', id) }]),
    ...absorptionChillers.flatMap(({ id }) => [
      { values: series('absorptionCooling', id) },
      { values: series('absorptionHeat', id) },
    ]),
  ];
  const outOf = [...heatRejection.map(({ id }) => ({ values: series('heatRejected', id) })), ...tapped(figures, null)];
  if (into.length === 0 && outOf.length === 0) return;
  checkBus(checks, 'condenserBalance', { site: site.id }, 'heat that leaves the condenser water', into, outOf);
}
