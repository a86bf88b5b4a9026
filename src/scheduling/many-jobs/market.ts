import type { Fleet } from '../../domain/fleet.ts';
import { takeRoom } from '../free-capacity.ts';
import type { Place } from './places.ts';
import type { BusPrices } from './prices.ts';

/**
 * What is asked for the machines that are left. Prices of a coarse program leave many slots equal, and jobs placed one
 * by one would all take the first: so the last free machines of a pool cost a little more,
 *
 *   price[t] + lastMachine x mean price x exp(-steepness x free[t] / available[t])
 */
export interface Crowding {
  /** Share of the pool's mean price. */
  readonly lastMachine: number;
  readonly steepness: number;
}

/** Asking prices by place, kept up to date while jobs come and go. */
export interface Market {
  /** Money for a unit that works all of slot t. */
  price(place: Place): Float64Array;
  /** prefix[t]: the sum of the prices of all slots before t. */
  prefix(place: Place): Float64Array;
  heldPrice(place: Place): Float64Array;
  linkPrice(place: Place): Float64Array | null;
  linkPrefix(place: Place): Float64Array | null;
  take(place: Place, firstSlot: number, activeUnits: readonly number[], heldUnits: readonly number[]): void;
  giveBack(place: Place, firstSlot: number, activeUnits: readonly number[], heldUnits: readonly number[]): void;
  reprice(crowding: Crowding): void;
}

interface Asked {
  readonly base: Float64Array;
  readonly price: Float64Array;
  readonly prefix: Float64Array;
}

interface PoolBook {
  readonly machines: Float64Array;
  readonly available: Float64Array;
  readonly points: Asked[];
  crowdingScale: number;
}

export function makeMarket({ timeline }: Fleet, prices: BusPrices): Market {
  const { slotCount } = timeline;
  const books = new Map<string, PoolBook>();
  const asked = new Map<string, Asked>();
  const links = new Map<string, Asked>();
  const none = new Float64Array(slotCount);
  let crowding: Crowding = { lastMachine: 0, steepness: 0 };

  const summed = (base: Float64Array): Asked => {
    const entry = { base, price: Float64Array.from(base), prefix: new Float64Array(slotCount + 1) };
    sumUp(entry, 0, slotCount);
    return entry;
  };
  function bookOf({ busKey, heldKey, room, pool }: Place): PoolBook {
    const book = books.get(heldKey) ?? {
      machines: room.machines,
      available: pool.unitsAvailable,
      points: [],
      crowdingScale: 0,
    };
    books.set(heldKey, book);
    if (!asked.has(busKey)) {
      const entry = summed(prices.get(busKey) ?? none);
      asked.set(busKey, entry);
      book.points.push(entry);
      book.crowdingScale = Math.max(book.crowdingScale, meanSize(entry.base));
      repriceBook(book, 0, slotCount);
    }
    return book;
  }
  function entryOf(place: Place): Asked {
    const known = asked.get(place.busKey);
    if (known !== undefined) return known;
    bookOf(place);
    return entryOf(place);
  }
  function repriceBook({ machines, available, points, crowdingScale }: PoolBook, from: number, to: number): void {
    const { lastMachine, steepness } = crowding;
    for (const entry of points) {
      for (let t = from; t < to; t += 1) {
        const share = available[t] > 0 ? Math.max(0, machines[t]) / available[t] : 0;
        const last = lastMachine === 0 ? 0 : lastMachine * crowdingScale * Math.exp(-steepness * share);
        entry.price[t] = entry.base[t] + last;
      }
      sumUp(entry, from, slotCount);
    }
  }
  function linkOf({ link }: Place): Asked | null {
    if (link === null) return null;
    const known = links.get(link.key) ?? summed(prices.get(link.key) ?? none);
    links.set(link.key, known);
    return known;
  }
  const change = (place: Place, firstSlot: number, active: readonly number[], held: readonly number[]) => {
    takeRoom(place.room, firstSlot, active, held);
    repriceBook(bookOf(place), firstSlot, firstSlot + active.length);
  };
  return {
    price: (place) => entryOf(place).price,
    prefix: (place) => entryOf(place).prefix,
    heldPrice: ({ heldKey }) => prices.get(heldKey) ?? none,
    linkPrice: (place) => linkOf(place)?.price ?? null,
    linkPrefix: (place) => linkOf(place)?.prefix ?? null,
    take: change,
    giveBack: (place, firstSlot, active, held) => change(place, firstSlot, active.map(minus), held.map(minus)),
    reprice(next) {
      crowding = next;
      for (const book of books.values()) repriceBook(book, 0, slotCount);
    },
  };
}

const minus = (units: number): number => -units;

function sumUp({ price, prefix }: Asked, from: number, to: number): void {
  for (let t = from; t < to; t += 1) prefix[t + 1] = prefix[t] + price[t];
}

function meanSize(values: Float64Array): number {
  return values.reduce((sum, value) => sum + Math.abs(value), 0) / Math.max(1, values.length);
}
