/** What a plan says in figures and words, without charts: for a terminal, which need not load a drawing library. */

export type { BatteryFigures, JobFigures, SiteFigures } from './figures.ts';
export { jobFigures, seriesOf, siteFigures, totalSeries } from './figures.ts';
export {
  currencyDigits,
  formatAmount,
  formatCount,
  formatEnergy,
  formatMoney,
  formatName,
  formatNumber,
  formatPower,
  formatPrice,
  formatShare,
} from './format.ts';
export type { BindingLimit } from './limits.ts';
export { bindingLimits } from './limits.ts';
export type { AxisTick } from './local-time.ts';
export { localClock, localDateTime, localDay, localDayAndClock, localOffset, localTicks } from './local-time.ts';
export { costLineWord, perWord, shadowPriceWord, statusSentence, statusTitles } from './words.ts';
