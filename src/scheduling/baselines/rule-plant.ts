import type { Site } from '../../domain/fleet.ts';
import type { PlanSeries, PlantSeriesName } from '../../domain/plan.ts';
import type { Timeline } from '../../time/timeline.ts';
import type { CoolingSlot } from './rule-cooling.ts';
import type { HeatSlot } from './rule-heat.ts';
import { cutColdCustomers, settle } from './rule-settle.ts';
import type { StoragePath } from './store-rule.ts';

/** What the rules do with the cooling and heat of a site. */
export interface PlantDispatch {
  /** Electricity that it draws. */
  readonly powerKw: Float64Array;
  readonly series: readonly PlanSeries[];
  /** False where some heat has nowhere to go. */
  readonly sound: boolean;
}

/** IT power of a site in each slot, by where its heat goes. */
export interface ItPower {
  readonly baseLoadKw: ArrayLike<number>;
  /** By pool id. */
  readonly poolsKw: ReadonlyMap<string, ArrayLike<number>>;
}

/**
 * Cooling and heat as they are run today, slot by slot: free cooling first, then chillers by their COP; where these do
 * not suffice heat recovery, and absorption chillers last; towers by their fans; customers served, those of cold as far as machines leave room; heat as rule-heat.ts
 * says; thermal stores along the paths that their own rule gives.
 */
export function plantByRule(
  site: Site,
  timeline: Timeline,
  it: ItPower,
  stores: ReadonlyMap<string, StoragePath>,
): PlantDispatch {
  const book = makeBook(site.id, timeline.slotCount);
  const powerKw = new Float64Array(timeline.slotCount);
  let sound = true;
  for (let t = 0; t < timeline.slotCount; t += 1) {
    const slot = makeSlot(site, t, it, stores, book);
    powerKw[t] = slot.powerKw;
    sound &&= slot.sound;
  }
  for (const [id, path] of stores) {
    const prefix = site.plant.coldStores.some((device) => device.id === id) ? 'coldStore' : 'hotStore';
    book.whole(`${prefix}Charge`, id, path.chargeKw);
    book.whole(`${prefix}Discharge`, id, path.dischargeKw);
    book.whole(`${prefix}Stored`, id, path.storedKwh);
  }
  return { powerKw, series: book.series(), sound };
}

type Book = ReturnType<typeof makeBook>;

/** Series written value by value. */
function makeBook(site: string, slotCount: number) {
  const all = new Map<string, { name: PlantSeriesName; component: string | null; values: Float64Array }>();
  const entry = (name: PlantSeriesName, component: string | null) => {
    const key = JSON.stringify([name, component]);
    const found = all.get(key) ?? { name, component, values: new Float64Array(slotCount) };
    all.set(key, found);
    return found;
  };
  return {
    put(name: PlantSeriesName, component: string | null, slot: number, value: number): number {
      entry(name, component).values[slot] = value;
      return value;
    },
    whole(name: PlantSeriesName, component: string, values: Float64Array) {
      entry(name, component).values.set(values);
    },
    series: (): PlanSeries[] =>
      [...all.values()].map(({ name, component, values }) => ({
        site,
        name,
        component,
        unit: name.endsWith('Stored') ? 'kWh' : 'kW',
        values: [...values],
      })),
  };
}

/** One slot of the whole plant: heat of machines, heat networks, loops, condenser water. */
function makeSlot(site: Site, t: number, it: ItPower, stores: ReadonlyMap<string, StoragePath>, book: Book) {
  const { plant } = site;
  const itHeat = itHeatByLoop(site, t, it);
  const onLoop = new Map(plant.loops.map(({ id }) => [id, (itHeat.get(id) ?? 0) + otherHeat(site, id, t, stores)]));
  const hotKw = (network: string) =>
    plant.hotStores
      .filter((device) => device.network === network)
      .reduce((sum, { id }) => sum + (stores.get(id)?.chargeKw[t] ?? 0) - (stores.get(id)?.dischargeKw[t] ?? 0), 0);
  let { heat, cooling } = settle(site, t, onLoop, hotKw);
  const cut = cutColdCustomers(site, t, cooling.leftKw);
  if (cut.unservedKw.size > 0) {
    const relieved = new Map([...onLoop].map(([loop, kw]) => [loop, kw - (cut.relievedKw.get(loop) ?? 0)]));
    ({ heat, cooling } = settle(site, t, relieved, hotKw));
  }
  const itKw = it.baseLoadKw[t] + [...it.poolsKw.values()].reduce((sum, values) => sum + values[t], 0);
  let powerKw = writeCooling(site, t, cooling, book) + writeHeat(site, t, heat, book);
  for (const { id, circulationKwPerKw } of plant.loops) {
    const kw = book.put('loopHeat', id, t, itHeat.get(id) ?? 0);
    powerKw += book.put('loopPower', id, t, kw * circulationKwPerKw);
  }
  if (plant.fixedCoolingFraction > 0) {
    powerKw += book.put('fixedCoolingPower', null, t, itKw * plant.fixedCoolingFraction);
  }
  for (const { id, demandKw } of plant.coldNetworks) {
    const unserved = book.put('coldUnserved', id, t, cut.unservedKw.get(id) ?? 0);
    book.put('coldDelivered', id, t, demandKw[t] - unserved);
  }
  return { powerKw, sound: heat.sound && cooling.sound };
}

