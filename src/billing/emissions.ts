import type { CarbonSignal, Fleet, Site } from '../domain/fleet.ts';
import type { Emissions } from '../domain/plan.ts';
import { GRAMS_PER_KILOGRAM } from '../units/index.ts';
import type { SiteFlows, SlotValues } from './flows.ts';
import { entryFor } from './lines.ts';
import { plantSeries } from './plant-series.ts';

/** What crosses the grid connections of all sites. */
export interface ImportFigures {
  readonly energyImportedKwh: number;
  /** Largest import of the whole fleet in one slot. */
  readonly peakImportKw: number;
  readonly emissions: Emissions;
}

type ImportFlows = Pick<SiteFlows, 'site' | 'importKw' | 'plant'>;

export function importFigures(fleet: Fleet, sites: readonly ImportFlows[], offsetKg = 0): ImportFigures {
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
    coveredKg: coveredKg(fleet, sites),
    fuelKg: fuelKg(fleet, sites),
    offsetKg,
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

/** Kilograms of the import that green power covers, at the market signal; 0 where a site does not know that. */
export function coveredKg(fleet: Fleet, sites: readonly ImportFlows[]): number {
  if (fleet.sites.some(({ grid }) => grid.carbonGramsPerKwh.market === undefined)) return 0;
  return sumOver(fleet, sites, ({ grid }, flows) =>
    grid.greenPower.map(({ id }) => ({
      kw: plantSeries(flows, 'greenPower', id),
      gramsPerKwh: (t: number) => grid.carbonGramsPerKwh.market?.[t] ?? 0,
    })),
  );
}

/** Kilograms of fuel burnt on site, by boilers and generators. */
export function fuelKg(fleet: Fleet, sites: readonly ImportFlows[]): number {
  return sumOver(fleet, sites, ({ plant }, flows) => [
    ...plant.boilers.flatMap(({ id, fuel }) =>
      fuel === null ? [] : [{ kw: plantSeries(flows, 'boilerInput', id), gramsPerKwh: () => fuel.emissionGramsPerKwh }],
    ),
    ...plant.generators.map(({ id, fuel }) => ({
      kw: plantSeries(flows, 'generatorInput', id),
      gramsPerKwh: () => fuel.emissionGramsPerKwh,
    })),
  ]);
}

interface Source {
  readonly kw: SlotValues;
  readonly gramsPerKwh: (slot: number) => number;
}

function sumOver(
  fleet: Fleet,
  sites: readonly ImportFlows[],
  sourcesOf: (site: Site, flows: ImportFlows) => readonly Source[],
): number {
  const { hours } = fleet.timeline;
  let grams = 0;
  for (const site of fleet.sites) {
    const flows = entryFor(sites, (entry) => entry.site === site.id, `site ${site.id}`);
    for (const { kw, gramsPerKwh } of sourcesOf(site, flows)) {
      for (let t = 0; t < hours.length; t += 1) grams += kw[t] * hours[t] * gramsPerKwh(t);
    }
  }
  return grams / GRAMS_PER_KILOGRAM;
}
