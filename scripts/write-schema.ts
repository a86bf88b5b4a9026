/** Writes the published JSON Schema of scenario files from its one source. A test compares the two. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { publishedSchema } from '../src/scenario/published-schema.ts';

writeFileSync(fileURLToPath(new URL('../schema/scenario.schema.json', import.meta.url)), publishedSchema());
