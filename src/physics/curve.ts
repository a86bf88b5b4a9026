/** A point of a maker's table. */
export interface CurvePoint {
  readonly at: number;
  readonly value: number;
}

/**
 * The value of a table at a place, on straight lines between its points, which ascend. Below the first point its value
 * is held; beyond the last one nothing is known: null.
 */
export function interpolate(points: readonly CurvePoint[], at: number): number | null {
  const above = points.findIndex((point) => point.at >= at);
  if (above < 0) return null;
  if (above === 0) return points[0].value;
  const [low, high] = [points[above - 1], points[above]];
  return low.value + ((high.value - low.value) * (at - low.at)) / (high.at - low.at);
}
