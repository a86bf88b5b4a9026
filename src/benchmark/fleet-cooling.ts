import { round } from '../scenario/sample-series.ts';
import type { CoolingSource, LoopSource } from '../scenario/schema/cooling.ts';
import type { ColdStoreSource } from '../scenario/schema/thermal-store.ts';
import { bySlot, ofDay, type PlantDraft, type SitePowers, storeOf } from './fleet-plant-draft.ts';

const PLATES_SHARE = 0.7;

const AIR: LoopSource = { id: 'air', medium: 'air', supplyCelsius: 20, returnCelsius: 32, circulationKwPerKw: 0.03 };
const PLATES: LoopSource = {
  id: 'plates',
  medium: 'liquid',
  supplyCelsius: 50,
  returnCelsius: 62,
  circulationKwPerKw: 0.01,
};
const BRINE: LoopSource = { id: 'brine', medium: 'liquid', supplyCelsius: -6, returnCelsius: -2 };

/** Air for base load, losses and part of the machines, cold plates for the rest, brine for ice. */
export function coolingOf(draft: PlantDraft, powers: SitePowers) {
  const { poolKw, highestBaseLoadKw, overheadFraction } = powers;
  const airKw = highestBaseLoadKw + (1 - PLATES_SHARE) * poolKw + overheadFraction * (highestBaseLoadKw + poolKw);
  const kw = (share: number) => Math.ceil(share * airKw);
  return {
    cooling: machineryOf(kw, Math.ceil(1.05 * PLATES_SHARE * poolKw)),
    coldStores: coldStoresOf(kw),
    coldNetworks: [
      {
        id: 'offices',
        loop: 'air',
        demandKw: bySlot(draft, (hour) => round(draft.coldShare * poolKw * (0.4 + 0.6 * ofDay(hour, 14, 4)), 0.1)),
        lossFraction: 0.05,
        pricePerKwh: 0.03,
      },
    ],
  };
}

/** What takes the heat away; `kw` gives a share of the heat on the air at full load. */
function machineryOf(kw: (share: number) => number, radiatorsKw: number): CoolingSource {
  return {
    waterPricePerCubicMetre: 3,
    loops: [AIR, PLATES, BRINE],
    heat: {
      baseLoad: { air: 1 },
      distribution: { air: 1 },
      pools: { gpu: { air: round(1 - PLATES_SHARE, 0.01), plates: PLATES_SHARE } },
    },
    chillers: [
      { id: 'chiller-1', loop: 'air', coolingLimitKw: kw(0.6), operatingPricePerKwh: 0.001 },
      { id: 'chiller-2', loop: 'air', coolingLimitKw: kw(0.6), cop: { carnotFraction: 0.42 } },
      { id: 'ice-chiller', loop: 'brine', coolingLimitKw: kw(0.1) },
    ],
    absorptionChillers: [
      { id: 'absorption', loop: 'air', coolingLimitKw: kw(0.1), cop: 0.7, electricityKwPerKw: 0.02 },
    ],
    freeCoolers: [
      { id: 'economiser', loop: 'air', coolingLimitKw: kw(0.5), electricityKwPerKw: 0.04 },
      {
        id: 'radiators',
        loop: 'plates',
        coolingLimitKw: radiatorsKw,
        electricityKwPerKw: 0.02,
        waterLitresPerKwh: 0.2,
      },
    ],
    heatRejection: [{ id: 'tower', kind: 'tower', heatLimitKw: kw(2), electricityKwPerKw: 0.02 }],
  };
}

function coldStoresOf(kw: (share: number) => number): ColdStoreSource[] {
  return [
    {
      ...storeOf('chilled-water', kw(0.2), 3),
      kind: 'chilledWater',
      chargesFrom: 'air',
      dischargesTo: 'air',
      reserve: { hours: 0.15 },
    },
    { ...storeOf('ice', kw(0.1), 6), kind: 'ice', chargesFrom: 'brine', dischargesTo: 'air' },
  ];
}
