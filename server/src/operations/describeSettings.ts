import { z } from 'zod';
import { serverSettings } from '../config.js';
import { features } from '../features.js';

const cell = (text: string): string => text.replace(/\|/g, '\\|');

function defaultOf(schema: z.ZodType): string {
  const value: unknown = schema instanceof z.ZodDefault ? schema.def.defaultValue : undefined;
  if (value === undefined) return '–';
  return `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
}

/** All settings by their heading: the server's own, then those of the features. */
export function settingsByHeading(): Map<string, [string, z.ZodType][]> {
  const found = new Map([['The server', Object.entries<z.ZodType>(serverSettings)]]);
  for (const { settings } of features)
    if (settings)
      found.set(settings.heading, [
        ...(found.get(settings.heading) ?? []),
        ...Object.entries(settings.shape),
      ]);
  return found;
}

function tableOf([heading, settings]: [string, [string, z.ZodType][]]): string {
  const rows = settings.map(
    ([name, schema]) => `| \`${name}\` | ${defaultOf(schema)} | ${cell(schema.description ?? '')} |`,
  );
  return `## ${heading}\n\n| variable | default | meaning |\n| --- | --- | --- |\n${rows.join('\n')}\n`;
}

/** All settings as a page of the documentation, docs/configuration.md. */
export function describeSettings(): string {
  return `# Configuration

Environment variables, read once at start by \`server/src/config.ts\`. This page is made from it and from the settings of each feature
(\`npm run docs:configuration\`). A wrong value stops the start with a sentence; \`npm run doctor\` looks at the rest.

${[...settingsByHeading()].map(tableOf).join('\n')}`;
}
