import type { LpBasis } from './outcome.ts';

/** A solved relaxation that still has to be split: the box of its integer columns and what its solve came to. */
export interface Node {
  readonly bound: number;
  readonly lowers: Float64Array;
  readonly uppers: Float64Array;
  readonly values: Float64Array;
  readonly basis: LpBasis | null;
  /** Order of creation: ties are broken by it, the youngest first. */
  readonly serial: number;
}

function comesBefore(a: Node, b: Node): boolean {
  return a.bound < b.bound || (a.bound === b.bound && a.serial > b.serial);
}

/** Adds to a binary heap: least bound first. */
export function pushNode(heap: Node[], node: Node): void {
  let place = heap.push(node) - 1;
  while (place > 0) {
    const parent = (place - 1) >> 1;
    if (!comesBefore(node, heap[parent])) break;
    heap[place] = heap[parent];
    place = parent;
  }
  heap[place] = node;
}

/** Takes the node of least bound out of a heap that is not empty. */
export function popNode(heap: Node[]): Node {
  const first = heap[0];
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return first;
  let place = 0;
  for (;;) {
    let child = 2 * place + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && comesBefore(heap[child + 1], heap[child])) child += 1;
    if (!comesBefore(heap[child], last)) break;
    heap[place] = heap[child];
    place = child;
  }
  heap[place] = last;
  return first;
}
