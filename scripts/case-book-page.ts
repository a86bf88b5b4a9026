/** The generated part of docs/case-book.md: an overview and a section for each case, from results of running them. */
import { join } from 'node:path';
import {
  type Case,
  type CaseResult,
  countText,
  departureText,
  figureText,
  KINDS,
  publishedText,
  summaryText,
  verdictText,
} from '../simulations/case-book/index.ts';

export const pageFile = join(import.meta.dirname, '..', 'docs', 'case-book.md');

/** All below this line is generated. */
export const GENERATED = '<!-- All below is written by `npm run case-book`. -->';

export function generatedPart(results: readonly CaseResult[]): string {
  const rows = results.map((result) => overviewRow(result, Math.ceil(secondsOf(result))));
  const head = ['| case | system | figures | result | seconds |', '|---|---|---|---|---|'];
  return [[...head, ...rows].join('\n'), ...results.map(caseSection)].join('\n\n');
}

export function overviewRow({ case: one, figures }: CaseResult, seconds: number): string {
  const counts = KINDS.map((kind) => countText(kind, countOf(one, kind))).join(', ');
  return `| [\`${one.name}\`](#${one.name}) | ${one.title} | ${counts} | ${summaryText(figures)} | ${seconds} |`;
}

export const secondsOf = ({ scenarios }: CaseResult): number =>
  scenarios.reduce((sum, { seconds }) => sum + seconds, 0);

const countOf = ({ figures }: Case, kind: (typeof KINDS)[number]): number =>
  figures.filter((figure) => figure.kind === kind).length;

export function caseSection({ case: one, figures }: CaseResult): string {
  const rows = figures.map((figure) => {
    const { what, unit, published, computed, departure, note } = figure;
    const cells = [what, publishedText(published), figureText(computed), unit, departureText(departure)];
    return `| ${[...cells, verdictText(figure), note].join(' | ')} |`;
  });
  const misses = figures.flatMap(({ what, cause }) => (cause === null ? [] : [`- Missed: ${what}. ${cause}`]));
  const list = (head: string, items: readonly string[]) => `${head}\n\n${items.map((item) => `- ${item}`).join('\n')}`;
  return [
    `## ${one.name}`,
    `**${one.title}.** ${one.source}`,
    [
      '| figure | published | computed | unit | departure | verdict | what it rests on |',
      '|---|---|---|---|---|---|---|',
      ...rows,
    ].join('\n'),
    ...(misses.length === 0 ? [] : [misses.join('\n')]),
    list('Assumed:', one.assumptions),
    list('What the figures do not support:', one.limits),
  ].join('\n\n');
}
