import { formatPrice } from '../report/text.ts';
import type { ClosedSite, CostShare, JobExplanation } from '../scheduling/explain/index.ts';
import type { Plan } from '../scheduling/index.ts';
import { reasonWord } from './explain-slot-text.ts';
import { plain, textTable } from './text.ts';

/** What a unit-hour costs on average, by what it is for. */
export function shareSection(plan: Plan, { costShares, job }: JobExplanation, columns: number): string[] {
  if (costShares === null) return [];
  const rows = costShares.shares
    .filter(({ amount }) => Math.abs(amount) > UNSHOWN)
    .map((share) => [plain(shareWord(share, job.pool)), formatPrice(share.amount)]);
  const table = textTable([...rows, ['sum', formatPrice(costShares.total)]], ['left', 'right'], columns - 2);
  return [`What a unit-hour costs on average (${plan.currency}):`, ...table.map((line) => `  ${line}`)];
}

function shareWord({ kind, component }: CostShare, pool: string): string {
  switch (kind) {
    case 'storeReserve':
      return 'kept in batteries for an emergency';
    case 'cooling':
      return 'cooling';
    case 'pool':
      return `scarce units of pool ${pool}`;
    case 'data':
      return 'moving its data';
    case 'lateness':
      return 'being late';
    case 'restarts':
      return 'restarts';
    case 'notDone':
      return 'left for after the horizon';
    default:
      return reasonWord(kind, component);
  }
}

/** Money per unit-hour that is left over by rounding. */
const UNSHOWN = 1e-6;

const CLOSED: Readonly<Record<ClosedSite['reason'], string>> = {
  pool: 'it has no such pool',
  residency: 'it lies in none of its jurisdictions',
  latency: 'it is too far from its users, or how far is not stated',
  link: 'no link brings its data',
  sites: 'the job leaves it out',
};

const MOST_CLOSED = 5;

/** Where the job may not run, and why: one line for each reason. */
export function closedSiteLines({ closedSites }: JobExplanation): string[] {
  const byReason = [...Map.groupBy(closedSites, ({ reason }) => reason)];
  return byReason.map(([reason, sites]) => {
    const more = sites.length > MOST_CLOSED ? ` and ${sites.length - MOST_CLOSED} more` : '';
    const names = sites.slice(0, MOST_CLOSED).map(({ site }) => site);
    return `It may not run at ${names.join(', ')}${more}: ${CLOSED[reason]}.`;
  });
}
