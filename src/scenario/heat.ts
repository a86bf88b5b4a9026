import type {
  Boiler,
  ColdNetwork,
  HeatContract,
  HeatExchanger,
  HeatNetwork,
  HeatPump,
  HeatTap,
} from '../domain/plant.ts';
import type { SlotSeries } from '../time/timeline.ts';
import { fraction, kw } from '../units/index.ts';
import { child, type Node, type ReadContext, soundOr, trustedValue } from './context.ts';
import { checkWarmer, sameInEachSlot } from './cooling.ts';
import { readCop } from './cop.ts';
import { readFuel } from './generators.ts';
import {
  type Given,
  isGiven,
  type PlantFrame,
  readCelsius,
  readMoney,
  readName,
  readOpenMoney,
  readPower,
  readPrice,
  sound,
  type Temperatures,
  WRONG,
} from './plant-frame.ts';
import type { ColdNetworkSource } from './schema/cooling.ts';
import type { CopSource } from './schema/cop.ts';
import type {
  BoilerSource,
  HeatContractSource,
  HeatExchangerSource,
  HeatNetworkSource,
  HeatPumpSource,
  TapSource,
} from './schema/heat.ts';
import { isRecord } from './validate.ts';

/** Customers but for the price of not serving them, which may be a default that depends on the fleet. */
export type HeatNetworkDraft = Omit<HeatNetwork, 'unservedPricePerKwh'> & {
  readonly unservedPricePerKwh: number | null;
};
export type ColdNetworkDraft = Omit<ColdNetwork, 'unservedPricePerKwh'> & {
  readonly unservedPricePerKwh: number | null;
};

/** Supply and return of a network, warmer first; null where they are wrong. */
export function networkTemperatures(context: ReadContext, node: Node<HeatNetworkSource>): Temperatures | null {
  const supplyCelsius = trustedValue(context, child(node, 'supplyCelsius'));
  const returnCelsius = trustedValue(context, child(node, 'returnCelsius'));
  if (supplyCelsius === null || returnCelsius === null || supplyCelsius <= returnCelsius) return null;
  return { supplyCelsius, returnCelsius };
}

export function readHeatNetwork(frame: PlantFrame, node: Node<HeatNetworkSource>): HeatNetworkDraft | null {
  const { context } = frame;
  checkWarmer(context, child(node, 'returnCelsius'), child(node, 'supplyCelsius'));
  const temperatures = networkTemperatures(context, node);
  const customers = readCustomers(frame, node);
  const spillLimit = soundOr(context, child(node, 'spillLimitKw'), 0);
  const spillPricePerKwh = readMoney(frame, child(node, 'spillPricePerKwh'));
  if (temperatures === null || customers === null || spillLimit === null || spillPricePerKwh === null) return null;
  return { ...customers, ...temperatures, spillLimitKw: kw(spillLimit), spillPricePerKwh };
}

export function readColdNetwork(frame: PlantFrame, node: Node<ColdNetworkSource>): ColdNetworkDraft | null {
  const customers = readCustomers(frame, node);
  const loop = readName(frame, child(node, 'loop'), frame.loops, 'loop');
  return customers === null || loop === null ? null : { ...customers, loop };
}

type CustomersSource = Pick<
  HeatNetworkSource,
  'id' | 'demandKw' | 'lossFraction' | 'pricePerKwh' | 'unservedPricePerKwh'
>;

function readCustomers(frame: PlantFrame, node: Node<CustomersSource>) {
  const { context } = frame;
  const read = sound({
    id: trustedValue(context, child(node, 'id')),
    demandKw: readPower(frame, child(node, 'demandKw'), 0),
    loss: soundOr(context, child(node, 'lossFraction'), 0),
    pricePerKwh: readPrice(frame, child(node, 'pricePerKwh'), 0),
    unserved: readOpenMoney(frame, child(node, 'unservedPricePerKwh')),
  });
  if (read === null) return null;
  const { loss, unserved, ...rest } = read;
  return { ...rest, lossFraction: fraction(loss), unservedPricePerKwh: unserved.price };
}

/** Where heat is taken from; null, and a fault, where the loop is not known. */
export function readTap(frame: PlantFrame, node: Node<TapSource | undefined>): HeatTap | null {
  if (isRecord(node.value)) {
    const source = { path: node.path, value: node.value };
    const loopNode = child(source, 'loop');
    const loop = loopNode.value === undefined ? null : readName(frame, loopNode, frame.loops, 'loop');
    return loop === null ? null : { kind: 'loop', loop };
  }
  const kind = trustedValue<TapSource>(frame.context, node);
  return kind === 'condenserWater' || kind === 'ambient' ? { kind } : null;
}

export function readHeatPump(frame: PlantFrame, node: Node<HeatPumpSource>): HeatPump | null {
  const tap = readTap(frame, child(node, 'tap'));
  const network = readName(frame, child(node, 'network'), frame.heatNetworks, 'heat network');
  return sound({
    id: trustedValue(frame.context, child(node, 'id')),
    tap,
    network,
    heatLimitKw: readPower(frame, child(node, 'heatLimitKw')),
    cop: readHeatPumpCop(frame, child(node, 'cop'), tap, network),
    operatingPricePerKwh: readMoney(frame, child(node, 'operatingPricePerKwh')),
  });
}

