import type { Site } from '../../domain/fleet.ts';
import { type Runner, shareByMerit } from './merit-order.ts';
import type { HeatSlot } from './rule-heat.ts';

/** What the rules do with the loops of a site in one slot. */
export interface CoolingSlot {
  /** Cold, or condenser heat, by device. */
  readonly output: ReadonlyMap<string, number>;
  /** Heat that nothing removes, by loop. */
  readonly leftKw: ReadonlyMap<string, number>;
  /** What chillers bring to the condenser water. */
  readonly condenserKw: number;
  /** False where some heat has nowhere to go, or more is taken from a loop than it has. */
  readonly sound: boolean;
}

/** kW of heat below this are rounding. */
const NEGLIGIBLE = 1e-6;

/**
 * Free coolers by their fans, chillers by their COP, beside what recovery takes and absorption chillers give; then the
 * towers for what all these bring to the condenser water.
 */
export function coolByRule(
  { plant }: Site,
  t: number,
  onLoop: ReadonlyMap<string, number>,
  heat: HeatSlot,
  absorbedKw: ReadonlyMap<string, number>,
): CoolingSlot {
  const output = new Map<string, number>(absorbedKw);
  const leftKw = new Map<string, number>();
  let condenserKw = plant.absorptionChillers.reduce(
    (sum, { id, cop }) => sum + (absorbedKw.get(id) ?? 0) * (1 + 1 / cop[t]),
    0,
  );
  let sound = true;
  for (const { id: loop } of plant.loops) {
    const absorbed = plant.absorptionChillers
      .filter((device) => device.loop === loop)
      .reduce((sum, { id }) => sum + (absorbedKw.get(id) ?? 0), 0);
    const needKw = (onLoop.get(loop) ?? 0) - (heat.fromLoops.get(loop) ?? 0) - absorbed;
    const chillers = plant.chillers.filter((device) => device.loop === loop);
    const free = plant.freeCoolers.filter((device) => device.loop === loop);
    const share = shareByMerit(needKw, [
      ...free.map(({ id, coolingLimitKw, electricityKwPerKw }): Runner => {
        return { id, limitKw: coolingLimitKw[t], rank: electricityKwPerKw };
      }),
      // Behind every free cooler, the best COP first.
      ...chillers.map(({ id, coolingLimitKw, cop }): Runner => {
        return { id, limitKw: coolingLimitKw[t], rank: 1 + 1 / cop[t] };
      }),
    ]);
    for (const [id, kw] of share.outputKw) output.set(id, kw);
    for (const { id, cop } of chillers) condenserKw += (share.outputKw.get(id) ?? 0) * (1 + 1 / cop[t]);
    leftKw.set(loop, share.leftKw);
    if (share.leftKw > NEGLIGIBLE || needKw < -NEGLIGIBLE) sound = false;
  }
  const towers = plant.heatRejection.map(({ id, heatLimitKw, electricityKwPerKw }): Runner => {
    return { id, limitKw: heatLimitKw[t], rank: electricityKwPerKw };
  });
  const toReject = condenserKw - heat.fromCondensersKw;
  const rejected = shareByMerit(toReject, towers);
  for (const [id, kw] of rejected.outputKw) output.set(id, kw);
  if (rejected.leftKw > NEGLIGIBLE || toReject < -NEGLIGIBLE) sound = false;
  return { output, leftKw, condenserKw, sound };
}
