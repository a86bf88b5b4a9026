import { STANDARD_PRESSURE_KPA, wetBulbCelsius } from '../physics/index.ts';
import type { SlotSeries } from '../time/timeline.ts';
import { child, type Node, type ReadContext } from './context.ts';
import { type Given, readCelsius, readFraction, type Weather, WRONG } from './plant-frame.ts';
import type { WeatherSource } from './schema/weather.ts';
import { readSeries } from './series.ts';

const LACKS_DRY_BULB = 'weather.dryBulbCelsius';
const LACKS_WET_BULB = 'weather with wetBulbCelsius, or with dryBulbCelsius and relativeHumidityFraction';

/** No weather station on land has seen less or more, kPa. */
const SMALLEST_KPA = 40;
const LARGEST_KPA = 120;

/** Temperatures outside, and what is lacking where there is none. */
export function readWeather(
  context: ReadContext,
  node: Node<WeatherSource | undefined>,
  timeZone: string | null,
): Weather {
  const source: Node<WeatherSource> = { path: node.path, value: node.value ?? {} };
  const frame = { context, timeZone };
  const read = (key: 'dryBulbCelsius' | 'wetBulbCelsius') => readCelsius(frame, child(source, key));
  const dryBulb = given(child(source, 'dryBulbCelsius'), read('dryBulbCelsius'), LACKS_DRY_BULB);
  const stated = given(child(source, 'wetBulbCelsius'), read('wetBulbCelsius'), LACKS_WET_BULB);
  const humidityNode = child(source, 'relativeHumidityFraction');
  const humidity = readFraction(frame, humidityNode);
  const pressureKpa = readPressure(context, child(source, 'pressureKpa'), timeZone);
  if (humidityNode.value === undefined) return { dryBulb, wetBulb: checkedWetBulb(context, source, dryBulb, stated) };
  if (child(source, 'wetBulbCelsius').value !== undefined) {
    context.fault({
      path: humidityNode.path,
      found: 'relativeHumidityFraction beside wetBulbCelsius',
      expected: 'one of the two: humidity is there to find the wet-bulb temperature',
    });
    return { dryBulb, wetBulb: WRONG };
  }
  if (child(source, 'dryBulbCelsius').value === undefined) {
    context.fault({
      path: child(source, 'dryBulbCelsius').path,
      found: 'nothing',
      expected: 'a temperature beside relativeHumidityFraction',
    });
    return { dryBulb: WRONG, wetBulb: WRONG };
  }
  if (!(dryBulb instanceof Float64Array) || humidity === null || pressureKpa === null)
    return { dryBulb, wetBulb: WRONG };
  return { dryBulb, wetBulb: dryBulb.map((celsius, t) => wetBulbCelsius(celsius, humidity[t], pressureKpa[t])) };
}

const given = (node: Node<unknown>, series: SlotSeries | null, lacking: string): Given =>
  series ?? (node.value === undefined ? { lacking } : WRONG);

function readPressure(context: ReadContext, node: Node<WeatherSource['pressureKpa']>, timeZone: string | null) {
  const demand = {
    dimension: 'pressure',
    minimum: SMALLEST_KPA,
    maximum: LARGEST_KPA,
    timeZone,
    money: null,
    hint: (value: number) =>
      value >= 400 && value <= 1200 ? `looks like hPa: ${value} hPa is ${value / 10} kPa` : null,
  } as const;
  return readSeries(context, node, demand, STANDARD_PRESSURE_KPA);
}

/** Rounding of measured temperatures, K. */
const ROUNDING_KELVIN = 0.2;

function checkedWetBulb(context: ReadContext, source: Node<WeatherSource>, dryBulb: Given, wetBulb: Given): Given {
  if (!(dryBulb instanceof Float64Array && wetBulb instanceof Float64Array)) return wetBulb;
  const slot = wetBulb.findIndex((celsius, t) => celsius > dryBulb[t] + ROUNDING_KELVIN);
  if (slot < 0) return wetBulb;
  context.fault({
    path: child(source, 'wetBulbCelsius').path,
    found: `${wetBulb[slot]} C in slot ${slot}, where dryBulbCelsius is ${dryBulb[slot]} C`,
    expected: 'a wet-bulb temperature that is at most the dry-bulb temperature',
  });
  return WRONG;
}
