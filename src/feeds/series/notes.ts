import { quote } from '../../tables/index.ts';
import { formatLocal } from '../../time/civil.ts';
import { formatUtc, instant, MILLISECONDS_PER_HOUR } from '../../time/timeline.ts';
import { GRAMS_PER_KWH_OF, priceUnit } from '../../units/series-units.ts';
import type { SeriesDescription } from './description.ts';
import type { Grid } from './grid.ts';
import type { FileRows } from './rows.ts';

type Described = Omit<SeriesDescription, 'notes'>;

/** What looks wrong about a series that could be read: doubts, not refusals. */
export function notesOn(description: Described, grid: Grid, files: readonly FileRows[]): string[] {
  const local = files.some((file) => file.local);
  return [
    ...files.flatMap(timeColumnNotes),
    ...description.files.flatMap(({ column }) => unitNotes(column, description)),
    ...description.files.flatMap(({ timeColumn }) => clockNotes(timeColumn, description, local)),
    ...(local ? doubledHourNotes(description, grid) : []),
    ...springNotes(description, local),
    ...sizeNotes(description),
    ...zeroNotes(description, grid),
    ...sameNotes(description),
  ].filter((note, index, all) => all.indexOf(note) === index);
}

const timeColumnNotes = ({ timeColumn, otherTimeColumns }: FileRows): string[] =>
  otherTimeColumns.length === 0
    ? []
    : [
        `the file has several columns of times: ${quote(timeColumn)} is taken, and ${otherTimeColumns.map(quote).join(', ')} is not; --time-column says which`,
      ];

const SYMBOLS: Readonly<Record<string, string>> = { '€': 'EUR', '£': 'GBP' };

function unitNotes(column: string, { quantity, unit }: Described): string[] {
  const says = `the header ${quote(column)} says`;
  if (quantity === 'carbon') {
    const named = carbonUnitIn(column);
    return named === null || GRAMS_PER_KWH_OF[named] === GRAMS_PER_KWH_OF[unit]
      ? []
      : [`${says} ${named}, --unit says ${unit}`];
  }
  const given = priceUnit(unit);
  if (given === null) return [];
  const currencies = currenciesIn(column);
  const energy = /([kMG]Wh)/i.exec(column)?.[1];
  return [
    ...(currencies.length === 0 || currencies.includes(given.currency)
      ? []
      : [`${says} ${currencies.join(', ')}, --unit says ${given.currency}`]),
    ...(isInCents(column) ? [`${says} cents, --unit says ${given.currency}: divide by 100 first`] : []),
    ...(energy === undefined || energy.toLowerCase() === given.energy.toLowerCase()
      ? []
      : [`${says} ${energy}, --unit says ${given.energy}`]),
  ];
}

function currenciesIn(column: string): string[] {
  const known = new Set(Intl.supportedValuesOf('currency'));
  const codes = (column.match(/[A-Z]{3}/g) ?? []).filter((word) => known.has(word));
  // In small letters only those that are no words of a language.
  const small = (column.match(/(?<![a-z])[a-z]{3}(?![a-z])/gi) ?? []).map((word) => word.toUpperCase());
  const symbols = Object.entries(SYMBOLS).flatMap(([symbol, code]) => (column.includes(symbol) ? [code] : []));
  return [...new Set([...codes, ...small.filter((word) => LARGE_CURRENCIES.has(word)), ...symbols])];
}

/** `ct/kWh`, `pence per kWh`, `unit_rate_c_per_MWh`: a hundredth of what --unit can say. */
const isInCents = (column: string): boolean =>
  /(?<![a-z])(cts?|cents?|p|pence|c|¢)[\s_]*(\/|per[\s_])[\s_]*[kMG]Wh/i.test(column);

/** The unit of carbon intensity that a header names, in the words of --unit. */
function carbonUnitIn(column: string): string | null {
  const match = /(?<![A-Za-z])(k?g|t|lb)s?\s*(?:CO[2₂](?:-?eq?)?)?\s*(?:\/|per\s)\s*([kM]Wh)/i.exec(
    column.replaceAll('_', ' '),
  );
  if (match === null) return null;
  const [, mass, energy] = match;
  const named = `${mass.toLowerCase()}/${energy.slice(0, 1).toLowerCase() === 'k' ? 'kWh' : 'MWh'}`;
  return Object.hasOwn(GRAMS_PER_KWH_OF, named) ? named : null;
}

const CLOCKS_OF_UTC = new Set(['UTC', 'GMT', 'ETC/UTC', 'ETC/GMT', 'ZULU', 'UNIVERSAL', 'ETC/UNIVERSAL', 'ETC/ZULU']);

function clockNotes(timeColumn: string, { timeZone, stamp }: Described, local: boolean): string[] {
  const says = `the header ${quote(timeColumn)} says`;
  const isUtc = timeZone !== null && CLOCKS_OF_UTC.has(timeZone.toUpperCase());
  const saysUtc = /(?<![a-z])(utc|gmt)(?![a-z])/i.test(timeColumn);
  return [
    ...(local && saysUtc && !isUtc ? [`${says} UTC, --zone says ${timeZone}`] : []),
    ...(local && isUtc && /(?<![a-z])local(?![a-z])/i.test(timeColumn)
      ? [`${says} local, --zone says ${timeZone}`]
      : []),
    ...(stamp === 'start' && /(?<![a-z])(end|ending)(?![a-z])/i.test(timeColumn)
      ? [`${says} end, --stamp says start`]
      : []),
    ...(stamp === 'end' && /(?<![a-z])(start|begin|beginning)(?![a-z])/i.test(timeColumn)
      ? [`${says} start, --stamp says end`]
      : []),
  ];
}

