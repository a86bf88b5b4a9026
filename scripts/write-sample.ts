/** Writes examples/sample.yaml from the seeded generator. A test compares the two. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { sampleFileText } from '../src/scenario/sample-text.ts';

writeFileSync(fileURLToPath(new URL('../examples/sample.yaml', import.meta.url)), sampleFileText());
