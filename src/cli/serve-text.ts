import { formatCount, formatMoney, formatNumber, hasOrders, periodOfFleet, verdict } from '../report/text.ts';
import type { FleetState } from '../service/planner.ts';
import { wrap } from './arguments.ts';
import { plain } from './text.ts';
import { noPlanLines } from './trouble-text.ts';

/** What `serve` tells people while it runs: a few lines on stdout, no more. */

export function fleetLines({ id, input, source }: FleetState, columns: number): string {
  const { fleet } = input.problem;
  const counts = [
    formatCount(fleet.sites.length, 'site'),
    formatCount(fleet.jobs.length, 'job'),
    formatCount(fleet.timeline.slotCount, 'slot'),
  ];
  return lines([`Fleet ${id} (${source}): ${counts.join(', ')}; ${periodOfFleet(fleet)}.`], columns);
}

/** What has become of a fleet's planning; empty while it is on its way. `fromStore`: the plan was there at the start. */
export function outcomeLines(
  { id, planning, published, input }: FleetState,
  fromStore: boolean,
  columns: number,
): string {
  if (planning.kind === 'planning') return fromStore ? lines([`Planning ${id} ...`], columns) : '';
  if (planning.kind === 'failed') return lines([`Planning ${id} failed. ${planning.reasons[0]}`], columns);
  if (published === null) return '';
  const { plan } = published;
  if (!hasOrders(plan)) return lines(noPlanLines(input.problem.fleet, plan), columns);
  const how = fromStore ? 'from the store' : `in ${formatNumber(plan.timings.totalMilliseconds / 1000, 1)} s`;
  const usual = plan.baselines?.firstComeFirstServed.objective;
  const money = (amount: number) => formatMoney(amount, plan.currency);
  const against = usual === undefined ? '' : `; first come, first served would cost ${money(usual)}`;
  const broken = plan.brokenPromises.length;
  return lines(
    [
      `Plan ${plan.revision} of ${id}, ${how}. ${verdict(plan)}`,
      `Total ${money(plan.objective)}${against}.`,
      ...(broken === 0 ? [] : [`It breaks ${formatCount(broken, 'promise')}; the page names them.`]),
    ],
    columns,
  );
}

export function lines(texts: readonly string[], columns: number): string {
  return texts
    .flatMap((text) => wrap(plain(text), columns, ''))
    .map((line) => `${line}\n`)
    .join('');
}
