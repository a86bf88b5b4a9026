/** What a plan says in figures and words, without charts: for a terminal, which need not load a drawing library. */

export type { JobFigures, SiteFigures, StoreFigures } from './figures.ts';
export { jobFigures, levelAtStart, seriesOf, siteFigures, totalSeries } from './figures.ts';
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
export { formatKg, frontSentence } from './front-words.ts';
export type { BindingLimit } from './limits.ts';
export { bindingLimits } from './limits.ts';
export type { AxisTick } from './local-time.ts';
export {
  localClock,
  localDateTime,
  localDay,
  localDayAndClock,
  localOffset,
  localPeriod,
  localTicks,
} from './local-time.ts';
export {
  asSentence,
  costLineWord,
  doubtKindWord,
  emissionNotes,
  hasCooling,
  hasOrders,
  indicatorNotes,
  jobNotes,
  perWord,
  promiseAmount,
  promiseSentence,
  savingsSplitSentence,
  shadowPriceWord,
  verdict,
} from './words.ts';
export { periodOfFleet, zoneOf, zoneOfFleet } from './zones.ts';
