import { closestWord, quote } from '../tables/index.ts';
import { isTimeZone, isZoneAbbreviation } from '../time/civil.ts';
import type { FeedProblem } from './problems.ts';

/** What people mean by abbreviations of clocks. */
const MEANT: Readonly<Record<string, string>> = {
  AEST: 'Australia/Sydney, or Etc/GMT-10 without summer time',
  AEDT: 'Australia/Sydney',
  BST: 'Europe/London or Asia/Dhaka',
  CDT: 'America/Chicago',
  CEST: 'Europe/Berlin',
  CST: 'America/Chicago or Asia/Shanghai',
  EDT: 'America/New_York',
  IST: 'Asia/Kolkata, Europe/Dublin or Asia/Jerusalem',
  JST: 'Asia/Tokyo',
  MDT: 'America/Denver',
  PDT: 'America/Los_Angeles',
  PST: 'America/Los_Angeles, or Etc/GMT+8 without summer time',
  SST: 'Asia/Singapore or Pacific/Pago_Pago',
};

/** What is wrong with the name of a time zone; null where it is known. `option` is where it was given. */
export function zoneProblem(option: string, name: string): FeedProblem | null {
  if (isTimeZone(name)) return null;
  const meant = MEANT[name.toUpperCase()];
  const hint =
    meant !== undefined
      ? `did you mean ${meant}?`
      : isZoneAbbreviation(name)
        ? 'abbreviations mean several clocks: name the zone by a city'
        : (offsetHint(name) ?? nameHint(name));
  return {
    file: option,
    found: quote(name),
    expected: 'an IANA time zone, like Europe/Berlin, America/Los_Angeles or UTC',
    ...(hint === null ? {} : { hint }),
  };
}

const MOST_HOURS_EAST = 14;
const MOST_HOURS_WEST = 12;

/** `UTC+8` is Etc/GMT-8: the database counts westwards. Null for all that is no offset of whole hours. */
function offsetHint(name: string): string | null {
  const match = /^(?:utc|gmt)?\s*([+-])(\d{1,2})(?::?00)?$/i.exec(name.trim());
  if (match === null) return null;
  const [, sign, digits] = match;
  const hours = Number(digits);
  if (hours === 0) return 'did you mean UTC?';
  if (hours > (sign === '+' ? MOST_HOURS_EAST : MOST_HOURS_WEST)) return null;
  return `did you mean Etc/GMT${sign === '+' ? '-' : '+'}${hours}? the sign is that way round`;
}

/** A name that is nearly one of the database, or its city. */
function nameHint(name: string): string | null {
  const known = Intl.supportedValuesOf('timeZone');
  const cities = known.map((zone) => zone.slice(zone.lastIndexOf('/') + 1));
  const city = closestWord(name.slice(name.lastIndexOf('/') + 1).replaceAll(' ', '_'), cities);
  const meant = closestWord(name, known) ?? (city === null ? null : known[cities.indexOf(city)]);
  return meant === null ? null : `did you mean ${meant}?`;
}
