import type { Site } from '../../domain/fleet.ts';
import type { PlanSeries, PlantSeriesName } from '../../domain/plan.ts';
import type { HeatTap } from '../../domain/plant.ts';
import type { Timeline } from '../../time/timeline.ts';
import { type Runner, shareByMerit } from './merit-order.ts';
import type { StoragePath } from './rule-based-storage.ts';
import { type HeatSlot, heatByRule } from './rule-heat.ts';

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

/** kW and heat below this are rounding. */
const NEGLIGIBLE = 1e-6;

/**
 * Cooling and heat as they are run today, slot by slot: free cooling first, then chillers by their COP, absorption
 * chillers never; towers by their fans; customers served; heat as rule-heat.ts says; thermal stores along the paths
 * that their own rule gives.
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
  const available = (tap: HeatTap) => (tap.kind === 'loop' ? Math.max(0, onLoop.get(tap.loop) ?? 0) : 0);
  const heat = heatByRule(site, t, hotKw, available);
  const cooling = coolLoops(site, t, onLoop, heat, book);
  const itKw = it.baseLoadKw[t] + [...it.poolsKw.values()].reduce((sum, values) => sum + values[t], 0);
  let powerKw = cooling.powerKw + writeHeat(site, t, heat, book);
  for (const { id, circulationKwPerKw } of plant.loops) {
    const kw = book.put('loopHeat', id, t, itHeat.get(id) ?? 0);
    powerKw += book.put('loopPower', id, t, kw * circulationKwPerKw);
  }
  if (plant.fixedCoolingFraction > 0) {
    powerKw += book.put('fixedCoolingPower', null, t, itKw * plant.fixedCoolingFraction);
  }
  for (const { id, demandKw } of plant.coldNetworks) {
    book.put('coldDelivered', id, t, demandKw[t]);
    book.put('coldUnserved', id, t, 0);
  }
  return { powerKw, sound: heat.sound && cooling.sound };
}

function itHeatByLoop({ compute, plant }: Site, t: number, it: ItPower): Map<string, number> {
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
function otherHeat({ plant }: Site, loop: string, t: number, stores: ReadonlyMap<string, StoragePath>): number {
  const customers = plant.coldNetworks
    .filter((network) => network.loop === loop)
    .reduce((sum, { demandKw, lossFraction }) => sum + demandKw[t] / (1 - lossFraction), 0);
  return plant.coldStores.reduce((sum, { id, chargesFrom, dischargesTo }) => {
    const charge = chargesFrom === loop ? (stores.get(id)?.chargeKw[t] ?? 0) : 0;
    const discharge = dischargesTo === loop ? (stores.get(id)?.dischargeKw[t] ?? 0) : 0;
    return sum + charge - discharge;
  }, customers);
}

/** Free coolers by their fans, chillers by their COP, then the towers for what these bring to the condenser water. */
function coolLoops({ plant }: Site, t: number, onLoop: ReadonlyMap<string, number>, heat: HeatSlot, book: Book) {
  let powerKw = 0;
  let condenserKw = -heat.fromCondensersKw;
  let sound = true;
  for (const { id: loop } of plant.loops) {
    const needKw = (onLoop.get(loop) ?? 0) - (heat.fromLoops.get(loop) ?? 0);
    const free = plant.freeCoolers.filter((device) => device.loop === loop);
    const chillers = plant.chillers.filter((device) => device.loop === loop);
    const { outputKw, leftKw } = shareByMerit(needKw, [
      ...free.map(({ id, coolingLimitKw, electricityKwPerKw }): Runner => {
        return { id, limitKw: coolingLimitKw[t], rank: electricityKwPerKw };
      }),
      ...chillers.map(
        ({ id, coolingLimitKw, cop }): Runner => ({ id, limitKw: coolingLimitKw[t], rank: 1 + 1 / cop[t] }),
      ),
    ]);
    if (leftKw > NEGLIGIBLE || needKw < -NEGLIGIBLE) sound = false;
    for (const { id, electricityKwPerKw } of free) {
      const kw = book.put('freeCooling', id, t, outputKw.get(id) ?? 0);
      powerKw += book.put('freeCoolingPower', id, t, kw * electricityKwPerKw);
    }
    for (const { id, cop } of chillers) {
      const kw = book.put('chillerCooling', id, t, outputKw.get(id) ?? 0);
      const drawn = book.put('chillerPower', id, t, kw / cop[t]);
      powerKw += drawn;
      condenserKw += kw + drawn;
    }
  }
  const towers = plant.heatRejection.map(({ id, heatLimitKw, electricityKwPerKw }): Runner => {
    return { id, limitKw: heatLimitKw[t], rank: electricityKwPerKw };
  });
  const rejected = shareByMerit(condenserKw, towers);
  if (rejected.leftKw > NEGLIGIBLE) sound = false;
  for (const { id, electricityKwPerKw } of plant.heatRejection) {
    const kw = book.put('heatRejected', id, t, rejected.outputKw.get(id) ?? 0);
    powerKw += book.put('heatRejectionPower', id, t, kw * electricityKwPerKw);
  }
  for (const { id } of plant.absorptionChillers) {
    for (const name of ['absorptionCooling', 'absorptionHeat', 'absorptionPower'] as const) book.put(name, id, t, 0);
  }
  return { powerKw, sound };
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
