import {
  type CaseResult,
  departureText,
  figureText,
  publishedText,
  summaryText,
  TOLERANCE_TEXT,
  verdictText,
} from '../../simulations/case-book/index.ts';
import { wrap } from './arguments.ts';
import { type Alignment, plain, textTable } from './text.ts';

/** The result of a case for people, and for programs. */

const ALIGNMENTS: readonly Alignment[] = ['left', 'right', 'right', 'left', 'right', 'left'];

export function caseText(result: CaseResult, columns: number): string {
  const { title, source, assumptions, limits } = result.case;
  const list = (head: string, items: readonly string[]) =>
    items.length === 0 ? [] : ['', head, ...items.flatMap((item) => bullet(item, columns))];
  const lines = [
    ...wrap(title, columns, ''),
    ...wrap(source, columns, ''),
    '',
    ...figureLines(result, columns),
    ...list('Assumed:', assumptions),
    ...list('What the figures do not support:', limits),
    '',
    ...planLines(result, columns),
  ];
  return `${lines.map(plain).join('\n')}\n`;
}

function figureLines({ figures }: CaseResult, columns: number): string[] {
  if (figures.length === 0) return ['No figure is stated: a plan is not sound.'];
  const rows = figures.map((figure) => [
    figure.what,
    publishedText(figure.published),
    figureText(figure.computed),
    figure.unit,
    departureText(figure.departure),
    verdictText(figure),
  ]);
  const table = textTable([['', 'published', 'computed', '', 'departure', ''], ...rows], ALIGNMENTS, columns);
  const causes = figures.flatMap(({ what, cause }) =>
    cause === null ? [] : ['', ...wrap(`Missed: ${what}. ${cause}`, columns, '')],
  );
  const summary = `${summaryText(figures)}. An outcome is reproduced within ${TOLERANCE_TEXT} of what was published; inputs and identities are not counted.`;
  return [...table, ...causes, '', ...wrap(summary, columns, '')];
}

function bullet(text: string, columns: number): string[] {
  const [first = '', ...rest] = wrap(text, columns, '  ');
  return [`- ${first.slice(2)}`, ...rest];
}

function planLines({ scenarios }: CaseResult, columns: number): string[] {
  const total = scenarios.reduce((sum, { seconds }) => sum + seconds, 0);
  const each = scenarios.map(({ name, plan, checkedRules }) => `${name} (${plan.status}, ${checkedRules} checks)`);
  return wrap(`Planned and verified in ${total.toFixed(1)} s: ${each.join(', ')}.`, columns, '');
}

export function caseJson({ case: one, scenarios, figures, faults }: CaseResult) {
  return {
    name: one.name,
    title: one.title,
    source: one.source,
    assumptions: one.assumptions,
    limits: one.limits,
    figures,
    scenarios: scenarios.map(({ name, plan, checkedRules, seconds }) => ({
      name,
      status: plan.status,
      certifiedGap: plan.certifiedGap,
      inputDigest: plan.inputDigest,
      planDigest: plan.planDigest,
      checkedRules,
      seconds,
    })),
    faults,
  };
}
