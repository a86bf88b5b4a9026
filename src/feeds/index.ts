/** Prices, carbon intensity and job traces as others publish them -> what a scenario reads. */
export { columnNames, findColumn, findTimeColumn, firstTimeColumn, isTime } from './columns.ts';
export { type FeedProblem, formatFeedProblem, type Reading } from './problems.ts';
export type { SeriesDescription } from './series/description.ts';
export { type ImportedSeries, importSeries } from './series/import-series.ts';
export type { Quantity, SeriesOptions } from './series/options.ts';
export type { SourceFile } from './series/rows.ts';
export type { Stamp } from './series/stamps.ts';
