import { type FigureKind, type Published, TOLERANCE } from './case.ts';
import type { JudgedFigure, Verdict } from './judge.ts';

/** Figures of cases in words, for a terminal and for the documents alike. */

/** Three digits say enough beside a tolerance of 15 %, and are the same on every machine. */
const DIGITS = 3;

export function figureText(value: number): string {
  if (!Number.isFinite(value)) return 'none';
  // Whole numbers as published stay as they are; -0 and what solvers leave are 0.
  if (Math.abs(value) < 1e-6) return '0';
  if (Number.isInteger(value)) return value.toLocaleString('en-US');
  return Number(value.toPrecision(DIGITS)).toLocaleString('en-US', { maximumSignificantDigits: DIGITS });
}

/** As it was published, with all of its digits. */
export function publishedText(published: Published): string {
  const exact = (value: number) => value.toLocaleString('en-US', { maximumFractionDigits: 9 });
  if (typeof published === 'number') return exact(published);
  if ('direction' in published) return `${published.direction} ${exact(published.of)}`;
  return `${exact(published.from)} to ${exact(published.to)}`;
}

/** `+2 %`; of a whole percent, for the rest is noise of the assumptions. */
export function departureText(departure: number | null): string {
  if (departure === null) return '';
  const percent = Math.round(100 * departure);
  return percent === 0 ? '0 %' : `${percent > 0 ? '+' : '-'}${Math.abs(percent)} %`;
}

const VERDICTS: Readonly<Record<Verdict, string>> = {
  reproduced: 'reproduced',
  missed: 'missed',
  directionKept: 'direction kept',
  directionMissed: 'direction missed',
  notCounted: 'not counted',
};

export function verdictText({ verdict, kind }: Pick<JudgedFigure, 'verdict' | 'kind'>): string {
  return verdict === 'notCounted' ? `${VERDICTS[verdict]} (${kind})` : VERDICTS[verdict];
}

export const KINDS: readonly FigureKind[] = ['input', 'identity', 'outcome'];

const PLURALS: Readonly<Record<FigureKind, string>> = { input: 'inputs', identity: 'identities', outcome: 'outcomes' };

export const countText = (kind: FigureKind, count: number): string => `${count} ${count === 1 ? kind : PLURALS[kind]}`;

/** `2 of 3 outcomes reproduced, 1 missed`, and what is of directions alone. */
export function summaryText(figures: readonly Pick<JudgedFigure, 'verdict'>[]): string {
  const count = (verdict: Verdict) => figures.filter((figure) => figure.verdict === verdict).length;
  const valued = count('reproduced') + count('missed');
  const sided = count('directionKept') + count('directionMissed');
  const parts = [
    ...(valued === 0
      ? []
      : [`${count('reproduced')} of ${valued} ${valued === 1 ? 'outcome' : 'outcomes'} reproduced`]),
    ...(sided === 0 ? [] : [`${count('directionKept')} of ${sided} ${sided === 1 ? 'direction' : 'directions'} kept`]),
  ];
  return parts.length === 0 ? 'no outcome to reproduce' : parts.join(', ');
}

export const TOLERANCE_TEXT = `${Math.round(100 * TOLERANCE)} %`;
