import type { Fuel, Generator } from '../domain/plant.ts';
import { fraction, kw, kwh } from '../units/index.ts';
import { child, type Node, soundOr, trustedValue } from './context.ts';
import { type PlantFrame, readMoney, readName, readPower, readPrice, sound } from './plant-frame.ts';
import type { FuelSource, GeneratorSource } from './schema/generator.ts';

export function readFuel(frame: PlantFrame, node: Node<FuelSource>): Fuel | null {
  return sound({
    pricePerKwh: readPrice(frame, child(node, 'pricePerKwh')),
    emissionGramsPerKwh: trustedValue(frame.context, child(node, 'emissionGramsPerKwh')),
  });
}

/** An engine or fuel cell; null, and faults, when it is wrong. */
export function readGenerator(frame: PlantFrame, node: Node<GeneratorSource>): Generator | null {
  const { context } = frame;
  const fuelNode = child(node, 'fuel');
  const minimumNode = child(node, 'minimumLoadKw');
  const read = sound({
    id: trustedValue(context, child(node, 'id')),
    kind: trustedValue(context, child(node, 'kind')),
    electricityLimitKw: readPower(frame, child(node, 'electricityLimitKw')),
    minimumLoad: soundOr(context, minimumNode, 0),
    efficiency: trustedValue(context, child(node, 'efficiency')),
    fuel: fuelNode.value === undefined ? null : readFuel(frame, { path: fuelNode.path, value: fuelNode.value }),
    operatingPricePerKwh: readMoney(frame, child(node, 'operatingPricePerKwh')),
  });
  const recovery = readRecovery(frame, node);
  const source = trustedValue(context, node);
  if (read === null || recovery === null || source === null) return null;
  const { minimumLoad, efficiency, ...rest } = read;
  const largestKw = rest.electricityLimitKw.reduce((most, limit) => Math.max(most, limit), 0);
  if (minimumLoad > largestKw) {
    context.fault({
      path: minimumNode.path,
      found: `${minimumLoad} kW, above electricityLimitKw, which is ${largestKw} kW at most`,
      expected: 'a minimum load up to electricityLimitKw',
    });
    return null;
  }
  return {
    ...rest,
    minimumLoadKw: kw(minimumLoad),
    efficiency: fraction(efficiency),
    energyBudgetKwh: source.energyBudgetKwh === undefined ? null : kwh(source.energyBudgetKwh),
    runHoursBudget: source.runHoursBudget ?? null,
    heatRecovery: recovery.of,
  };
}

/** Heat beside electricity: no more than the fuel holds. */
function readRecovery(
  frame: PlantFrame,
  node: Node<GeneratorSource>,
): { readonly of: Generator['heatRecovery'] } | null {
  const recoveryNode = child(node, 'heatRecovery');
  if (recoveryNode.value === undefined) return frame.context.trusted(recoveryNode.path) ? { of: null } : null;
  const source = { path: recoveryNode.path, value: recoveryNode.value };
  const heatNode = child(source, 'heatKwPerKw');
  const network = readName(frame, child(source, 'network'), frame.heatNetworks, 'heat network');
  const heatKwPerKw = trustedValue(frame.context, heatNode);
  const efficiency = trustedValue(frame.context, child(node, 'efficiency'));
  if (network === null || heatKwPerKw === null || efficiency === null) return null;
  const total = efficiency * (1 + heatKwPerKw);
  if (total <= 1) return { of: { network, heatKwPerKw } };
  frame.context.fault({
    path: heatNode.path,
    found: `${heatKwPerKw} kW of heat with each kW of electricity at an efficiency of ${efficiency}`,
    expected: `at most ${Number((1 / efficiency - 1).toFixed(4))}: electricity and heat together are no more than the fuel`,
  });
  return null;
}
