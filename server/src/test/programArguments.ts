import { join } from 'node:path';

const server = join(import.meta.dirname, '../..');

/**
 * The arguments of Node that run a program of the server. From source; built where `PARLEY_BUILT` shows that the build is fresh, as
 * `npm test` sets it: each start then takes a fraction of the time.
 *
 * @param name its path below `src`, without an ending
 */
export const programArguments = (name: string): string[] =>
  process.env['PARLEY_BUILT'] === undefined
    ? ['--conditions=parley-source', '--import', 'tsx', join(server, 'src', `${name}.ts`)]
    : [join(server, 'dist', `${name}.js`)];