export function itHeatByLoop({ compute, plant }: Site, t: number, it: ItPower): Map<string, number> {
  const heat = new Map<string, number>();
  const give = (shares: readonly { loop: string; fraction: number }[], kw: number) => {
    for (const { loop, fraction } of shares) heat.set(loop, (heat.get(loop) ?? 0) + fraction * kw);
  };
  let itKw = it.baseLoadKw[t];
  give(plant.heatOf.baseLoad, it.baseLoadKw[t]);
  for (const [pool, values] of it.poolsKw) {
    itKw += values[t];
    give(plant.heatOf.pools[pool] ?? [], values[t]);
  }
  give(plant.heatOf.distribution, itKw * compute.overheadFraction);
  return heat;
}

/** Heat on a loop beside that of machines: customers of cold, and cold stores that charge (less those that give). */
function otherHeat(site: Site, loop: string, t: number, stores: ReadonlyMap<string, StoragePath>): number {
  return site.plant.coldStores.reduce(
    (sum, { id, chargesFrom, dischargesTo }) => {
      const charge = chargesFrom === loop ? (stores.get(id)?.chargeKw[t] ?? 0) : 0;
      const discharge = dischargesTo === loop ? (stores.get(id)?.dischargeKw[t] ?? 0) : 0;
      return sum + charge - discharge;
    },
    coldCustomersKw(site, loop, t),
  );
}

/** Heat that customers of cold bring to a loop, losses of their pipes included. */
export function coldCustomersKw({ plant }: Site, loop: string, t: number): number {
  return plant.coldNetworks
    .filter((network) => network.loop === loop)
    .reduce((sum, { demandKw, lossFraction }) => sum + demandKw[t] / (1 - lossFraction), 0);
}

/** Writes what coolers and towers do; returns their electricity. */
function writeCooling({ plant }: Site, t: number, { output }: CoolingSlot, book: Book): number {
  const cold = (id: string) => output.get(id) ?? 0;
  let powerKw = 0;
  for (const { id, electricityKwPerKw } of plant.freeCoolers) {
    const kw = book.put('freeCooling', id, t, cold(id));
    powerKw += book.put('freeCoolingPower', id, t, kw * electricityKwPerKw);
  }
  for (const { id, cop } of plant.chillers) {
    const kw = book.put('chillerCooling', id, t, cold(id));
    powerKw += book.put('chillerPower', id, t, kw / cop[t]);
  }
  for (const { id, cop, electricityKwPerKw } of plant.absorptionChillers) {
    const kw = book.put('absorptionCooling', id, t, cold(id));
    book.put('absorptionHeat', id, t, kw / cop[t]);
    powerKw += book.put('absorptionPower', id, t, kw * electricityKwPerKw);
  }
  for (const { id, electricityKwPerKw } of plant.heatRejection) {
    const kw = book.put('heatRejected', id, t, cold(id));
    powerKw += book.put('heatRejectionPower', id, t, kw * electricityKwPerKw);
  }
  return powerKw;
}

/** Writes what heat devices and customers do; returns the electricity of heat pumps, exchangers and electric boilers. */
function writeHeat({ plant }: Site, t: number, heat: HeatSlot, book: Book): number {
  const output = (id: string) => heat.output.get(id) ?? 0;
  let powerKw = 0;
  for (const { id, cop } of plant.heatPumps) {
    const kw = book.put('heatPumpHeat', id, t, output(id));
    powerKw += book.put('heatPumpPower', id, t, kw / cop[t]);
  }
  for (const { id, electricityKwPerKw } of plant.heatExchangers) {
    const kw = book.put('exchangerHeat', id, t, output(id));
    powerKw += book.put('exchangerPower', id, t, kw * electricityKwPerKw);
  }
  for (const { id, efficiency, fuel } of plant.boilers) {
    const kw = book.put('boilerHeat', id, t, output(id));
    const drawn = book.put('boilerInput', id, t, kw / efficiency);
    if (fuel === null) powerKw += drawn;
  }
  for (const { id } of plant.heatContracts) book.put('contractHeat', id, t, output(id));
  for (const { id, demandKw } of plant.heatNetworks) {
    const unserved = book.put('heatUnserved', id, t, heat.unserved.get(id) ?? 0);
    book.put('heatDelivered', id, t, demandKw[t] - unserved);
    book.put('heatSpilled', id, t, heat.spilled.get(id) ?? 0);
  }
  return powerKw;
}
