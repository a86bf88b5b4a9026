import { hump, round } from '../scenario/sample-series.ts';
import type { GridSource } from '../scenario/schema/site.ts';
import type { TargetsSource } from '../scenario/schema/targets.ts';
import { bySlot, type PlantDraft, type SitePowers } from './fleet-plant-draft.ts';

/** Contracts, charges and targets that a made-up fleet with every device has to do with. */

/** Sites that share a market zone: the first and the second, the third and the fourth, ... */
const SITES_OF_A_ZONE = 2;

export const zoneOf = (index: number): string => `zone-${Math.floor(index / SITES_OF_A_ZONE) + 1}`;

/** What a site is expected to import in the horizon, for the carbon budget. */
export interface ExpectedImport {
  readonly marketZone: string;
  readonly fullKw: number;
  /** kg of CO2 equivalent at the average intensity, cooling not counted. */
  readonly carbonKg: number;
}

/** A connection wide enough for cooling and heat pumps too, and what is agreed and charged on it. */
export function gridWithContracts(
  grid: GridSource,
  marketZone: string,
  draft: PlantDraft,
  { fullKw }: SitePowers,
): GridSource {
  const kw = (share: number) => Math.ceil(share * fullKw);
  return {
    ...grid,
    marketZone,
    importLimitKw: kw(1.3),
    demandCharge: { pricePerKwMonth: 4, expectedPeakKw: kw(1.05) },
    contractedLimits: [{ id: 'agreed', direction: 'import', limitKw: kw(1.1) }],
    ramp: { limitKwPerMinute: rampOf(0.04 * fullKw), measuredNetImportKw: kw(0.4) },
    coincidentPeaks: [
      {
        id: 'system-peak',
        pricePerKw: 5,
        probability: bySlot(draft, (hour) => round(0.006 * hump(hour % 24, 18, 2), 0.0001)),
      },
    ],
    renewableFraction: draft.renewableShare,
    greenPower: [
      { id: 'wind-contract', kind: 'contract', pricePerKwh: 0.006, limitKw: kw(0.2) },
      {
        id: 'certificates',
        kind: 'certificate',
        pricePerKwh: 0.009,
        limitKwh: Math.ceil((0.3 * fullKw * draft.slotCount) / 4),
      },
    ],
  };
}

/** To a tenth, and above 0 however small the site. */
const rampOf = (kwPerMinute: number): number => Math.max(0.1, round(kwPerMinute, 0.1));

/** Targets of the fleet: carbon a little short of what is expected, offsets to make up for some of it. */
export function targetsOf(sites: readonly ExpectedImport[]): TargetsSource {
  const carbonKg = sites.reduce((sum, site) => sum + site.carbonKg, 0);
  const zones = [...new Set(sites.map(({ marketZone }) => marketZone))];
  return {
    carbonBudgetKg: Math.ceil(0.9 * carbonKg),
    renewableShareMinimum: 0.7,
    offsets: [{ id: 'biochar', pricePerTonne: 150, limitKg: Math.ceil(0.2 * carbonKg) }],
    zoneRamps: zones.map((marketZone) => {
      const ofZone = sites.filter((site) => site.marketZone === marketZone);
      const fullKw = ofZone.reduce((sum, site) => sum + site.fullKw, 0);
      return { marketZone, limitKwPerMinute: rampOf(0.03 * fullKw) };
    }),
  };
}
