import { formatUtc } from '../../time/timeline.ts';
import { type FeedProblem, firstOf, ok, type Reading, wrong } from '../problems.ts';
import { isInside } from './grid.ts';
import type { SeriesOptions } from './options.ts';
import type { FileRows, Sample } from './rows.ts';

/** Rows of several files, by time. */
export interface JoinedRows {
  readonly samples: readonly Sample[];
  /** Times that several files have, and agree on. */
  readonly overlapCount: number;
}

/**
 * Several files joined in time, in whatever order they were given. Where two say different things of one time that is
 * wanted, both are named.
 */
export function joinRows(files: readonly FileRows[], options: SeriesOptions): Reading<JoinedRows> {
  const all = files.flatMap(({ samples }) => samples).sort((a, b) => a.at - b.at);
  const samples: Sample[] = [];
  const problems: FeedProblem[] = [];
  let overlapCount = 0;
  for (const sample of all) {
    const last = samples.at(-1);
    if (last === undefined || last.at < sample.at) {
      samples.push(sample);
      continue;
    }
    overlapCount += 1;
    // What one file leaves open the other may know.
    if (last.value === null) samples[samples.length - 1] = sample;
    else if (sample.value !== null && sample.value !== last.value && isInside(sample.at, options)) {
      problems.push(contradiction(sample, last));
    }
  }
  return problems.length > 0 ? wrong(...firstOf(problems, 'such times')) : ok({ samples, overlapCount });
}

const contradiction = (sample: Sample, last: Sample): FeedProblem => ({
  file: sample.file,
  line: sample.line,
  found: `${sample.value} at ${formatUtc(sample.at)}`,
  expected: `${last.value}, which ${last.file}:${last.line} has for the same time`,
  hint: 'where files overlap they must agree: cut one of them with --from and --to and import the parts apart',
});
