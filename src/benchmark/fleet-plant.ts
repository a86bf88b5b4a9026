import { round } from '../scenario/sample-series.ts';
import type { GeneratorSource } from '../scenario/schema/generator.ts';
import type { SiteSource } from '../scenario/schema/site.ts';
import { coolingOf } from './fleet-cooling.ts';
import { heatOf } from './fleet-heat.ts';
import { bySlot, GAS_GRAMS_PER_KWH, type PlantDraft, type SitePowers, SLOTS_PER_HOUR } from './fleet-plant-draft.ts';

/** The site with weather and every device beside its battery and PV. */
export function withPlant(site: SiteSource, draft: PlantDraft, powers: SitePowers, minimumLoad: boolean): SiteSource {
  return {
    ...site,
    weather: {
      dryBulbCelsius: bySlot(draft, (hour) => draft.outsideCelsius[hour]),
      relativeHumidityFraction: 0.75,
    },
    ...coolingOf(draft, powers),
    ...heatOf(draft, powers),
    batteries: [...(site.batteries ?? []), upsOf(powers)],
    hydrogenChains: [hydrogenOf(draft, powers)],
    generators: [engineOf(draft, powers, minimumLoad)],
  };
}

/** Bridges six minutes of all IT power, and may do one full discharge in the horizon beside. */
function upsOf({ fullKw }: SitePowers) {
  return {
    id: 'ups',
    kind: 'ups' as const,
    energyCapacityKwh: Math.ceil(0.3 * fullKw),
    initialEnergyKwh: Math.ceil(0.25 * fullKw),
    chargeLimitKw: Math.ceil(0.1 * fullKw),
    dischargeLimitKw: Math.ceil(fullKw),
    chargeEfficiency: 0.96,
    dischargeEfficiency: 0.96,
    wearPricePerKwh: 0.02,
    cycleBudget: 1,
    reserve: { hours: 0.1 },
  };
}

/** A tank half full, that has to end a little fuller or may end a little emptier. */
function hydrogenOf(draft: PlantDraft, { fullKw }: SitePowers) {
  return {
    id: 'hydrogen',
    electrolyserKw: Math.ceil(0.05 * fullKw),
    electrolyserEfficiency: 0.7,
    tankKwh: Math.ceil(fullKw),
    initialKwh: Math.ceil(0.5 * fullKw),
    fuelCellKw: Math.ceil(0.05 * fullKw),
    fuelCellEfficiency: 0.55,
    endEnergyKwh: Math.round(draft.tankEndShare * fullKw),
    wearPricePerKwh: 0.01,
  };
}

/** An engine whose heat the town uses, with energy for a fifth of the horizon at full power. */
function engineOf(draft: PlantDraft, { fullKw }: SitePowers, minimumLoad: boolean): GeneratorSource {
  const electricityLimitKw = Math.ceil(draft.engineShare * fullKw);
  return {
    id: 'engine',
    kind: 'gas',
    electricityLimitKw,
    ...(minimumLoad ? { minimumLoadKw: round(0.4 * electricityLimitKw, 1) } : {}),
    efficiency: 0.42,
    fuel: { pricePerKwh: draft.fuelPricePerKwh, emissionGramsPerKwh: GAS_GRAMS_PER_KWH },
    operatingPricePerKwh: 0.01,
    energyBudgetKwh: Math.ceil((0.2 * electricityLimitKw * draft.slotCount) / SLOTS_PER_HOUR),
    heatRecovery: { heatKwPerKw: 0.5 },
  };
}
