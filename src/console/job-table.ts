import type { Fleet } from '../domain/fleet.ts';
import type { Plan } from '../domain/plan.ts';
import {
  type DrawnJob,
  drawnJobs,
  formatAmount,
  formatNumber,
  type Html,
  html,
  type JobRow,
  jobColors,
  localDayAndClock,
  localTicks,
  pageColor,
  zoneOfFleet,
} from '../report/pieces.ts';

/** All jobs of a plan as a table with a time axis: one row a job, to be sorted, searched and scrolled. */

const TRACK_WIDTH = 1000;
const ROW_HEIGHT = 20;
const BAR_TOP = 4;
const MOST_TICKS = 9;
const OPACITY_LEVELS = 5;
const LEAST_OPACITY = 0.25;

export function jobSection(fleet: Fleet, plan: Plan): Html {
  const jobs = drawnJobs(fleet, plan.jobs);
  if (jobs.length === 0) return html``;
  const zone = zoneOfFleet(fleet);
  const track = makeTrack(fleet, zone);
  return html`<section id="jobs">
<h2>Jobs</h2>
<p class="quiet">Pale: earliest start to deadline. Solid: running, darker where wider. Line: deadline. Times in ${zone}. ${siteKeys(fleet)}</p>
<div class="tools needs-script" hidden>
<label>Search <input type="search" name="search" autocomplete="off" spellcheck="false"></label>
<label>Sort by <select name="sort">
<option value="start">earliest start</option><option value="deadline">deadline</option>
<option value="work">most work</option><option value="trouble">trouble first</option><option value="name">name</option>
</select></label>
<output aria-live="polite"></output>
</div>
<div class="gantt" role="region" aria-label="Jobs on the time axis" tabindex="0"><table>
<thead><tr><th scope="col">Job</th><th scope="col" class="track">${track.axis}</th></tr></thead>
<tbody>${jobs.map((job) => jobTableRow(job, track))}</tbody>
</table></div>
<p class="quiet" id="no-job" hidden>No job matches.</p>
</section>`;
}

function siteKeys(fleet: Fleet): Html[] {
  return fleet.sites.map((site, index) => {
    const color = pageColor(jobColors[index % jobColors.length]);
    return html`<span class="together"><svg class="swatch" viewBox="0 0 1 1" aria-hidden="true"><rect width="1" height="1" fill="${color}"/></svg>${site.id}</span> `;
  });
}

interface Track {
  readonly axis: Html;
  /** Lines at the ticks, the same in every row. */
  readonly grid: Html;
  /** Position on the track; null outside of it. */
  at(instant: number): number | null;
  clipped(instant: number): number;
  /** `06-01 13:00` of an instant. */
  clock(instant: number): string;
}

function makeTrack(fleet: Fleet, zone: string): Track {
  const { edges, slotCount } = fleet.timeline;
  const [start, end] = [edges[0], edges[slotCount]];
  const place = (instant: number) => Number((((instant - start) / (end - start)) * TRACK_WIDTH).toFixed(1));
  const clipped = (instant: number) => place(Math.min(end, Math.max(start, instant)));
  const ticks = localTicks(start, end, zone, MOST_TICKS);
  const labels = axisLabels(ticks.map((tick) => ({ ...tick, share: place(tick.at) / TRACK_WIDTH })));
  return {
    axis: html`<svg class="axis" height="20" aria-hidden="true">${labels}</svg>`,
    grid: html`<path class="grid" d="${ticks.map((tick) => `M${place(tick.at)} 0V${ROW_HEIGHT}`).join('')}"/>`,
    at: (instant) => (instant < start || instant > end ? null : place(instant)),
    clipped,
    clock: remembering((instant) => localDayAndClock(instant, zone)),
  };
}

/** The track of a phone in pixels, and what a character of a label takes there at the most. */
const NARROWEST_TRACK = 540;
const CHARACTER_WIDTH = 7.2;
const LABEL_GAP = 6;
const PART_LEFT_OF_TICK = { start: 0, middle: 0.5, end: 1 };

interface AxisLabel {
  readonly share: number;
  readonly label: string;
  readonly startsDay: boolean;
}

/** Labels at shares of the track. Of two that would touch on the narrowest track one is left out: an hour before a day. */
function axisLabels(labels: readonly AxisLabel[]): Html[] {
  const kept: AxisLabel[] = [];
  for (const label of labels) {
    const last = kept.at(-1);
    const isClear = last === undefined || endOf(last) + LABEL_GAP <= startOf(label);
    if (!isClear && label.startsDay && !last.startsDay) kept.pop();
    if (isClear || (label.startsDay && !last.startsDay)) kept.push(label);
  }
  return kept.map(
    ({ share, label }) =>
      html`<text x="${(share * 100).toFixed(2)}%" y="15" text-anchor="${anchorAt(share)}">${label}</text>`,
  );
}

const anchorAt = (share: number) => (share < 0.03 ? 'start' : share > 0.97 ? 'end' : 'middle');
const widthOf = ({ label }: AxisLabel) => label.length * CHARACTER_WIDTH;
const startOf = (label: AxisLabel) =>
  label.share * NARROWEST_TRACK - widthOf(label) * PART_LEFT_OF_TICK[anchorAt(label.share)];
const endOf = (label: AxisLabel) => startOf(label) + widthOf(label);

/** Most jobs begin and end with the same few slots, and civil time is dear. */
function remembering(words: (instant: number) => string): (instant: number) => string {
  const known = new Map<number, string>();
  return (instant) => {
    const found = known.get(instant) ?? words(instant);
    known.set(instant, found);
    return found;
  };
}

