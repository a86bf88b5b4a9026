import type { HeatNetwork } from '../domain/plant.ts';
import type { Checks } from './checks.ts';
import { type BusFlow, checkBetween, checkBus, checkDemand, checkRatio } from './devices.ts';
import type { PlanFigures, SiteFigures } from './figures.ts';

/** What gives heat, what it takes for that, and the balance of every heat network. */
export function checkHeat(checks: Checks, { sites }: PlanFigures): void {
  for (const figures of sites) {
    checkHeatPumps(checks, figures);
    checkOtherSources(checks, figures);
    for (const network of figures.site.plant.heatNetworks) checkNetwork(checks, figures, network);
  }
}

/** Heat = COP x power; the rest comes from the source, which gives no less than nothing. */
function checkHeatPumps(checks: Checks, { site, plant: series }: SiteFigures): void {
  for (const { id, heatLimitKw, cop } of site.plant.heatPumps) {
    const place = { site: site.id, subject: id };
    const heat = { what: 'heat', values: series('heatPumpHeat', id) };
    const power = series('heatPumpPower', id);
    checkBetween(checks, 'heatLimit', place, heat, 0, heatLimitKw);
    checkRatio(checks, 'heatPumpLaw', place, heat, power, (t) => cop[t]);
    power.forEach((kw, slot) => {
      const taken = { what: 'heat taken from the source', found: heat.values[slot] - kw, limit: 0, unit: 'kW' };
      checks.atLeast('heatPumpLaw', { ...place, slot }, taken);
    });
  }
}

function checkOtherSources(checks: Checks, { site, plant: series }: SiteFigures): void {
  const { heatExchangers, boilers, heatContracts } = site.plant;
  for (const { id, heatLimitKw, electricityKwPerKw } of heatExchangers) {
    const place = { site: site.id, subject: id };
    const heat = { what: 'heat', values: series('exchangerHeat', id) };
    checkBetween(checks, 'heatLimit', place, heat, 0, heatLimitKw);
    const power = { what: 'power of pumps', values: series('exchangerPower', id) };
    checkRatio(checks, 'exchangerPower', place, power, heat.values, () => electricityKwPerKw);
  }
  for (const { id, heatLimitKw, efficiency } of boilers) {
    const place = { site: site.id, subject: id };
    const heat = { what: 'heat', values: series('boilerHeat', id) };
    checkBetween(checks, 'heatLimit', place, heat, 0, heatLimitKw);
    const input = { what: 'energy taken in', values: series('boilerInput', id) };
    checkRatio(checks, 'boilerInput', place, input, heat.values, () => 1 / efficiency);
  }
  for (const { id, minimumKw, limitKw } of heatContracts) {
    const heat = { what: 'heat by contract', values: series('contractHeat', id) };
    checkBetween(checks, 'heatLimit', { site: site.id, subject: id }, heat, minimumKw, limitKw);
  }
}

function checkNetwork(checks: Checks, figures: SiteFigures, network: HeatNetwork): void {
  const { id, demandKw, spillLimitKw } = network;
  const { plant: series, site } = figures;
  const place = { site: site.id, subject: id };
  checkDemand(checks, 'heatDemand', place, demandKw, series('heatDelivered', id), series('heatUnserved', id));
  const spilled = { what: 'heat thrown away', values: series('heatSpilled', id) };
  checkBetween(checks, 'heatSpill', place, spilled, 0, spillLimitKw);
  checkBus(checks, 'heatBalance', place, 'heat that leaves', heatInto(figures, id), heatOutOf(figures, network));
}

function heatInto({ site: { plant }, plant: series }: SiteFigures, id: string): BusFlow[] {
  const on = <Device extends { readonly network: string }>(devices: readonly Device[]) =>
    devices.filter(({ network }) => network === id);
  return [
    ...on(plant.heatPumps).map((device) => ({ values: series('heatPumpHeat', device.id) })),
    ...on(plant.heatExchangers).map((device) => ({ values: series('exchangerHeat', device.id) })),
    ...on(plant.boilers).map((device) => ({ values: series('boilerHeat', device.id) })),
    ...on(plant.hotStores).map((device) => ({ values: series('hotStoreDischarge', device.id) })),
    ...on(plant.heatContracts)
      .filter(({ direction }) => direction === 'buy')
      .map((contract) => ({ values: series('contractHeat', contract.id) })),
    ...plant.generators
      .filter(({ heatRecovery }) => heatRecovery?.network === id)
      .map((device) => ({ values: series('generatorHeat', device.id) })),
  ];
}

/** What customers get is less than what is sent: pipes lose their share of it. */
function heatOutOf({ site: { plant }, plant: series }: SiteFigures, { id, lossFraction }: HeatNetwork): BusFlow[] {
  return [
    { values: series('heatDelivered', id), perKw: 1 / (1 - lossFraction) },
    { values: series('heatSpilled', id) },
    ...plant.heatContracts
      .filter(({ network, direction }) => network === id && direction === 'sell')
      .map((contract) => ({ values: series('contractHeat', contract.id) })),
    ...plant.absorptionChillers
      .filter(({ heatNetwork }) => heatNetwork === id)
      .map((device) => ({ values: series('absorptionHeat', device.id) })),
    ...plant.hotStores
      .filter(({ network }) => network === id)
      .map((device) => ({ values: series('hotStoreCharge', device.id) })),
  ];
}
