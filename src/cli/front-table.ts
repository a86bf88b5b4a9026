import type { Fleet } from '../domain/fleet.ts';
import {
  currencyDigits,
  formatKg,
  formatNumber,
  formatPrice,
  formatShare,
  frontSentence,
  localPeriod,
  zoneOfFleet,
} from '../report/text.ts';
import type { CarbonFront, Plan } from '../scheduling/index.ts';
import { timelineEnd, timelineStart } from '../time/timeline.ts';
import { wrap } from './arguments.ts';
import { plain, textTable } from './text.ts';

const WIDEST = 120;
const NARROWEST = 72;

/** A front for people at a terminal: a row for each point, from the cheapest plan to the one that emits least. */
export function frontTable(fleet: Fleet, { points, currency, carbonSignal }: CarbonFront, columns: number): string {
  const width = Math.min(WIDEST, Math.max(NARROWEST, columns));
  const { timeline } = fleet;
  const period = localPeriod(timelineStart(timeline), timelineEnd(timeline), zoneOfFleet(fleet));
  const digits = currencyDigits(currency);
  const [first] = points;
  const rows = [
    ['Point', `CO\u2082e (${carbonSignal})`, `cost, ${currency}`, 'dearer by', 'last kg at', 'proven'],
    ...points.map(({ kg, objective, abatementPricePerKg, plan }, k) => [
      String(k + 1),
      formatKg(kg),
      formatNumber(objective, digits),
      formatNumber(objective - first.objective, digits),
      formatPrice(abatementPricePerKg),
      provenWord(plan),
    ]),
  ];
  const alignments = ['left', 'right', 'right', 'right', 'right', 'left'] as const;
  const sections = [
    [`${fleet.name}: ${period}`, frontSentence(fleet, points)].flatMap((line) => wrap(plain(line), width, '')),
    textTable(rows, alignments, width),
    wrap(
      'Each point is the cheapest plan that emits no more than its kilograms, and breaks promises for no more money than the first.',
      width,
      '',
    ),
  ];
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** `optimal`, or how far from it at most. */
function provenWord({ status, certifiedGap }: Plan): string {
  if (status === 'optimal') return 'optimal';
  return certifiedGap === null ? 'no proof' : `within ${formatShare(certifiedGap)}`;
}