/** A row that says nothing is a row all the same: such a gap is no sign of a run without rows. */
const doubledHourNotes = ({ gaps, timeZone }: Described, { blankStarts }: Grid): string[] =>
  gaps.flatMap(({ start, end, doubledHour }) =>
    doubledHour && !blankStarts.includes(Date.parse(start))
      ? [
          `the clock of ${timeZone} showed ${start} to ${end} (UTC) as it had shown the time before, and the file has rows for one of the two only: taken as the first, the second is a gap`,
        ]
      : [],
  );

/** A clock that does not jump all the while, and lacks one hour in a spring night: perhaps that of the file does. */
function springNotes({ gaps, timeZone, resolutionMinutes, clockChangeDays }: Described, local: boolean): string[] {
  if (!local || timeZone === null || clockChangeDays.length > 0) return [];
  return gaps.flatMap(({ start, intervalCount }) => {
    const [date, clock] = formatLocal(instant(Date.parse(start)), timeZone).split('T');
    const day = new Date(date);
    const hour = intervalCount * resolutionMinutes === 60;
    const spring = [2, 3, 8, 9].includes(day.getUTCMonth());
    const isNight = day.getUTCDay() === 0 && Number(clock.slice(0, 2)) <= 3;
    return hour && spring && isNight
      ? [`one hour is missing in the night of Sunday ${date}: a clock with summer time? Then --zone is not ${timeZone}`]
      : [];
  });
}

/** Currencies of which one buys a kWh or so, in means of wholesale prices. */
const LARGE_CURRENCIES = new Set(['EUR', 'USD', 'GBP', 'CHF', 'AUD', 'CAD', 'NZD', 'SGD']);

function sizeNotes({ quantity, unit, mean, least }: Described): string[] {
  if (mean === null) return [];
  const size = `the mean is ${rounded(mean)} ${unit}`;
  if (quantity === 'carbon') {
    const grams = mean * GRAMS_PER_KWH_OF[unit];
    return [
      ...(grams > 2000 || grams < 1
        ? [`${size}, ${rounded(grams)} g/kWh: no grid is known to be so; another --unit?`]
        : []),
      ...(least !== null && least.value < 0 ? ['some values are below zero, as only a marginal intensity may be'] : []),
    ];
  }
  const given = priceUnit(unit);
  if (given === null || !LARGE_CURRENCIES.has(given.currency)) return [];
  const perKwh = Math.abs(mean) / given.kwh;
  return perKwh > 3 || perKwh < 0.0005 ? [`${size}, ${rounded(mean / given.kwh)} per kWh: another --unit?`] : [];
}

const LONG_RUN_HOURS = 6;
const MOST_SHOWN = 3;

function zeroNotes({ longestZeroRun, resolutionMinutes, mean, unit }: Described, grid: Grid): string[] {
  if (longestZeroRun === null) return [];
  const hours = (longestZeroRun.intervalCount * resolutionMinutes) / 60;
  const run =
    hours >= LONG_RUN_HOURS
      ? [`exactly 0 for ${rounded(hours)} hours from ${longestZeroRun.start}: perhaps missing values written as 0`]
      : [];
  const lone = loneZeros(grid, Math.abs(mean ?? 0));
  const shown = lone.slice(0, MOST_SHOWN).map((index) => {
    const [before, after] = [grid.values[index - 1], grid.values[index + 1]];
    return `exactly 0 at ${formatUtc(grid.start + index * grid.stepMilliseconds)}, between ${before} and ${after} ${unit}: perhaps a missing value written as 0`;
  });
  const more = lone.length - shown.length;
  return [...run, ...shown, ...(more > 0 ? [`${more} more zeros between values far from 0`] : [])];
}

/** Zeros between neighbours that are far from zero. */
function loneZeros({ values }: Grid, mean: number): number[] {
  const far = (value: number) => Math.abs(value) > mean / 4;
  return [...values.keys()].filter(
    (index) => values[index] === 0 && index > 0 && far(values[index - 1]) && far(values[index + 1] ?? Number.NaN),
  );
}

const STUCK_MILLISECONDS = 24 * MILLISECONDS_PER_HOUR;

function sameNotes({ longestSameRun, resolutionMinutes, unit }: Described): string[] {
  if (longestSameRun === null) return [];
  const { value, start, intervalCount } = longestSameRun;
  const milliseconds = intervalCount * resolutionMinutes * 60_000;
  if (milliseconds < STUCK_MILLISECONDS) return [];
  return [
    `${value} ${unit} for ${rounded(milliseconds / MILLISECONDS_PER_HOUR)} hours on end from ${start}: a value that is stuck?`,
  ];
}

const rounded = (value: number): string => String(Number(value.toPrecision(4)));
