import { scenario } from './schema/scenario.ts';

/** The schema as the text of schema/scenario.schema.json. */
export function publishedSchema(): string {
  const head = { $schema: 'https://json-schema.org/draft/2020-12/schema', $id: 'urn:wattshift:scenario:1' };
  return `${JSON.stringify({ ...head, ...scenario }, null, 2)}\n`;
}
