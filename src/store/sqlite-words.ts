import { StoreError } from './store-error.ts';

/** What SQLite says, in words that tell a user what to do. */

/** By primary result code: what a user can do something about. */
const inTheWay: Readonly<Record<number, string>> = {
  5: 'another process has the store open; end that one first, or give another --data',
  6: 'another process has the store open; end that one first, or give another --data',
  8: 'the store cannot be written; change its permissions, or give another --data',
  10: 'the store cannot be read or written; see whether its disk is read-only or broken, or give another --data',
  11: 'the store is damaged; put a copy in its place, or move it away to begin anew',
  13: 'the disk of the store is full; make room on it and start again, or give another --data',
  14: 'the store cannot be opened; change its permissions, or give another --data',
  26: 'is no database, expected a store of wattshift; move it away, or give another --data',
};

/** Does the work; an error of SQLite that a user can mend becomes a StoreError, any other one stays. */
export async function inWords<Result>(file: string, work: () => Result | Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const words = inTheWay[errorCode(error) & 0xff];
    if (words === undefined) throw error;
    throw new StoreError(`${file}: ${words}`);
  }
}

/** Extended result code of SQLite, whose last byte is the primary one; -1 where it is no error of SQLite. */
function errorCode(error: unknown): number {
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode : -1;
}
