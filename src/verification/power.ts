import type { PlantSeriesName } from '../domain/plan.ts';
import type { Checks } from './checks.ts';
import { type PlanFigures, type SiteFigures, sum } from './figures.ts';

/** Base load, losses of distribution and the balance of the site's electricity, slot by slot. */
export function checkPower(checks: Checks, { sites }: PlanFigures): void {
  for (const figures of sites) {
    const plant = drawnByPlant(figures);
    const generators = figures.site.plant.generators.map(({ id }) => figures.plant('generatorPower', id));
    for (let slot = 0; slot < checks.timeline.slotCount; slot += 1) {
      checkBaseLoad(checks, figures, slot);
      checkBalance(checks, figures, totalAt(plant, slot), totalAt(generators, slot), slot);
    }
  }
}

function checkBaseLoad(checks: Checks, figures: SiteFigures, slot: number): void {
  const { compute, id } = figures.site;
  const place = { site: id, slot };
  const shed = figures.baseLoadShedKw[slot];
  checks.equal('baseLoad', place, {
    what: 'base load',
    found: figures.baseLoadKw[slot],
    limit: compute.baseLoadKw[slot],
    unit: 'kW',
  });
  const most = compute.baseLoadShedPricePerKwh === null ? 0 : compute.baseLoadKw[slot];
  checks.atMost('baseLoadShed', place, { what: 'base load shed', found: shed, limit: most, unit: 'kW' });
  checks.atLeast('baseLoadShed', place, { what: 'base load shed', found: shed, limit: 0, unit: 'kW' });
}

/** Electricity that cooling and heat draw. */
function drawnByPlant({ site: { plant }, plant: series }: SiteFigures): readonly (readonly number[])[] {
  const drawn = (name: PlantSeriesName, devices: readonly { readonly id: string }[]) =>
    devices.map(({ id }) => series(name, id));
  return [
    ...(plant.fixedCoolingFraction > 0 ? [series('fixedCoolingPower', null)] : []),
    ...drawn('loopPower', plant.loops),
    ...drawn('chillerPower', plant.chillers),
    ...drawn('absorptionPower', plant.absorptionChillers),
    ...drawn('freeCoolingPower', plant.freeCoolers),
    ...drawn('heatRejectionPower', plant.heatRejection),
    ...drawn('heatPumpPower', plant.heatPumps),
    ...drawn('exchangerPower', plant.heatExchangers),
    ...drawn(
      'boilerInput',
      plant.boilers.filter(({ fuel }) => fuel === null),
    ),
  ];
}

const totalAt = (list: readonly (readonly number[])[], slot: number): number => sum(list.map((values) => values[slot]));

/**
 * import - export + renewables + generators + discharge - charge - links - plant = (base load - shed + pools) +
 * overhead. What links need is taken at the supply, before power distribution.
 */
function checkBalance(checks: Checks, figures: SiteFigures, plantKw: number, generatedKw: number, slot: number): void {
  const { site, pools, batteries, renewables, links } = figures;
  const place = { site: site.id, slot };
  const poolKw = sum(pools.map(({ powerKw }) => powerKw[slot]));
  const itKw = figures.baseLoadKw[slot] - figures.baseLoadShedKw[slot] + poolKw;
  const overheadKw = figures.overheadKw[slot];
  checks.equal('distributionOverhead', place, {
    what: 'loss of power distribution',
    found: overheadKw,
    limit: site.compute.overheadFraction * itKw,
    unit: 'kW',
  });
  const into =
    figures.importKw[slot] +
    sum(renewables.map(({ usedKw }) => usedKw[slot])) +
    sum(batteries.map(({ dischargeKw }) => dischargeKw[slot])) +
    generatedKw;
  const linksKw = sum(links.map(({ link, gigabytesPerHour }) => link.energyKwhPerGigabyte * gigabytesPerHour[slot]));
  const outOf = figures.exportKw[slot] + sum(batteries.map(({ chargeKw }) => chargeKw[slot])) + linksKw + plantKw;
  checks.equal('powerBalance', place, {
    what: 'power that reaches the load',
    found: into - outOf,
    limit: itKw + overheadKw,
    unit: 'kW',
    tolerance: checks.toleranceOf(Math.abs(into) + Math.abs(outOf)),
  });
}