/** Evaporation by what the tap gives, condensation by the supply of the network. */
export function readHeatPumpCop(
  frame: PlantFrame,
  node: Node<CopSource | undefined>,
  tap: HeatTap | null,
  network: string | null,
): SlotSeries | null {
  const sink = network === null ? null : (frame.heatNetworks.get(network)?.supplyCelsius ?? null);
  const terms = { kind: 'heatPump', outside: 'dryBulb', sink: sameInEachSlot(frame, sink) } as const;
  return readCop(frame, node, { ...terms, source: sourceOf() });

  function sourceOf(): Given {
    if (tap === null) return WRONG;
    if (tap.kind === 'condenserWater') return frame.condenserWater.coldest;
    if (tap.kind === 'ambient') return frame.weather.dryBulb;
    return sameInEachSlot(frame, frame.loops.get(tap.loop)?.supplyCelsius ?? null);
  }
}

export function readHeatExchanger(frame: PlantFrame, node: Node<HeatExchangerSource>): HeatExchanger | null {
  const { context } = frame;
  const tap = readTap(frame, child(node, 'tap'));
  const network = readName(frame, child(node, 'network'), frame.heatNetworks, 'heat network');
  const limitKw = readPower(frame, child(node, 'heatLimitKw'));
  const warmer = readWarmerSlots(frame, node, tap, network);
  return sound({
    id: trustedValue(context, child(node, 'id')),
    tap: tap?.kind === 'ambient' ? null : tap,
    network,
    heatLimitKw: limitKw === null || warmer === null ? null : limitKw.map((limit, t) => (warmer[t] ? limit : 0)),
    electricityKwPerKw: soundOr(context, child(node, 'electricityKwPerKw'), 0),
  });
}

/** In which slots the source is warmer than what the network is supplied with; null, and a fault, when in none. */
function readWarmerSlots(
  frame: PlantFrame,
  node: Node<HeatExchangerSource>,
  tap: HeatTap | null,
  network: string | null,
): boolean[] | null {
  const sourceNode = child(node, 'sourceCelsius');
  const stated = sourceNode.value === undefined ? null : readCelsius(frame, sourceNode);
  if ((sourceNode.value !== undefined && stated === null) || tap === null || network === null) return null;
  const ofTap =
    tap.kind === 'loop'
      ? sameInEachSlot(frame, frame.loops.get(tap.loop)?.returnCelsius ?? null)
      : frame.condenserWater.coldest;
  const source = stated ?? ofTap;
  const sink = frame.heatNetworks.get(network)?.supplyCelsius;
  if (!isGiven(source)) {
    if (source.lacking !== null) {
      const expected = `its sourceCelsius, or ${source.lacking}`;
      frame.context.fault({ path: node.path, found: 'no temperature of its source', expected });
    }
    return null;
  }
  if (sink === undefined) return null;
  const warmer = Array.from(source, (celsius) => celsius > sink);
  if (warmer.includes(true)) return warmer;
  frame.context.fault({
    path: node.path,
    found: `a source of ${Number(source.reduce((a, b) => Math.max(a, b)).toFixed(2))} C for a network of ${sink} C`,
    expected: 'a source that is warmer than the supply of the network',
    hint: 'colder heat has to be lifted, by one of heatPumps',
  });
  return null;
}

export function readBoiler(frame: PlantFrame, node: Node<BoilerSource>): Boiler | null {
  const { context } = frame;
  const fuelNode = child(node, 'fuel');
  const efficiency = trustedValue(context, child(node, 'efficiency'));
  const fuel = isRecord(fuelNode.value) ? readFuel(frame, { path: fuelNode.path, value: fuelNode.value }) : null;
  const read = sound({
    id: trustedValue(context, child(node, 'id')),
    network: readName(frame, child(node, 'network'), frame.heatNetworks, 'heat network'),
    heatLimitKw: readPower(frame, child(node, 'heatLimitKw')),
    efficiency: efficiency === null ? null : fraction(efficiency),
    operatingPricePerKwh: readMoney(frame, child(node, 'operatingPricePerKwh')),
  });
  if (read === null || (fuel === null && trustedValue<BoilerSource['fuel']>(context, fuelNode) !== 'electricity')) {
    return null;
  }
  return { ...read, fuel };
}

export function readHeatContract(frame: PlantFrame, node: Node<HeatContractSource>): HeatContract | null {
  const minimumNode = child(node, 'minimumKw');
  const contract = sound({
    id: trustedValue(frame.context, child(node, 'id')),
    network: readName(frame, child(node, 'network'), frame.heatNetworks, 'heat network'),
    direction: trustedValue(frame.context, child(node, 'direction')),
    minimumKw: readPower(frame, minimumNode, 0),
    limitKw: readPower(frame, child(node, 'limitKw')),
    pricePerKwh: readPrice(frame, child(node, 'pricePerKwh')),
  });
  if (contract === null) return null;
  const { minimumKw, limitKw } = contract;
  const slot = minimumKw.findIndex((least, t) => least > limitKw[t]);
  if (slot < 0) return contract;
  frame.context.fault({
    path: minimumNode.path,
    found: `${minimumKw[slot]} kW in slot ${slot}, where limitKw is ${limitKw[slot]} kW`,
    expected: 'a minimum up to limitKw',
  });
  return null;
}
