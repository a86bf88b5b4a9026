import type { HeatShare } from '../domain/plant.ts';
import { itHeatBus } from './buses.ts';
import type { Flow, SlotColumns } from './part.ts';

/** What draws IT power gives its heat to its loops: one flow a share, of a run or of a fixed power. */
export function heatFlows(
  site: string,
  shares: readonly HeatShare[],
  heat: { readonly run: SlotColumns; readonly coefficient: number } | { readonly constant: Float64Array },
): Flow[] {
  return shares
    .filter(({ fraction }) => fraction > 0)
    .map(({ loop, fraction }): Flow => {
      const bus = itHeatBus(site, loop);
      return 'constant' in heat
        ? { bus, constant: heat.constant.map((kw) => kw * fraction) }
        : { bus, run: heat.run, coefficient: heat.coefficient * fraction };
    });
}
