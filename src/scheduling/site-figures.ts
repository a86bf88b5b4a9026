import type { CarbonSignal, Fleet, Site } from '../domain/fleet.ts';
import type { Emissions, PlanOffset, PlanSite, SeriesName, SiteIndicators } from '../domain/plan.ts';
import type { HeatTap } from '../domain/plant.ts';
import { GRAMS_PER_KILOGRAM } from '../units/index.ts';
import { findSeries, seriesValues } from './read-solution.ts';

/** What the series of a plan come to: emissions of the fleet, efficiency of each site. */

/** Import times carbon intensity for each signal that every site knows, and fuel burnt on site. Kilograms. */
export function emissionsOf(fleet: Fleet, sites: readonly PlanSite[], offsets: readonly PlanOffset[]): Emissions {
  const { hours } = fleet.timeline;
  const weighed = (values: readonly number[], grams: (slot: number) => number) =>
    values.reduce((sum, kw, t) => sum + kw * hours[t] * grams(t), 0) / GRAMS_PER_KILOGRAM;

  function imported(signal: CarbonSignal): number | null {
    let sum = 0;
    for (const { id, grid } of fleet.sites) {
      const grams = grid.carbonGramsPerKwh[signal];
      if (grams === undefined) return null;
      sum += weighed(seriesValues(sites, id, 'gridImport', null), (t) => grams[t]);
    }
    return sum;
  }

  function covered(): number {
    let sum = 0;
    for (const { id, grid } of fleet.sites) {
      const grams = grid.carbonGramsPerKwh.market;
      if (grams === undefined) return 0;
      for (const purchase of grid.greenPower) {
        sum += weighed(seriesValues(sites, id, 'greenPower', purchase.id), (t) => grams[t]);
      }
    }
    return sum;
  }

  const fuelKg = fleet.sites.reduce((sum, { id, plant }) => {
    const burnt = [
      ...plant.generators.map((device) => ({ device, series: 'generatorInput' as const, fuel: device.fuel })),
      ...plant.boilers.flatMap((device) =>
        device.fuel === null ? [] : [{ device, series: 'boilerInput' as const, fuel: device.fuel }],
      ),
    ];
    return burnt.reduce(
      (kg, { device, series, fuel }) =>
        kg + weighed(seriesValues(sites, id, series, device.id), () => fuel.emissionGramsPerKwh),
      sum,
    );
  }, 0);

  return {
    averageKg: imported('average'),
    marginalKg: imported('marginal'),
    marketKg: imported('market'),
    coveredKg: covered(),
    fuelKg,
    offsetKg: offsets.reduce((sum, { kg }) => sum + kg, 0),
  };
}

/** Power usage effectiveness (ISO/IEC 30134-2), water (30134-9) and energy reuse (30134-6) of every site. */
export function indicatorsOf(fleet: Fleet, sites: readonly PlanSite[]): SiteIndicators[] {
  return fleet.sites.map((site) => siteIndicators(fleet, site, sites));
}

function siteIndicators({ timeline: { hours } }: Fleet, site: Site, sites: readonly PlanSite[]): SiteIndicators {
  const { id, plant } = site;
  const energy = (name: SeriesName, component: string | null) =>
    (findSeries(sites, id, name, component) ?? []).reduce((sum, kw, t) => sum + kw * hours[t], 0);
  const all = (name: SeriesName, devices: readonly { readonly id: string }[]) =>
    devices.reduce((sum, device) => sum + energy(name, device.id), 0);
  const onLoop = (devices: readonly { readonly id: string; readonly tap: HeatTap }[]) =>
    devices.filter(({ tap }) => tap.kind === 'loop');
  const fromSite = <Device extends { readonly tap: HeatTap }>(devices: readonly Device[]) =>
    devices.filter(({ tap }) => tap.kind !== 'ambient');

  const itKwh = energy('baseLoad', null) - energy('baseLoadShed', null) + all('poolPower', site.compute.pools);
  const coolingKwh =
    energy('fixedCoolingPower', null) +
    all('loopPower', plant.loops) +
    all('chillerPower', plant.chillers) +
    all('absorptionPower', plant.absorptionChillers) +
    all('freeCoolingPower', plant.freeCoolers) +
    all('heatRejectionPower', plant.heatRejection) +
    all('heatPumpPower', onLoop(plant.heatPumps)) +
    all('exchangerPower', onLoop(plant.heatExchangers));
  const facilityKwh = itKwh + energy('distributionOverhead', null) + coolingKwh;
  const litres = (name: SeriesName, devices: readonly { readonly id: string; readonly waterLitresPerKwh: number }[]) =>
    devices.reduce((sum, device) => sum + energy(name, device.id) * device.waterLitresPerKwh, 0);
  const waterLitres = litres('freeCooling', plant.freeCoolers) + litres('heatRejected', plant.heatRejection);
  const recovering = fromSite(plant.heatPumps);
  const reusedHeatKwh =
    all('heatPumpHeat', recovering) - all('heatPumpPower', recovering) + all('exchangerHeat', plant.heatExchangers);
  const ratio = (part: number, whole: number) => (whole > 0 ? part / whole : null);
  return {
    site: id,
    itKwh,
    facilityKwh,
    pue: ratio(facilityKwh, itKwh),
    waterLitres,
    wueLitresPerKwh: ratio(waterLitres, itKwh),
    reusedHeatKwh,
    energyReuseFactor: ratio(reusedHeatKwh, facilityKwh),
    energyReuseEffectiveness: ratio(facilityKwh - reusedHeatKwh, itKwh),
  };
}
