/** Names close to a mistyped one, closest first; none when nothing is near enough to be meant. */
export function nearestNames(wrong: string, names: readonly string[], most = 3): readonly string[] {
  const limit = Math.max(2, Math.floor(wrong.length / 3));
  return names
    .map((name) => ({ name, distance: distanceOf(wrong.toLowerCase(), name.toLowerCase()) }))
    .filter(({ distance }) => distance <= limit)
    .sort((first, second) => first.distance - second.distance || (first.name < second.name ? -1 : 1))
    .slice(0, most)
    .map(({ name }) => name);
}

/** ` Did you mean "a" or "b"?`, or nothing. */
export function didYouMean(wrong: string, names: readonly string[]): string {
  const near = nearestNames(wrong, names);
  return near.length === 0 ? '' : ` Did you mean ${near.map((name) => `"${name}"`).join(' or ')}?`;
}

/** 0 for a part of the name or the same; else the least number of characters added, dropped or changed. */
function distanceOf(wrong: string, name: string): number {
  if (wrong.length >= 3 && name.includes(wrong)) return name.length === wrong.length ? 0 : 1;
  let previous = Array.from({ length: name.length + 1 }, (_, index) => index);
  for (let row = 1; row <= wrong.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= name.length; column += 1) {
      const changed = previous[column - 1] + (wrong[row - 1] === name[column - 1] ? 0 : 1);
      current.push(Math.min(changed, previous[column] + 1, current[column - 1] + 1));
    }
    previous = current;
  }
  return previous[name.length];
}
