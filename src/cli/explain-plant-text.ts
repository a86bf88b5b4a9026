import { formatPower, formatPrice } from '../report/text.ts';
import type { CustomerState, DeviceKind, DeviceState, PlantSlot } from '../scheduling/explain/index.ts';

/** Cooling, heat and generation of a site in one slot, in sentences; none of what it does not have. */
export function plantSentences(plant: PlantSlot, currency: string): string[] {
  const price = (perKwh: number | null, what: string) =>
    perKwh === null ? '' : `; ${what} costs ${formatPrice(perKwh)} ${currency}`;
  const hasCooling = plant.loops.length > 0 || plant.coolingKw > 0;
  return [
    ...(hasCooling ? [`Cooling draws ${formatPower(plant.coolingKw)}.`] : []),
    ...plant.loops.map(({ id, heatKw, pricePerKwh }) => {
      return `Loop ${id} carries ${formatPower(heatKw)} of heat${price(pricePerKwh, 'a kWh more on it')}.`;
    }),
    ...(plant.condenserPricePerKwh === null
      ? []
      : [`A kWh more in the condenser water costs ${formatPrice(plant.condenserPricePerKwh)} ${currency}.`]),
    ...plant.coldNetworks.map((network) => `Cold network ${network.id} gets ${servedWords(network)}.`),
    ...plant.heatNetworks.map((network) => {
      return `Heat network ${network.id} gets ${servedWords(network)}${price(network.pricePerKwh, 'a kWh more at the plant')}.`;
    }),
    ...deviceSentences(plant.devices),
  ];
}

function deviceSentences(devices: readonly DeviceState[]): string[] {
  const still = devices.filter(({ outputKw }) => outputKw === 0);
  return [
    ...devices
      .filter(({ outputKw }) => outputKw > 0)
      .map(({ kind, id, outputKw, limitKw }) => {
        const { name, gives } = DEVICE_WORDS[kind];
        return `${name} ${id} ${gives} ${formatPower(outputKw)} of ${formatPower(limitKw)}.`;
      }),
    ...(still.length === 0 ? [] : [`Standing still: ${still.map(({ id }) => id).join(', ')}.`]),
  ];
}

function servedWords({ deliveredKw, unservedKw }: CustomerState): string {
  const short = unservedKw > 0 ? `, ${formatPower(unservedKw)} short` : '';
  return `${formatPower(deliveredKw)}${short}`;
}

const DEVICE_WORDS: Readonly<Record<DeviceKind, { readonly name: string; readonly gives: string }>> = {
  freeCooler: { name: 'Free cooler', gives: 'removes' },
  chiller: { name: 'Chiller', gives: 'removes' },
  absorptionChiller: { name: 'Absorption chiller', gives: 'removes' },
  heatRejection: { name: 'Tower or dry cooler', gives: 'rejects' },
  heatPump: { name: 'Heat pump', gives: 'gives' },
  heatExchanger: { name: 'Exchanger', gives: 'gives' },
  boiler: { name: 'Boiler', gives: 'gives' },
  heatBought: { name: 'Heat contract', gives: 'brings' },
  heatSold: { name: 'Heat contract', gives: 'takes' },
  generator: { name: 'Generator', gives: 'gives' },
};
