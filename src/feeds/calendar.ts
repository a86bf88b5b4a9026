/** Instants that have a text of four digits of year, which is what a scenario reads. */

const EARLIEST = Date.parse('0000-01-01T00:00:00Z');
const LATEST = Date.parse('9999-12-31T23:59:59.999Z');

/** Its bounds in words for a message. */
export const YEARS_OF_CALENDAR = 'the years 0 to 9999';

/** Whether an instant, in epoch milliseconds, can be written at all. False for NaN and infinity too. */
export const isInCalendar = (at: number): boolean => at >= EARLIEST && at <= LATEST;