function jobTableRow({ job, planJob, row }: DrawnJob, track: Track): Html {
  const state = jobState(planJob, row, track);
  return html`<tr data-start="${job.earliestStart}" data-deadline="${job.deadline}" data-work="${job.work}" data-trouble="${state.trouble}">
<th scope="row"><div class="words"><span class="name">${job.id}</span> <span class="state ${state.className}">${row.where === '' ? state.words : `${state.words}, ${row.where}`}</span></div></th>
<td class="track"><svg class="bars" viewBox="0 0 ${TRACK_WIDTH} ${ROW_HEIGHT}" preserveAspectRatio="none" role="img"><title>${rowSentence(job.pool, planJob, row, track)}</title>${track.grid}${windowBand(row, track)}${bars(row, track)}${deadlineMark(row, track, state.isLate)}</svg></td>
</tr>`;
}

interface JobState {
  readonly words: string;
  readonly className: string;
  readonly isLate: boolean;
  /** For sorting: the larger the worse. */
  readonly trouble: number;
}

/** A share of its work that is rounding, not a fact about a job. */
const NEGLIGIBLE_SHARE = 1e-6;

function jobState(planJob: DrawnJob['planJob'], row: JobRow, track: Track): JobState {
  const { workUnitHours, lateUnitHours, meanLatenessHours, leftoverUnitHours, unservedUnitHours } = planJob;
  const some = (unitHours: number) => unitHours > NEGLIGIBLE_SHARE * workUnitHours;
  const isLate = some(lateUnitHours);
  if (some(unservedUnitHours)) {
    const words = `not finished: ${formatAmount(unservedUnitHours)} of ${formatAmount(workUnitHours)} unit-hours`;
    return { words, className: 'worse', isLate, trouble: 3 };
  }
  if (isLate) return { words: lateWords(meanLatenessHours), className: 'late', isLate, trouble: 2 };
  if (some(leftoverUnitHours)) return { words: 'goes on after the horizon', className: 'quiet', isLate, trouble: 1 };
  const ends = row.bars.map(({ end }) => end);
  const words = ends.length === 0 ? 'nothing to do' : `done ${track.clock(Math.max(...ends))}`;
  return { words, className: 'quiet', isLate, trouble: 0 };
}

function lateWords(hours: number): string {
  return hours < 0.05 ? 'late, by minutes' : `late, ${formatNumber(hours, 1)} h on average`;
}

function windowBand({ window }: JobRow, track: Track): Html {
  const [from, to] = [track.clipped(window.start), track.clipped(window.end)];
  return html`<path class="window" d="M${from} ${BAR_TOP - 2}H${to}V${ROW_HEIGHT - BAR_TOP + 2}H${from}z"/>`;
}

/** One path for all stretches of a colour and a darkness: a thousand jobs stay a page that a phone can load. */
function bars({ bars: stretches }: JobRow, track: Track): Html[] {
  const paths = new Map<string, { color: string; level: number; path: string }>();
  for (const { start, end, share, color } of stretches) {
    const level = Math.min(OPACITY_LEVELS, Math.max(1, Math.ceil(share * OPACITY_LEVELS)));
    const key = `${color} ${level}`;
    const known = paths.get(key)?.path ?? '';
    const [from, to] = [track.clipped(start), track.clipped(end)];
    const path = `${known}M${from} ${BAR_TOP}H${to}V${ROW_HEIGHT - BAR_TOP}H${from}z`;
    paths.set(key, { color, level, path });
  }
  return [...paths.values()].map(({ color, level, path }) => {
    const opacity = LEAST_OPACITY + ((1 - LEAST_OPACITY) * level) / OPACITY_LEVELS;
    return html`<path fill="${pageColor(color)}" fill-opacity="${opacity.toFixed(2)}" d="${path}"/>`;
  });
}

function deadlineMark({ window }: JobRow, track: Track, isLate: boolean): Html {
  const at = track.at(window.end);
  return at === null ? html`` : html`<path class="deadline${isLate ? ' missed' : ''}" d="M${at} 0V${ROW_HEIGHT}"/>`;
}

const MOST_PERIODS = 4;

/** The row in words, for those who cannot see it and for whoever rests a pointer on it. */
function rowSentence(pool: string, planJob: DrawnJob['planJob'], row: JobRow, track: Track): string {
  const { workUnitHours, doneUnitHours, allocations } = planJob;
  const sites = [...new Set(allocations.map(({ site }) => site))];
  const periods = joined(row.bars).map(({ start, end }) => `${track.clock(start)} to ${track.clock(end)}`);
  const more = periods.length > MOST_PERIODS ? [`and ${periods.length - MOST_PERIODS} more stretches`] : [];
  const runs =
    periods.length === 0
      ? 'does not run'
      : `runs at ${sites.join(', ')}: ${[...periods.slice(0, MOST_PERIODS), ...more].join(', ')}`;
  const work = `${formatAmount(doneUnitHours)} of ${formatAmount(workUnitHours)} unit-hours on ${pool}`;
  return `${row.name}: ${work}, ${runs}. Deadline ${track.clock(row.window.end)}.`;
}

/** Stretches that touch or overlap as one. */
function joined(stretches: JobRow['bars']): { start: number; end: number }[] {
  const result: { start: number; end: number }[] = [];
  for (const { start, end } of [...stretches].sort((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else result.push({ start, end });
  }
  return result;
}
