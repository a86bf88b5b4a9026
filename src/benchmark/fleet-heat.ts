import { round } from '../scenario/sample-series.ts';
import type { HeatNetworkSource } from '../scenario/schema/heat.ts';
import { bySlot, GAS_GRAMS_PER_KWH, ofDay, type PlantDraft, type SitePowers, storeOf } from './fleet-plant-draft.ts';

const HEAT_PRICE_PER_KWH = 0.05;

/** A town with pipes that lose heat, and everything that can supply it. */
export function heatOf(draft: PlantDraft, { poolKw }: SitePowers) {
  const peakKw = draft.heatShare * poolKw;
  const kw = (share: number) => Math.ceil(share * peakKw);
  const town: HeatNetworkSource = {
    id: 'town',
    supplyCelsius: 58,
    returnCelsius: 40,
    demandKw: bySlot(draft, (hour) => round(peakKw * (0.2 + 0.8 * ofDay(hour, 7, 3) + 0.8 * ofDay(hour, 20, 3)), 0.1)),
    lossFraction: 0.15,
    pricePerKwh: HEAT_PRICE_PER_KWH,
    spillLimitKw: kw(0.2),
    spillPricePerKwh: 0.001,
  };
  const fuel = { pricePerKwh: draft.fuelPricePerKwh, emissionGramsPerKwh: GAS_GRAMS_PER_KWH };
  return {
    heatNetworks: [town],
    heatPumps: [
      { id: 'plates-pump', tap: { loop: 'plates' }, heatLimitKw: kw(0.15), operatingPricePerKwh: 0.002 },
      { id: 'condenser-pump', tap: 'condenserWater' as const, heatLimitKw: kw(0.05) },
      { id: 'air-pump', tap: 'ambient' as const, heatLimitKw: kw(0.05) },
    ],
    heatExchangers: [{ id: 'exchanger', tap: { loop: 'plates' }, heatLimitKw: kw(0.35), electricityKwPerKw: 0.01 }],
    boilers: [
      { id: 'gas-boiler', heatLimitKw: kw(0.1), efficiency: 0.92, fuel, operatingPricePerKwh: 0.001 },
      { id: 'electric-boiler', heatLimitKw: kw(0.3), efficiency: 0.98, fuel: 'electricity' as const },
    ],
    heatContracts: [
      { id: 'must-take', direction: 'buy' as const, minimumKw: kw(0.15), limitKw: kw(0.2), pricePerKwh: 0.04 },
      {
        id: 'greenhouse',
        direction: 'sell' as const,
        limitKw: kw(0.1),
        pricePerKwh: bySlot(draft, (hour) => round(HEAT_PRICE_PER_KWH * (0.5 + 0.5 * ofDay(hour, 3, 4)), 0.0001)),
      },
    ],
    hotStores: [storeOf('tank', kw(0.1), 3)],
  };
}
