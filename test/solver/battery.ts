import type { Column, LpModel } from '../../solver/index.ts';
import { makeLpBuilder } from '../../solver/index.ts';

/**
 * A battery at negative prices of period three: burning energy by charging and discharging at once, or buying and
 * selling at once, would pay, and switches forbid it in the first `switchedSlots` slots. Many patterns look alike.
 */
export function batteryWithSwitches(slotCount: number, switchedSlots: number): LpModel {
  const lp = makeLpBuilder();
  let before: Column | null = null;
  for (let t = 0; t < slotCount; t += 1) {
    const price = -0.03 - 0.01 * (t % 3);
    const charge = lp.addColumn('charge', 0, 100);
    const discharge = lp.addColumn('discharge', 0, 100);
    const stored = lp.addColumn('stored', 0, 200);
    const buy = lp.addColumn('buy', 0, 500);
    const sell = lp.addColumn('sell', 0, 500);
    lp.addCost(buy, price);
    lp.addCost(sell, -price);
    const bus = lp.addRow('bus', 50, 50);
    lp.addTerm(bus, buy, 1);
    lp.addTerm(bus, sell, -1);
    lp.addTerm(bus, charge, -1);
    lp.addTerm(bus, discharge, 1);
    const level = lp.addRow('level', before === null ? 100 : 0, before === null ? 100 : 0);
    lp.addTerm(level, stored, 1);
    lp.addTerm(level, charge, -0.9);
    lp.addTerm(level, discharge, 1 / 0.9);
    if (before !== null) lp.addTerm(level, before, -1);
    before = stored;
    if (t >= switchedSlots) continue;
    for (const [one, other, limit] of [
      [charge, discharge, 100],
      [buy, sell, 500],
    ] as const) {
      const isOne = lp.addIntegerColumn('is one', 0, 1);
      const first = lp.addRow('one', Number.NEGATIVE_INFINITY, 0);
      lp.addTerm(first, one, 1);
      lp.addTerm(first, isOne, -limit);
      const second = lp.addRow('other', Number.NEGATIVE_INFINITY, limit);
      lp.addTerm(second, other, 1);
      lp.addTerm(second, isOne, limit);
    }
  }
  if (before !== null) lp.addTerm(lp.addRow('end', 100, Number.POSITIVE_INFINITY), before, 1);
  return lp.build();
}
