import { join } from 'node:path';

const server = join(import.meta.dirname, '../..');

/**
 * How Node is told to run a program of the server. From source; as it ships where `PARLEY_BUILT` says that it is freshly built,
 * which `npm test` does before: each start then takes a fraction of the time.
 *
 * @param name its path below `src`, without an ending
 */
export const programArguments = (name: string): string[] =>
  process.env['PARLEY_BUILT'] === undefined
    ? ['--conditions=parley-source', '--import', 'tsx', join(server, 'src', `${name}.ts`)]
    : [join(server, 'dist', `${name}.js`)];
