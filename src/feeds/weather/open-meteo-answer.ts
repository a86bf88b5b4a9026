import { quote } from '../../tables/index.ts';
import { type FeedProblem, ok, type Reading, wrong } from '../problems.ts';
import type { SourceFile } from '../source.ts';
import type { WeatherPlace } from './weather-file.ts';

/** What an answer of Open-Meteo holds of one place, its values not yet looked at. */
export interface AnswerBlock {
  readonly file: string;
  readonly place: WeatherPlace;
  /** 0 where the times are seconds of unix time. */
  readonly utcOffsetMinutes: number;
  readonly zone: string | null;
  readonly units: Readonly<Record<string, string>>;
  readonly times: readonly unknown[];
  /** All of the hourly block but its times. */
  readonly variables: Readonly<Record<string, unknown>>;
}

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value of JSON for a message. */
export const shown = (value: unknown): string => {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string') return quote(value);
  return Array.isArray(value) ? 'a list' : isObject(value) ? 'an object' : String(value);
};

/** The hourly block of the one place that an answer is about. */
export function openAnswer({ name, text }: SourceFile): Reading<AnswerBlock> {
  const parsed = parse(name, text);
  if (parsed.kind === 'wrong') return parsed;
  const places: readonly unknown[] = Array.isArray(parsed.value) ? parsed.value : [parsed.value];
  const [answer] = places;
  if (places.length !== 1 || !isObject(answer)) {
    const found = places.length === 1 ? shown(answer) : `answers for ${places.length} places`;
    return wrong({ file: name, found, expected: 'the answer for one place, an object with hourly and hourly_units' });
  }
  if (answer.error === true) {
    return wrong({ file: name, found: `an error of the service, ${shown(answer.reason)}`, expected: 'an answer' });
  }
  return readBlock(name, answer);
}

function parse(file: string, text: string): Reading<unknown> {
  try {
    return ok(JSON.parse(text));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const position = /position (\d+)/.exec(message);
    const line = position === null ? {} : { line: text.slice(0, Number(position[1])).split('\n').length };
    return wrong({ file, ...line, found: `text that is no JSON, ${quote(message)}`, expected: 'an answer as JSON' });
  }
}

function readBlock(file: string, answer: Json): Reading<AnswerBlock> {
  const { hourly, hourly_units: units } = answer;
  const problems: FeedProblem[] = [];
  if (!isObject(hourly) || !Array.isArray(hourly.time)) {
    const blocks = Object.keys(answer).filter((key) => isObject(answer[key]) && !key.endsWith('_units'));
    const found = blocks.length === 0 ? 'no block of series' : `the blocks ${blocks.join(', ')}`;
    problems.push({ file, found, expected: 'hourly, with time and variables: ask for hourly=temperature_2m,...' });
  }
  if (!isObject(units)) {
    problems.push({ file, found: `${shown(units)} as hourly_units`, expected: 'the unit of each variable' });
  }
  const number = (key: string, least: number, greatest: number): number => {
    const value = answer[key];
    if (typeof value === 'number' && value >= least && value <= greatest) return value;
    problems.push({ file, found: `${shown(value)} as ${key}`, expected: `a number from ${least} to ${greatest}` });
    return Number.NaN;
  };
  const latitude = number('latitude', -90, 90);
  const longitude = number('longitude', -180, 180);
  const unix = isObject(units) && units.time === 'unixtime';
  const seconds = unix ? 0 : number('utc_offset_seconds', -12 * 3600, 14 * 3600);
  if (problems.length > 0 || !isObject(hourly) || !Array.isArray(hourly.time) || !isObject(units)) {
    return wrong(...problems);
  }
  const { time, ...variables } = hourly;
  const elevation = answer.elevation;
  return ok({
    file,
    place: { name: null, latitude, longitude, elevationMeters: typeof elevation === 'number' ? elevation : null },
    utcOffsetMinutes: seconds / 60,
    zone: typeof answer.timezone === 'string' ? answer.timezone : null,
    units: Object.fromEntries(
      Object.entries(units).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    ),
    times: hourly.time,
    variables,
  });
}
