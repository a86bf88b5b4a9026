import type { Fleet, Site } from '../../domain/fleet.ts';
import { COOLING_POWER_SERIES, type Plan, type PlantSeriesName } from '../../domain/plan.ts';
import { condenserHeatPrice, loopHeatPrice, networkHeatPrice } from './heat-prices.ts';
import { figure, planSiteOf } from './prices.ts';

/** Cooling, heat and generation of a site in one slot. */
export interface PlantSlot {
  /** Electricity of all that cools. */
  readonly coolingKw: number;
  readonly loops: readonly LoopState[];
  /** What one more kWh in the condenser water costs; null where there is none, or without shadow prices. */
  readonly condenserPricePerKwh: number | null;
  readonly heatNetworks: readonly NetworkState[];
  readonly coldNetworks: readonly CustomerState[];
  readonly devices: readonly DeviceState[];
}

export interface LoopState {
  readonly id: string;
  /** IT heat that it carries. */
  readonly heatKw: number;
  /** What one more kWh of heat on it costs; null without shadow prices. */
  readonly pricePerKwh: number | null;
}

export interface CustomerState {
  readonly id: string;
  readonly deliveredKw: number;
  readonly unservedKw: number;
}

export interface NetworkState extends CustomerState {
  /** What one more kWh of heat at the plant costs; null without shadow prices. */
  readonly pricePerKwh: number | null;
}

export type DeviceKind =
  | 'freeCooler'
  | 'chiller'
  | 'absorptionChiller'
  | 'heatRejection'
  | 'heatPump'
  | 'heatExchanger'
  | 'boiler'
  | 'heatBought'
  | 'heatSold'
  | 'generator';

/** What a device gives, or a contract brings or takes, of what it could in this slot. */
export interface DeviceState {
  readonly kind: DeviceKind;
  readonly id: string;
  readonly outputKw: number;
  readonly limitKw: number;
}

export function plantSlot(fleet: Fleet, plan: Plan, site: Site, slot: number): PlantSlot {
  const { plant, id } = site;
  const planned = planSiteOf(plan, id);
  const here = (name: PlantSeriesName, component: string | null) => figure(planned, name, component, slot);
  const hasPrices = plan.shadowPrices.length > 0;
  const hasCondensers = plant.chillers.length + plant.absorptionChillers.length > 0;
  return {
    coolingKw: planned.series
      .filter(({ name }) => COOLING_POWER.has(name))
      .reduce((sum, { values }) => sum + values[slot], 0),
    loops: plant.loops.map((loop) => ({
      id: loop.id,
      heatKw: here('loopHeat', loop.id),
      pricePerKwh: loopHeatPrice(fleet, plan, site, loop.id, slot),
    })),
    condenserPricePerKwh: hasPrices && hasCondensers ? condenserHeatPrice(fleet, plan, site, slot) : null,
    heatNetworks: plant.heatNetworks.map((network) => ({
      id: network.id,
      deliveredKw: here('heatDelivered', network.id),
      unservedKw: here('heatUnserved', network.id),
      pricePerKwh: networkHeatPrice(plan, id, network.id, slot),
    })),
    coldNetworks: plant.coldNetworks.map((network) => ({
      id: network.id,
      deliveredKw: here('coldDelivered', network.id),
      unservedKw: here('coldUnserved', network.id),
    })),
    devices: devicesOf(site).map(({ kind, series, id: device, limitKw }) => ({
      kind,
      id: device,
      outputKw: here(series, device),
      limitKw: limitKw[slot],
    })),
  };
}

const COOLING_POWER: ReadonlySet<string> = new Set(COOLING_POWER_SERIES);

function devicesOf({ plant }: Site) {
  const cooling = (kind: DeviceKind, series: PlantSeriesName) => (device: Cooler) =>
    ({ kind, series, id: device.id, limitKw: device.coolingLimitKw }) as const;
  const heat = (kind: DeviceKind, series: PlantSeriesName) => (device: Heater) =>
    ({ kind, series, id: device.id, limitKw: device.heatLimitKw }) as const;
  return [
    ...plant.freeCoolers.map(cooling('freeCooler', 'freeCooling')),
    ...plant.chillers.map(cooling('chiller', 'chillerCooling')),
    ...plant.absorptionChillers.map(cooling('absorptionChiller', 'absorptionCooling')),
    ...plant.heatRejection.map(heat('heatRejection', 'heatRejected')),
    ...plant.heatPumps.map(heat('heatPump', 'heatPumpHeat')),
    ...plant.heatExchangers.map(heat('heatExchanger', 'exchangerHeat')),
    ...plant.boilers.map(heat('boiler', 'boilerHeat')),
    ...plant.heatContracts.map(({ id, direction, limitKw }) => {
      const kind = direction === 'buy' ? ('heatBought' as const) : ('heatSold' as const);
      return { kind, series: 'contractHeat' as const, id, limitKw };
    }),
    ...plant.generators.map(({ id, electricityLimitKw: limitKw }) => {
      return { kind: 'generator', series: 'generatorPower', id, limitKw } as const;
    }),
  ];
}

type Cooler = { readonly id: string; readonly coolingLimitKw: Float64Array };
type Heater = { readonly id: string; readonly heatLimitKw: Float64Array };
