import type { Fleet } from '../domain/fleet.ts';
import { timelineEnd, timelineStart } from '../time/timeline.ts';
import { localDateTime, localPeriod, UTC } from './local-time.ts';

/**
 * The zone in which times of the whole fleet are shown: that of the sites, where their clocks agree at both ends of
 * the timeline; else UTC, for the clock of one site says nothing at another.
 */
export function zoneOfFleet({ sites, timeline }: Fleet): string {
  const clocks = new Map<string, string>();
  for (const { timeZone } of sites) {
    if (clocks.has(timeZone)) continue;
    const ends = [timelineStart(timeline), timelineEnd(timeline)].map((at) => localDateTime(at, timeZone));
    clocks.set(timeZone, ends.join());
  }
  const [first] = clocks.keys();
  return first !== undefined && new Set(clocks.values()).size === 1 ? first : UTC;
}

/** The zone of a site; that of the fleet where no site is named. */
export function zoneOf(fleet: Fleet, site: string | null): string {
  return fleet.sites.find(({ id }) => id === site)?.timeZone ?? zoneOfFleet(fleet);
}

/** From the first slot to the last, with the zone that it is told in. */
export function periodOfFleet(fleet: Fleet): string {
  const zone = zoneOfFleet(fleet);
  const period = localPeriod(timelineStart(fleet.timeline), timelineEnd(fleet.timeline), zone);
  return zone === UTC ? period : `${period} (${zone})`;
}
