import type { PlantSeriesName } from '../domain/plan.ts';
import type { SiteFlows, SlotValues } from './flows.ts';
import { present } from './lines.ts';

/** Values of a series of a site's plant, or a BillingError that names what is missing. */
export function plantSeries(
  flows: Pick<SiteFlows, 'site' | 'plant'>,
  name: PlantSeriesName,
  component: string | null,
): SlotValues {
  return present(flows.plant?.(name, component), `${name} of ${component ?? 'the site'} at site ${flows.site}`);
}
