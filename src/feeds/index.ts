/** Prices, carbon intensity, weather and job traces as others publish them -> what a scenario reads. */
export { type ColumnOverview, type Overview, overviewOf } from './overview.ts';
export { type FeedProblem, formatFeedProblem, type Reading } from './problems.ts';
export type { SeriesDescription } from './series/description.ts';
export { type ImportedSeries, importSeries } from './series/import-series.ts';
export type { Quantity, SeriesOptions } from './series/options.ts';
export type { Stamp } from './series/stamps.ts';
export type { SourceFile } from './source.ts';
export type { TraceDescription } from './traces/description.ts';
export { type GaiaTimeUnit, readGaiaTrace } from './traces/gaia.ts';
export { type ImportedJobs, jobsOfTrace, type TraceOptions } from './traces/jobs.ts';
export { readOpenbTrace } from './traces/openb.ts';
export { readSwfTrace } from './traces/swf.ts';
export type { ImportedJob, Trace } from './traces/trace.ts';
export { withUnit } from './weather/columns.ts';
export type { WeatherDescription } from './weather/description.ts';
export { type ImportedWeather, importWeather } from './weather/import-weather.ts';
export { clockText } from './weather/sun.ts';
export { placeWords, type WeatherOptions } from './weather/weather-file.ts';
