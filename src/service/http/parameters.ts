import Type from 'typebox';
import { HttpProblem, type RequestFault } from './problem-details.ts';

/**
 * Whole numbers in paths and queries. They come as text and are checked as text: the validator's own conversion would
 * make 1 of 1.5 without a word.
 */
export const wholeNumberText = () => Type.String({ pattern: '^(0|[1-9][0-9]{0,8})$', title: 'a whole number' });

export interface NumberRange {
  readonly least: number;
  readonly most: number;
}

/** The number that a text of the schema above states. Throws HttpProblem where it lies outside of the range. */
export function wholeNumber(where: string, text: string, { least, most }: NumberRange): number {
  const value = Number(text);
  if (value >= least && value <= most) return value;
  const fault: RequestFault = { where, detail: `must be from ${least} to ${most}` };
  throw new HttpProblem(400, 'The request is not as expected.', { faults: [fault] });
}
