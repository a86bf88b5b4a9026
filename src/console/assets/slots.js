// Which slot a moment lies in.

/**
 * The slot that holds a moment; the first or last one outside.
 * @param {number[]} edges
 * @param {number} at
 */
export function slotAt(edges, at) {
  let low = 0;
  let high = edges.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (edges[middle] <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}
