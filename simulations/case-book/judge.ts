import { type Figure, type FigureKind, type Published, TOLERANCE } from './case.ts';

/**
 * `reproduced`, `missed`: an outcome within the tolerance, or not. `directionKept`, `directionMissed`: an outcome of
 * which the source supports the side alone. `notCounted`: inputs and identities.
 */
export type Verdict = 'reproduced' | 'missed' | 'directionKept' | 'directionMissed' | 'notCounted';

export interface JudgedFigure {
  readonly what: string;
  readonly kind: FigureKind;
  readonly unit: string;
  readonly published: Published;
  readonly computed: number;
  /** (computed - published) / |published|; from a range's nearer end, 0 within it; null where nothing can be said. */
  readonly departure: number | null;
  readonly verdict: Verdict;
  readonly note: string;
  readonly cause: string | null;
}

export function judge(figure: Figure, computed: number): JudgedFigure {
  const { what, kind, unit, published, note } = figure;
  const verdict = verdictOf(kind, published, computed);
  const isMiss = verdict === 'missed' || verdict === 'directionMissed';
  return {
    what,
    kind,
    unit,
    published,
    computed,
    departure: departureOf(published, computed),
    verdict,
    note,
    cause: isMiss ? (figure.cause ?? 'no cause is known') : null,
  };
}

function verdictOf(kind: FigureKind, published: Published, computed: number): Verdict {
  if (kind !== 'outcome') return 'notCounted';
  if (isDirection(published)) return isOnSide(published, computed) ? 'directionKept' : 'directionMissed';
  const departure = departureOf(published, computed);
  return departure !== null && Math.abs(departure) <= TOLERANCE ? 'reproduced' : 'missed';
}

type Direction = Extract<Published, { direction: string }>;

const isDirection = (published: Published): published is Direction =>
  typeof published === 'object' && 'direction' in published;

/** By more than what solvers leave. */
function isOnSide({ direction, of }: Direction, computed: number): boolean {
  const least = 1e-6 * Math.max(1, Math.abs(of));
  return direction === 'below' ? computed < of - least : computed > of + least;
}

function departureOf(published: Published, computed: number): number | null {
  if (!Number.isFinite(computed) || isDirection(published)) return null;
  const nearest =
    typeof published === 'number' ? published : Math.min(published.to, Math.max(published.from, computed));
  return nearest === 0 ? null : (computed - nearest) / Math.abs(nearest);
}
