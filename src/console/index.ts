import { join } from 'node:path';

/** The web page: HTML made here, scripts and styles as files that the browser loads. */

export { type ChartDocument, chartDocument, chartWidths } from './charts.ts';
export { renderConsole } from './page.ts';
export type { ConsolePlanning, ConsoleView, PublishedPlan } from './view.ts';

/** Folder of the files that the browser loads. */
export const consoleAssets = join(import.meta.dirname, 'assets');
