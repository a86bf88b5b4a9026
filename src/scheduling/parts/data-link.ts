import type { Link } from '../../domain/fleet.ts';
import { electricityBus, linkBus } from '../buses.ts';
import type { Flow, Part } from '../part.ts';
import { boundEntries, columnsPerSlot, hourlyCost, readRun } from '../slots.ts';

/**
 * Data of jobs on their way from one site to another: a gigabyte costs its price, and its energy at the receiving
 * site's supply. Jobs take what they move from the link's bus.
 */
export function dataLink(link: Link): Part {
  return (lp, timeline) => {
    const { from, to, capacityGigabytesPerHour: capacity, energyKwhPerGigabyte } = link;
    const where = { site: to, component: from };
    const carried = columnsPerSlot(lp, timeline, `link ${from} to ${to}`, (t) => capacity[t]);
    const flows: Flow[] = [{ bus: linkBus(from, to), run: carried, coefficient: 1 }];
    if (energyKwhPerGigabyte > 0) {
      flows.push({ bus: electricityBus(to), run: carried, coefficient: -energyKwhPerGigabyte });
    }
    return {
      flows,
      costs: [hourlyCost('dataTransfer', where, timeline, carried, () => link.pricePerGigabyte)],
      limits: [{ ...where, name: 'linkCapacity', per: 'GB', entries: boundEntries(timeline, carried) }],
      read: (solution) => ({
        series: [{ ...where, name: 'linkTransfer', unit: 'GB/h', values: [...readRun(solution, timeline, carried)] }],
      }),
    };
  };
}

/** A link that no job's data may take: known for its latency, and seen to carry nothing. */
export function idleLink({ from, to }: Link): Part {
  return (_lp, timeline) => {
    const values = new Array<number>(timeline.slotCount).fill(0);
    const series = { site: to, component: from, name: 'linkTransfer', unit: 'GB/h', values } as const;
    return { flows: [], costs: [], read: () => ({ series: [series] }) };
  };
}
