/** Pieces of the report for a page that draws its charts itself: no drawing library is loaded with them. */

export { shortNumber } from './charts/frame.ts';
export type { JobRow } from './charts/job-bars.ts';
export { darkPalette, pageColor, palette } from './charts/palette.ts';
export { formatAmount, formatCount, formatNumber } from './format.ts';
export { escapeHtml, type Html, html, trusted } from './html.ts';
export { type DrawnJob, drawnJobs, jobColors } from './job-rows.ts';
export { localDateTime, localDayAndClock, localPeriod, localTicks, UTC } from './local-time.ts';
export {
  brokenPromiseSection,
  conflictSection,
  costSection,
  dataQualitySection,
  headline,
  jobTroubleTable,
  limitSection,
} from './sections.ts';
export { siteCards } from './site-cards.ts';
export { type Chart, siteCharts } from './site-charts.ts';
export { styleSheet } from './style.ts';
export { hasOrders, verdict } from './words.ts';
export { periodOfFleet, zoneOf, zoneOfFleet } from './zones.ts';
