import { Document, isMap, isPair, isScalar, isSeq, type Node, Scalar, visit } from 'yaml';
import { sampleScenario } from './sample.ts';
import type { ScenarioSource } from './schema/scenario.ts';

const HEADER = ` Sample fleet: three sites and 40 jobs over one day. All of it is made up by a seeded generator
 (src/scenario/sample.ts; \`node scripts/write-sample.ts\` writes this file again).
 The format is described by schema/scenario.schema.json.`;

const NUMBERS_PER_LINE = 16;
/** Jobs stand on one line each however long it is: a table reads better than a page for each. */
const LINE_WIDTH = 110;

/** The sample fleet as the text of examples/sample.yaml. */
export const sampleFileText = (): string => scenarioText(sampleScenario(), HEADER);

/** A scenario that a program made, as people write them: series wrapped, a job on a line. */
export function scenarioText(scenario: ScenarioSource, header: string): string {
  const document = new Document(scenario, { aliasDuplicateObjects: false });
  document.commentBefore = header;
  visit(document, {
    Scalar: (_key, node) => {
      // Older YAML reads 22:00 as a number to the base of sixty.
      if (typeof node.value === 'string' && /^\d\d:\d\d$/.test(node.value)) node.type = Scalar.QUOTE_DOUBLE;
    },
    Collection: (_key, node, ancestors) => {
      const ofJobs = ancestors.some(
        (ancestor) => isPair(ancestor) && isScalar(ancestor.key) && ancestor.key.value === 'jobs',
      );
      if (isPlain(node) && (ofJobs || isSeq(node) || JSON.stringify(node).length < LINE_WIDTH)) node.flow = true;
    },
  });
  const text = document.toString({ lineWidth: 0, flowCollectionPadding: true });
  return text.replaceAll(/^( *)(- )?(\w+): \[ ([-\d., e]+) \]$/gm, wrapNumbers);
}

/** Lists of plain values, and objects of plain values and such short lists: what may stand on one line. */
function isPlain(node: Node): boolean {
  if (isSeq(node)) return node.items.every(isScalar);
  return (
    isMap(node) &&
    node.items.every(({ value }) => isScalar(value) || (isSeq(value) && value.items.length < 10 && isPlain(value)))
  );
}

function wrapNumbers(line: string, indent: string, dash: string | undefined, key: string, list: string): string {
  const numbers = list.split(', ');
  if (numbers.length <= NUMBERS_PER_LINE) return line;
  const inner = `${indent}${dash === undefined ? '' : '  '}  `;
  const rows = Array.from({ length: Math.ceil(numbers.length / NUMBERS_PER_LINE) }, (_, row) =>
    numbers.slice(row * NUMBERS_PER_LINE, (row + 1) * NUMBERS_PER_LINE).join(', '),
  );
  return `${indent}${dash ?? ''}${key}:\n${inner}[\n${rows.map((row) => `${inner}  ${row},`).join('\n')}\n${inner}]`;
}
