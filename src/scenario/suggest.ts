import { closestWord } from '../tables/index.ts';

/** What is expected where a name is not known: the names that are, and the one that was most likely meant. */
export function oneOfKnown(
  unknown: string,
  known: readonly string[],
  what: string,
): { readonly expected: string; readonly hint?: string } {
  const meant = closestWord(unknown, known);
  const shown = known.slice(0, 10).join(', ');
  const expected =
    known.length === 0
      ? `a ${what}, but no site has any`
      : `a ${what} of the scenario: ${shown}${known.length > 10 ? ', ...' : ''}`;
  return meant === null ? { expected } : { expected, hint: `did you mean ${meant}?` };
}
