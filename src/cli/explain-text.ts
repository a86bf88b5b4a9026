/** What the explanations of plan, job and slot share. */

export const MOST_ROWS = 10;
export const MOST_COLUMNS = 120;
export const NO_PRICES = 'This plan has no prices: it is not the result of an optimisation.';

export function textOf(sections: readonly (readonly string[])[]): string {
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}
