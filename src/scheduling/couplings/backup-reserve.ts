import type { Row } from '../../../solver/index.ts';
import type { Site } from '../../domain/fleet.ts';
import type { Battery, ColdStore, Store, StoreReserve } from '../../domain/store.ts';
import type { Coupling, Offer, OfferBook } from '../part.ts';

/** UPS or battery: hours of the site's IT power. */
export function backupReserve(site: Site, device: Battery, kept: StoreReserve): Coupling {
  const label = `${site.id} battery ${device.id}`;
  return reserve(site.id, label, device, kept, (offers) => offers.find('itPowerKw', site.id, null));
}

/** Emergency cold: hours of the IT heat of the loop that it discharges to. */
export function emergencyCold(site: Site, device: ColdStore, kept: StoreReserve): Coupling {
  const label = `${site.id} cold store ${device.id}`;
  return reserve(site.id, label, device, kept, (offers) => offers.find('loopHeatKw', site.id, device.dischargesTo));
}

/**
 * A store that backs up a load keeps `hours` of it, slot by slot:
 *
 *   stored[t-1] >= need x load[t]  and  stored[t] >= need x load[t],   need = hours x loadFraction / etaOut
 *
 * so that whenever supply fails within a slot, its very load can be carried. Physical: no price breaks it.
 */
function reserve(
  site: string,
  label: string,
  device: Store,
  { hours, loadFraction }: StoreReserve,
  loadOf: (offers: OfferBook) => readonly Offer[],
): Coupling {
  return (lp, timeline, offers) => {
    const [load] = loadOf(offers);
    const [{ run: stored }] = offers.find('storedKwh', site, device.id);
    const need = (hours * loadFraction) / device.dischargeEfficiency;
    const last = timeline.slotCount - 1;
    const rows = load.run.columns.flatMap((column, t): { row: Row; slot: number }[] => {
      const isFirst = t === 0 && !device.startsWhereItEnds;
      const before = lp.addRow(`${label} reserve`, isFirst ? -device.initialEnergyKwh : 0, Number.POSITIVE_INFINITY);
      if (!isFirst) lp.addTerm(before, stored.columns[t === 0 ? last : t - 1], 1);
      const after = lp.addRow(`${label} reserve`, 0, Number.POSITIVE_INFINITY);
      lp.addTerm(after, stored.columns[t], 1);
      for (const row of [before, after]) lp.addTerm(row, column, -need * load.coefficient);
      return [
        { row: before, slot: t },
        { row: after, slot: t },
      ];
    });
    return {
      flows: [],
      costs: [],
      limits: [
        {
          name: 'storeReserve',
          site,
          component: device.id,
          per: 'kWh',
          entries: rows.map(({ row, slot }) => ({ slot, at: { row }, unitsPerSide: 1 })),
        },
      ],
      read: () => ({}),
    };
  };
}
