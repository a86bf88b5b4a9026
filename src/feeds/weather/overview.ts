import type { Overview } from '../overview-words.ts';
import { ok, type Reading } from '../problems.ts';
import type { SourceFile } from '../source.ts';
import { describeColumn } from './description.ts';
import { EPW_FIELDS, readEpw } from './epw.ts';
import { firstYearMix, monthsOf } from './epw-calendar.ts';
import { readOpenMeteo } from './open-meteo.ts';
import { offsetWords, placeWords, type WeatherSeries } from './weather-file.ts';

/** What stands in an EPW file, for someone who does not know it yet. */
export function epwOverview(source: SourceFile): Reading<Overview> {
  const reading = readEpw(source);
  if (reading.kind === 'wrong') return reading;
  const epw = reading.value;
  const kind = firstYearMix(epw) === null ? 'weather' : 'typical year';
  return ok({
    file: source.name,
    kind: kind === 'weather' ? 'epw' : 'epwTypicalYear',
    rowCount: epw.rows.length,
    facts: [
      `EPW, ${placeWords(epw.place)}`,
      `clock ${offsetWords(epw.utcOffsetMinutes)} throughout; hours 1 to 24 name their end`,
      `${kind} of ${monthsOf(epw)}`,
    ],
    columns: EPW_FIELDS.map(({ column, index, unit }, place) =>
      columnOverview({
        column,
        source: `field ${index + 1} (${unit})`,
        values: epw.rows.map(({ values }) => values[place]),
      }),
    ),
  });
}

/** What stands in an answer of Open-Meteo. */
export function openMeteoOverview(source: SourceFile): Reading<Overview> {
  const reading = readOpenMeteo(source);
  if (reading.kind === 'wrong') return reading;
  const { place, utcOffsetMinutes, start, end, rowCount, series, facts } = reading.value;
  const day = (at: number) => new Date(at + utcOffsetMinutes * 60_000).toISOString().slice(0, 16);
  return ok({
    file: source.name,
    kind: 'openMeteo',
    rowCount,
    facts: [
      `Open-Meteo, ${placeWords(place)}`,
      `from ${day(start)} to ${day(end)}, clock ${offsetWords(utcOffsetMinutes)} throughout`,
      ...facts,
    ],
    columns: series.map(columnOverview),
  });
}

function columnOverview(series: Pick<WeatherSeries, 'column' | 'source' | 'values'>): Overview['columns'][number] {
  const { least, mean, greatest, valueCount } = describeColumn(series);
  const name = `${series.source}, written as ${series.column.name}`;
  if (least === null || mean === null || greatest === null) return { kind: 'empty', name };
  return { kind: 'numbers', name, least, mean, greatest, blankCount: series.values.length - valueCount };
}
