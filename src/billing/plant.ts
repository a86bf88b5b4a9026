import type { Fleet, Site } from '../domain/fleet.ts';
import type { CostLineName, PlantSeriesName } from '../domain/plan.ts';
import type { ColdNetwork, HeatNetwork } from '../domain/plant.ts';
import { GRAMS_PER_KILOGRAM, GRAMS_PER_TONNE } from '../units/index.ts';
import type { SiteFlows, SlotValues } from './flows.ts';
import { type BilledLine, billedLine } from './lines.ts';
import { plantSeries } from './plant-series.ts';
import { storeLines } from './storage.ts';

/** Money per kWh of one published series, and the line that it belongs to. */
interface Charge {
  readonly line: CostLineName;
  readonly component: string;
  readonly series: PlantSeriesName;
  readonly pricePerKwh: (slot: number) => number;
}

/** What cooling, heat, generation and green power of a site cost beside the electricity that they draw. */
export function plantLines(fleet: Fleet, site: Site, flows: SiteFlows): BilledLine[] {
  const { hours } = fleet.timeline;
  const { plant } = site;
  const charges = [
    ...coolingCharges(site),
    ...heatCharges(site),
    ...fuelCharges(fleet, site),
    ...[...plant.heatNetworks.map(heatCustomers), ...plant.coldNetworks.map(coldCustomers)].flat(),
    ...site.grid.greenPower.map(({ id, pricePerKwh }) =>
      charge('greenPower', id, 'greenPower', (t: number) => pricePerKwh[t]),
    ),
  ];
  const stores = [
    ...plant.coldStores.map((device) => ({ device, prefix: 'coldStore' as const })),
    ...plant.hotStores.map((device) => ({ device, prefix: 'hotStore' as const })),
  ];
  return [
    ...charges.map(({ line, component, series, pricePerKwh }) =>
      priced(line, site.id, component, hours, plantSeries(flows, series, component), pricePerKwh),
    ),
    ...stores.flatMap(({ device, prefix }) => {
      const stored = plantSeries(flows, `${prefix}Stored`, device.id);
      return storeLines(site.id, device, hours, {
        chargeKw: plantSeries(flows, `${prefix}Charge`, device.id),
        dischargeKw: plantSeries(flows, `${prefix}Discharge`, device.id),
        storedAtEndKwh: stored[stored.length - 1],
      });
    }),
    ...site.grid.coincidentPeaks.map(({ id, pricePerKw, probability }) =>
      priced('coincidentPeak', site.id, id, null, flows.importKw, (t) => pricePerKw * probability[t]),
    ),
  ];
}

function charge(
  line: CostLineName,
  component: string,
  series: PlantSeriesName,
  price: number | ((slot: number) => number),
): Charge {
  return { line, component, series, pricePerKwh: typeof price === 'number' ? () => price : price };
}

function coolingCharges({ plant }: Site): Charge[] {
  const { waterPricePerLitre } = plant;
  return [
    ...plant.chillers.map((device) => charge('operation', device.id, 'chillerCooling', device.operatingPricePerKwh)),
    ...plant.freeCoolers.map(({ id, waterLitresPerKwh }) =>
      charge('water', id, 'freeCooling', waterPricePerLitre * waterLitresPerKwh),
    ),
    ...plant.heatRejection.map(({ id, waterLitresPerKwh }) =>
      charge('water', id, 'heatRejected', waterPricePerLitre * waterLitresPerKwh),
    ),
  ];
}

function heatCharges({ plant }: Site): Charge[] {
  return [
    ...plant.heatPumps.map((device) => charge('operation', device.id, 'heatPumpHeat', device.operatingPricePerKwh)),
    ...plant.boilers.map((device) => charge('operation', device.id, 'boilerHeat', device.operatingPricePerKwh)),
    ...plant.heatContracts.map(({ id, direction, pricePerKwh }) =>
      direction === 'buy'
        ? charge('heatBought', id, 'contractHeat', (t) => pricePerKwh[t])
        : charge('heatSold', id, 'contractHeat', (t) => -pricePerKwh[t]),
    ),
  ];
}

function heatCustomers({ id, pricePerKwh, unservedPricePerKwh, spillPricePerKwh }: HeatNetwork): Charge[] {
  return [
    charge('heatSold', id, 'heatDelivered', (t) => -pricePerKwh[t]),
    charge('unservedHeat', id, 'heatUnserved', unservedPricePerKwh),
    charge('heatSpill', id, 'heatSpilled', spillPricePerKwh),
  ];
}

function coldCustomers({ id, pricePerKwh, unservedPricePerKwh }: ColdNetwork): Charge[] {
  return [
    charge('coldSold', id, 'coldDelivered', (t) => -pricePerKwh[t]),
    charge('unservedCold', id, 'coldUnserved', unservedPricePerKwh),
  ];
}

/** Fuel, its carbon where energy prices do not hold it, and what running a generator costs. */
function fuelCharges({ objective }: Fleet, { plant }: Site): Charge[] {
  const { carbonPricePerTonne, priceIncludesCarbon } = objective;
  const pricePerGram = priceIncludesCarbon ? 0 : carbonPricePerTonne / GRAMS_PER_TONNE;
  const burnt = [
    ...plant.boilers.flatMap(({ id, fuel }) => (fuel === null ? [] : [{ id, fuel, series: 'boilerInput' as const }])),
    ...plant.generators.map(({ id, fuel }) => ({ id, fuel, series: 'generatorInput' as const })),
  ];
  return [
    ...burnt.flatMap(({ id, fuel, series }) => [
      charge('fuel', id, series, (t) => fuel.pricePerKwh[t]),
      charge('fuelCarbon', id, series, pricePerGram * fuel.emissionGramsPerKwh),
    ]),
    ...plant.generators.map((device) => charge('operation', device.id, 'generatorPower', device.operatingPricePerKwh)),
  ];
}

/** `hours` null: the price is per kW of the slot's mean. */
function priced(
  line: CostLineName,
  site: string,
  component: string,
  hours: Float64Array | null,
  powerKw: SlotValues,
  pricePerKwh: (slot: number) => number,
): BilledLine {
  let amount = 0;
  let moneyPerKw = 0;
  for (let t = 0; t < powerKw.length; t += 1) {
    const perKw = pricePerKwh(t) * (hours?.[t] ?? 1);
    amount += perKw * powerKw[t];
    moneyPerKw += Math.abs(perKw);
  }
  return billedLine(line, site, component, amount, moneyPerKw);
}

/** What offsets cost, by the kilograms bought of each. */
export function offsetLines(
  fleet: Fleet,
  bought: readonly { readonly id: string; readonly kg: number }[],
): BilledLine[] {
  return fleet.targets.offsets.map(({ id, pricePerTonne }) => {
    const pricePerKg = (pricePerTonne * GRAMS_PER_KILOGRAM) / GRAMS_PER_TONNE;
    const kg = bought.find((offset) => offset.id === id)?.kg ?? 0;
    return billedLine('offsets', null, id, kg * pricePerKg, Math.abs(pricePerKg));
  });
}
