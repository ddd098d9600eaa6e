import { mkdtempSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import { afterAll, describe, expect, it } from 'vitest';
import type { Api, Law } from './law.ts';
import { chainLaws } from './laws.chain.ts';
import { epochLaws } from './laws.epochs.ts';
import { messageLaws } from './laws.messages.ts';
import { vaultLaws } from './laws.vault.ts';
import { chainMutants, epochMutants, messageMutants, vaultMutants, type Mutant } from './mutants.ts';

const source = resolve(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'parley-e2ee-mutants-'));
const compile = (text: string): string =>
  ts.transpileModule(text, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  }).outputText;
const sources = new Map(
  readdirSync(source)
    .filter((name) => name.endsWith('.ts'))
    .map((name) => [name, readFileSync(join(source, name), 'utf8')]),
);
const compiled = new Map([...sources].map(([name, text]) => [name, compile(text)]));
let made = 0;

/** Builds the package with one mistake, in a folder of its own. */
async function build({ file, from, to }: Mutant): Promise<Api> {
  const text = sources.get(file) ?? '';
  expect(text.split(from).length - 1, `${from} stands once in ${file}`).toBe(1);
  made += 1;
  const out = join(folder, String(made));
  mkdirSync(out);
  writeFileSync(join(out, 'package.json'), '{"type":"module"}');
  for (const [name, code] of compiled)
    writeFileSync(
      join(out, name.replace(/ts$/, 'js')),
      name === file ? compile(text.replace(from, () => to)) : code,
    );
  return (await import(/* @vite-ignore */ pathToFileURL(join(out, 'e2ee.js')).href)) as Api;
}

/** @returns the first law that a mutant breaks; null, if it breaks none */
async function brokenBy(api: Api, laws: Law[]): Promise<string | null> {
  for (const law of laws) {
    const broken = await law.holds(api).then(
      () => false,
      () => true,
    );
    if (broken) return law.name;
  }
  return null;
}

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each([
  ['messages', messageMutants, messageLaws],
  ['epochs', epochMutants, epochLaws],
  ['chains', chainMutants, chainLaws],
  ['vault', vaultMutants, vaultLaws],
])('mutants of %s', (_, mutants, laws) => {
  it('without a mistake every law holds', async () => {
    expect(
      await brokenBy(await build({ file: 'e2ee.ts', from: "'./bytes.js'", to: "'./bytes.js'" }), laws),
    ).toBeNull();
  });

  it.each(
    mutants.map(
      (mutant) =>
        [
          `${mutant.file}: ${mutant.from.trim().slice(0, 70)} → ${mutant.to.trim().slice(0, 40)}`,
          mutant,
        ] as const,
    ),
  )('%s', async (_name, mutant) => {
    expect(await brokenBy(await build(mutant), laws)).not.toBeNull();
  });
});
