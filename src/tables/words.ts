/** Text in quotes, control characters made visible, cut to what a terminal line bears. */
export const quote = (text: string): string => JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}...` : text);

/** The known word that the unknown one most likely meant, or null when none is close. */
export function closestWord(unknown: string, known: readonly string[]): string | null {
  if (unknown.length > 100) return null;
  let best: string | null = null;
  // Of a word of one or two letters nearly everything is close: there only the case may differ.
  let bestDistance = (unknown.length < 3 ? 0 : Math.max(1, Math.floor(unknown.length / 3))) + 1;
  for (const word of known) {
    const distance = editDistance(unknown.toLowerCase(), word.toLowerCase());
    if (distance < bestDistance) {
      best = word;
      bestDistance = distance;
    }
  }
  return best;
}

/** Levenshtein distance: insertions, deletions and replacements of single characters. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      row[j] = Math.min(row[j - 1] + 1, previous[j] + 1, previous[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    previous = row;
  }
  return previous[b.length];
}
