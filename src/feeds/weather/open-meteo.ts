import { formatLocal, isTimeZone } from '../../time/civil.ts';
import { instant, MILLISECONDS_PER_HOUR, MILLISECONDS_PER_MINUTE } from '../../time/timeline.ts';
import { isInCalendar, YEARS_OF_CALENDAR } from '../calendar.ts';
import { type FeedProblem, firstOf, ok, type Reading, wrong } from '../problems.ts';
import type { SourceFile } from '../source.ts';
import { isInRange, rangeWords } from './columns.ts';
import { type AnswerBlock, openAnswer, shown } from './open-meteo-answer.ts';
import { OPEN_METEO_FIELDS, type OpenMeteoField } from './open-meteo-fields.ts';
import { offsetWords, type WeatherFile, type WeatherSeries } from './weather-file.ts';

const MILLISECONDS_PER_DAY = 24 * MILLISECONDS_PER_HOUR;
const MOST_LOOKS = 4000;

/** Whether a text begins as JSON answers do. */
export const looksLikeJson = (text: string): boolean => /^\s*[[{]/.test(text);

/** The hourly block of an answer of Open-Meteo (forecast or archive), as JSON. */
export function readOpenMeteo(source: SourceFile): Reading<WeatherFile> {
  const answer = openAnswer(source);
  if (answer.kind === 'wrong') return answer;
  const block = answer.value;
  const times = readTimes(block);
  const fields = readFields(block);
  if (times.kind === 'wrong' || fields.kind === 'wrong') {
    return wrong(...[times, fields].flatMap((part) => (part.kind === 'wrong' ? part.problems : [])));
  }
  const { starts, step } = times.value;
  const series = fields.value.map(({ field, source: name, values }): WeatherSeries => {
    // Irradiance is the mean of the time until its stamp, a state holds from its stamp on.
    const shift = field.column.kind === 'irradiance' ? -step : 0;
    return { column: field.column, source: name, starts: starts.map((start) => start + shift), values };
  });
  const [start, end] = [starts[0], starts[starts.length - 1] + step];
  return ok({
    file: source.name,
    format: 'Open-Meteo',
    place: block.place,
    utcOffsetMinutes: block.utcOffsetMinutes,
    stepMilliseconds: step,
    rowCount: starts.length,
    start,
    end,
    series,
    stamps: stampWords(series),
    facts: [...zoneFacts(block, start, end), ...unreadFacts(block)],
    leftOut: [],
    filled: [],
    notes: pressureNotes(block),
  });
}

const stampWords = (series: readonly WeatherSeries[]): string =>
  series.some(({ column }) => column.kind === 'irradiance')
    ? 'states hold from their time on; irradiance is the mean of the time before, and is written there'
    : 'states hold from their time on';

function readTimes({ file, times, units, utcOffsetMinutes }: AnswerBlock): Reading<{ starts: number[]; step: number }> {
  const unix = units.time === 'unixtime';
  const problems: FeedProblem[] = [];
  const starts = times.map((time, index) => {
    const at = unix ? unixTime(time) : isoTime(time, utcOffsetMinutes);
    if (at !== null) return at;
    const expected = unix ? 'seconds since 1970' : 'a time without an offset, like 2026-06-01T08:00';
    problems.push({ file, found: `${shown(time)} as hourly.time[${index}]`, expected });
    return Number.NaN;
  });
  if (problems.length > 0) return wrong(...firstOf(problems, 'such times'));
  if (starts.length < 2) {
    return wrong({ file, found: `${starts.length} times`, expected: 'at least two, for the length of an interval' });
  }
  const outside = starts.findIndex((start) => !isInCalendar(start));
  if (outside >= 0) {
    return wrong({ file, found: `${shown(times[outside])} as hourly.time[${outside}]`, expected: YEARS_OF_CALENDAR });
  }
  const step = starts[1] - starts[0];
  const odd = starts.findIndex((start, index) => index > 0 && (start - starts[index - 1] !== step || step <= 0));
  if (odd < 0) return ok({ starts, step });
  return wrong({
    file,
    found: `hourly.time[${odd}], ${shown(times[odd])}, after ${shown(times[odd - 1])}`,
    expected: `times that ascend evenly, ${step / MILLISECONDS_PER_MINUTE} minutes apart as the first two`,
    hint: 'an answer has one offset throughout; if these follow a clock with summer time, ask again with timezone=GMT',
  });
}

/** Seconds of unix time count in UTC whatever the offset of the answer. */
const unixTime = (time: unknown): number | null =>
  typeof time === 'number' && Number.isInteger(time) && Math.abs(time) < 1e11 ? time * 1000 : null;

function isoTime(time: unknown, utcOffsetMinutes: number): number | null {
  if (typeof time !== 'string' || !/^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?)?$/.test(time)) return null;
  const at = Date.parse(time.includes('T') ? `${time}Z` : `${time}T00:00Z`);
  // Date.parse takes 30 February for 1 March.
  const sound = !Number.isNaN(at) && new Date(at).toISOString().startsWith(time.slice(0, 16));
  return sound ? at - utcOffsetMinutes * MILLISECONDS_PER_MINUTE : null;
}

interface ReadField {
  readonly field: OpenMeteoField;
  readonly source: string;
  readonly values: readonly number[];
}

function readFields(block: AnswerBlock): Reading<ReadField[]> {
  const readings = OPEN_METEO_FIELDS.flatMap((field) => {
    const name = field.names.find((candidate) => Object.hasOwn(block.variables, candidate));
    return name === undefined ? [] : [readField(block, field, name)];
  });
  const problems = readings.flatMap((reading) => (reading.kind === 'wrong' ? reading.problems : []));
  if (problems.length > 0) return wrong(...problems);
  if (readings.length > 0) return ok(readings.flatMap((reading) => (reading.kind === 'ok' ? [reading.value] : [])));
  const names = Object.keys(block.variables);
  const several = names.some((name) => /^temperature_2m_./.test(name));
  return wrong({
    file: block.file,
    found: `hourly variables ${names.slice(0, 12).join(', ') || 'of no name'}`,
    expected: `one or more of ${OPEN_METEO_FIELDS.map(({ names: [name] }) => name).join(', ')}`,
    ...(several ? { hint: 'an answer of several models names each variable by its model: ask for one model' } : {}),
  });
}

function readField(block: AnswerBlock, field: OpenMeteoField, name: string): Reading<ReadField> {
  const { file, units, times } = block;
  const values = block.variables[name];
  const unit = units[name];
  const convert = unit !== undefined && Object.hasOwn(field.units, unit) ? field.units[unit] : null;
  const problems: FeedProblem[] = [];
  if (convert === null) {
    const found = unit === undefined ? `no unit of ${name}` : `${shown(unit)} as the unit of ${name}`;
    problems.push({ file, found, expected: `one of ${Object.keys(field.units).join(', ')} under hourly_units` });
  }
  if (!Array.isArray(values) || values.length !== times.length) {
    const found = Array.isArray(values) ? `${values.length} values of ${name}` : `${shown(values)} as ${name}`;
    problems.push({ file, found, expected: `a list of ${times.length} values, as many as times` });
  }
  if (problems.length > 0 || convert === null || !Array.isArray(values)) return wrong(...problems);
  const read = values.map((value: unknown, index) => {
    if (value === null) return Number.NaN;
    const converted = typeof value === 'number' ? convert(value) : Number.NaN;
    if (isInRange(converted, field.column)) return converted;
    const found = `${shown(value)} (${unit}) as ${name}[${index}], ${shown(times[index])}`;
    problems.push({ file, found, expected: `${rangeWords(field.column)}, or null where it is missing` });
    return Number.NaN;
  });
  return problems.length > 0
    ? wrong(...firstOf(problems, `such values of ${name}`))
    : ok({ field, source: `${name} (${unit})`, values: read });
}

/** An answer has one offset, that of the day it was asked on; the zone itself may change its clock in between. */
function zoneFacts({ zone, utcOffsetMinutes }: AnswerBlock, start: number, end: number): string[] {
  if (zone === null || !isTimeZone(zone)) return [];
  const offsets = new Set<string>();
  const stride = Math.max(MILLISECONDS_PER_DAY, (end - start) / MOST_LOOKS);
  for (let at = start; at < end; at += stride) {
    offsets.add(formatLocal(instant(at), zone).replace(/^.*?(Z|[+-]\d\d:\d\d)$/, '$1'));
  }
  const own = offsetWords(utcOffsetMinutes).slice(3);
  const others = [...offsets].map((offset) => (offset === 'Z' ? '+00:00' : offset)).filter((offset) => offset !== own);
  if (others.length === 0) return [`time zone ${zone}`];
  return [
    `time zone ${zone}, whose clock was at UTC${others.join(' and UTC')} on some of these days; the times of the file are at UTC${own} on all of them`,
  ];
}

function unreadFacts({ variables }: AnswerBlock): string[] {
  const known = new Set(OPEN_METEO_FIELDS.flatMap(({ names }) => names));
  const unread = Object.keys(variables).filter((name) => !known.has(name));
  return unread.length === 0 ? [] : [`not read: ${unread.join(', ')}`];
}

const pressureNotes = ({ variables }: AnswerBlock): string[] =>
  Object.hasOwn(variables, 'pressure_msl') && !Object.hasOwn(variables, 'surface_pressure')
    ? ['pressure_msl is that at the level of the sea and is not read: surface_pressure is that of the site']
    : [];
