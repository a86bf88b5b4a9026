/** The report room: a plan in, one self-contained page out. Sole user of ECharts. */

export { renderFront } from './front-page.ts';
export { renderReport } from './page.ts';
export * from './text.ts';
