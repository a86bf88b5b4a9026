/** Today's way with several devices that do the same: the cheapest to run first, each up to its limit. */
export interface Runner {
  readonly id: string;
  readonly limitKw: number;
  /** Lowest first; equal ones by name. */
  readonly rank: number;
}

/** Output of each device, by id, and what none of them could take. */
export interface Share {
  readonly outputKw: ReadonlyMap<string, number>;
  readonly leftKw: number;
}

export function shareByMerit(needKw: number, devices: readonly Runner[]): Share {
  const inOrder = [...devices].sort((a, b) => a.rank - b.rank || (a.id < b.id ? -1 : 1));
  const outputKw = new Map<string, number>();
  let leftKw = Math.max(0, needKw);
  for (const { id, limitKw } of inOrder) {
    const output = Math.min(leftKw, limitKw);
    outputKw.set(id, output);
    leftKw -= output;
  }
  return { outputKw, leftKw };
}
