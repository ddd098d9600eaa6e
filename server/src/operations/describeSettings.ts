import { z } from 'zod';
import { settings } from '../config.js';

const cell = (text: string): string => text.replace(/\|/g, '\\|');

function defaultOf(schema: z.ZodType): string {
  const value: unknown = schema instanceof z.ZodDefault ? schema.def.defaultValue : undefined;
  if (value === undefined) return '–';
  return `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
}

/** All settings as the page for people, docs/configuration.md. */
export function describeSettings(): string {
  const rows = Object.entries(settings).map(
    ([name, schema]) => `| \`${name}\` | ${defaultOf(schema)} | ${cell(schema.description ?? '')} |`,
  );
  return `# Configuration

Environment variables, read once at start by \`server/src/config.ts\`, from which this page is made
(\`npm run docs:configuration\`). A wrong value stops the start with a sentence; \`npm run doctor\` looks at the rest.

| variable | default | meaning |
| --- | --- | --- |
${rows.join('\n')}
`;
}
