import { clockText, placeWords, type WeatherDescription, withUnit } from '../feeds/index.ts';
import { formatCount, formatNumber } from '../report/text.ts';
import { factLines, figure, listLines } from './import-lines.ts';
import { fold } from './text.ts';

/** What was read, in lines for a terminal. */
export function weatherLines(description: WeatherDescription, columns: number): string[] {
  const { files, place, facts, filled, notes } = description;
  const rows = files.map(({ file, format, rowCount }) => `${file}, ${formatCount(rowCount, 'row')}, ${format}`);
  return [
    ...fold(`Weather ${place.name === null ? '' : 'of '}${placeWords(place)}, from`, columns),
    ...rows.flatMap((row) => fold(row, columns - 2)).map((line) => `  ${line}`),
    '',
    ...factLines(factsOf(description), columns),
    ...listLines('Columns', columnWords(description), columns, Number.POSITIVE_INFINITY),
    ...listLines('Gaps, times in UTC', gapWords(description), columns),
    ...listLines('Rows left out', leftOutWords(description), columns),
    ...listLines('Filled', filled, columns),
    ...listLines('What the files say', facts, columns),
    ...listLines('Look at this', notes, columns, notes.length),
  ];
}

function factsOf(description: WeatherDescription): [label: string, text: string][] {
  const { start, startLocal, end, endLocal, files, stamps, intervalCount, resolutionMinutes } = description;
  const clocks = [...new Set(files.map(({ clock }) => clock))].join(', ');
  return [
    ['from', `${start}, by its clock ${startLocal}`],
    ['to', `${end}, by its clock ${endLocal}`],
    ['clock', `${clocks} throughout: ${stamps}`],
    ['intervals', `${formatCount(intervalCount, 'interval')} of ${formatNumber(resolutionMinutes)} minutes`],
    ...courseWords(description),
    ...pressureWords(description),
  ];
}

function courseWords({ dailyCourse }: WeatherDescription): [label: string, text: string][] {
  const { coldestHour, warmestHour, noonHour, sunHighestHour } = dailyCourse;
  return [
    ...(coldestHour === null || warmestHour === null
      ? []
      : ([
          [
            'daily course',
            `on average coldest in the hour from ${clockText(coldestHour)}, warmest from ${clockText(warmestHour)}, by its clock`,
          ],
        ] satisfies [string, string][])),
    ...(noonHour === null
      ? []
      : ([
          [
            'sun',
            `irradiance lies around ${clockText(noonHour)}, the sun is highest there at ${clockText(sunHighestHour)}`,
          ],
        ] satisfies [string, string][])),
  ];
}

function pressureWords({ columns, standardPressureKpa }: WeatherDescription): [label: string, text: string][] {
  if (standardPressureKpa === null || columns.some(({ unit }) => unit === 'kPa')) return [];
  return [['pressure', `none in the file; the standard atmosphere at that height has ${standardPressureKpa} kPa`]];
}

const columnWords = ({ columns, intervalCount }: WeatherDescription): string[] =>
  columns.map(({ column, unit, source, valueCount, least, mean, greatest }) => {
    const missing = valueCount === intervalCount ? '' : `, ${formatNumber(intervalCount - valueCount)} without a value`;
    return `${column}: ${figure(least ?? 0)} to ${figure(greatest ?? 0)}, mean ${withUnit(figure(mean ?? 0), unit)}${missing}; ${source}`;
  });

const gapWords = ({ gaps, columns, resolutionMinutes }: WeatherDescription): string[] =>
  gaps.map(({ start, end, intervalCount, columns: lacking }) => {
    const hours = figure((intervalCount * resolutionMinutes) / 60);
    const which = lacking.length === columns.length ? 'all columns' : lacking.join(', ');
    return `${start} to ${end}, ${hours} h: ${which}`;
  });

const leftOutWords = ({ leftOut, outsideCount }: WeatherDescription): string[] => [
  ...leftOut,
  ...(outsideCount === 0 ? [] : [`${formatCount(outsideCount, 'interval')} outside of --from and --to`]),
];
