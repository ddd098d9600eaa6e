import { environment, readConfig, type Config } from '../config.js';
import type { Arguments } from './arguments.js';

/** The settings a command works with: the environment's, with the data folder of `--data`. @throws Error that names each at fault */
export function configFor(given: Arguments): Config {
  const data = given.option('data');
  return readConfig({ ...environment(), ...(data === undefined ? {} : { PARLEY_DATA: data }) });
}
