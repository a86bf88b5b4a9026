import type { DataQualityNote } from '../domain/fleet.ts';
import type { Refusal, Unstated } from './job-rules.ts';

/** Keeps count of sites that jobs do without because the scenario says too little about them. */
export interface LeftOutSites {
  /** The sites that one job does without, each with every reason. */
  add(refused: readonly { readonly site: string; readonly refusals: readonly Refusal[] }[]): void;
  /** One note for each thing that is not stated, the same whatever the order of sites and jobs. */
  notes(): DataQualityNote[];
}

interface Words {
  readonly jobs: string;
  /** Goes on after the sites; `its` or `their` by the number of jobs. */
  readonly unstated: (whose: string) => string;
}

const WORDS: Readonly<Record<Unstated, Words>> = {
  jurisdictions: { jobs: 'with a residency', unstated: () => 'for which no jurisdictions are stated' },
  linkFromHome: {
    jobs: 'with a maximumLatencyMs',
    unstated: (whose) => `to which no link from ${whose} homeSite leads`,
  },
  latencyFromHome: {
    jobs: 'with a maximumLatencyMs',
    unstated: (whose) => `to which the link from ${whose} homeSite states no latencyMs`,
  },
  linkFromData: { jobs: 'with data', unstated: (whose) => `to which no link from ${whose} dataSite leads` },
};

const SHOWN = 5;

export function makeLeftOutSites(): LeftOutSites {
  const counts = new Map<Unstated, { jobs: number; readonly sites: Set<string> }>();
  return {
    add(refused) {
      const reasons = new Set<Unstated>();
      for (const { site, refusals } of refused) {
        // What is ruled out for certain too would stay so whatever else were stated.
        if (refusals.some(({ unstated }) => unstated === null)) continue;
        for (const { unstated } of refusals) {
          if (unstated === null) continue;
          const count = counts.get(unstated) ?? { jobs: 0, sites: new Set<string>() };
          counts.set(unstated, count);
          count.sites.add(site);
          if (!reasons.has(unstated)) count.jobs += 1;
          reasons.add(unstated);
        }
      }
    },
    notes: () => [...counts].map(([unstated, { jobs, sites }]) => noteOn(unstated, jobs, [...sites].sort())),
  };
}

function noteOn(unstated: Unstated, jobs: number, sites: readonly string[]): DataQualityNote {
  const words = WORDS[unstated];
  const who = jobs === 1 ? `1 job ${words.jobs} keeps` : `${jobs} jobs ${words.jobs} keep`;
  const names = `${sites.slice(0, SHOWN).join(', ')}${sites.length > SHOWN ? ', ...' : ''}`;
  const where = sites.length === 1 ? `1 site (${names})` : `${sites.length} sites (${names})`;
  const message = `${who} away from ${where}, ${words.unstated(jobs === 1 ? 'its' : 'their')}`;
  return { subject: 'jobs', kind: 'assumed', slots: [], message };
}
