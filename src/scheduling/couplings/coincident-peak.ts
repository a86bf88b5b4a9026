import type { Site } from '../../domain/fleet.ts';
import type { CoincidentPeak } from '../../domain/targets.ts';
import type { Coupling } from '../part.ts';

/** The expected charge: price x probability that a slot is the one that counts, for each kW of mean import in it. */
export function coincidentPeak(site: Site, peak: CoincidentPeak): Coupling {
  return (_lp, _timeline, offers) => {
    const [{ run }] = offers.find('gridImportKw', site.id, null);
    return {
      flows: [],
      costs: [
        {
          name: 'coincidentPeak',
          site: site.id,
          component: peak.id,
          columns: run.columns,
          coefficients: peak.probability.map((probability) => probability * peak.pricePerKw),
          constant: 0,
        },
      ],
      read: () => ({}),
    };
  };
}
