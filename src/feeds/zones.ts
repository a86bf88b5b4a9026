import { closestWord, quote } from '../tables/index.ts';
import { isTimeZone } from '../time/civil.ts';
import type { FeedProblem } from './problems.ts';

/** What is wrong with the name of a time zone; null where it is known. `option` is where it was given. */
export function zoneProblem(option: string, name: string): FeedProblem | null {
  if (isTimeZone(name)) return null;
  const known = Intl.supportedValuesOf('timeZone');
  const cities = known.map((zone) => zone.slice(zone.lastIndexOf('/') + 1));
  const city = closestWord(name.slice(name.lastIndexOf('/') + 1).replaceAll(' ', '_'), cities);
  const meant = closestWord(name, known) ?? (city === null ? null : known[cities.indexOf(city)]);
  return {
    file: option,
    found: quote(name),
    expected: 'an IANA time zone, like Europe/Berlin, America/Los_Angeles or UTC',
    ...(meant === null ? {} : { hint: `did you mean ${meant}?` }),
  };
}
