import type { CarbonSignal, Fleet } from '../domain/fleet.ts';
import type { Emissions } from '../domain/plan.ts';
import { GRAMS_PER_KILOGRAM } from '../units/index.ts';
import type { SiteFlows } from './flows.ts';
import { entryFor } from './lines.ts';

/** What crosses the grid connections of all sites. */
export interface ImportFigures {
  readonly energyImportedKwh: number;
  /** Largest import of the whole fleet in one slot. */
  readonly peakImportKw: number;
  readonly emissions: Emissions;
}

type ImportFlows = Pick<SiteFlows, 'site' | 'importKw'>;

export function importFigures(fleet: Fleet, sites: readonly ImportFlows[]): ImportFigures {
  const { hours, slotCount } = fleet.timeline;
  let energyImportedKwh = 0;
  let peakImportKw = 0;
  for (let t = 0; t < slotCount; t += 1) {
    const importKw = sites.reduce((sum, site) => sum + site.importKw[t], 0);
    energyImportedKwh += importKw * hours[t];
    peakImportKw = Math.max(peakImportKw, importKw);
  }
  const emissions = {
    averageKg: emissionsKg(fleet, sites, 'average'),
    marginalKg: emissionsKg(fleet, sites, 'marginal'),
    marketKg: emissionsKg(fleet, sites, 'market'),
  };
  return { energyImportedKwh, peakImportKw, emissions };
}

/** Kilograms of CO2 equivalent of grid import; null unless every site knows the signal: unknown is not zero. */
export function emissionsKg(fleet: Fleet, sites: readonly ImportFlows[], signal: CarbonSignal): number | null {
  const { hours } = fleet.timeline;
  let grams = 0;
  for (const site of fleet.sites) {
    const perKwh = site.grid.carbonGramsPerKwh[signal];
    if (perKwh === undefined) return null;
    const { importKw } = entryFor(sites, (entry) => entry.site === site.id, `site ${site.id}`);
    for (let t = 0; t < hours.length; t += 1) grams += perKwh[t] * importKw[t] * hours[t];
  }
  return grams / GRAMS_PER_KILOGRAM;
}
