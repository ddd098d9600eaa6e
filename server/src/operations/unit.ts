import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The systemd unit that runs the server of this installation, as far as its settings go. */
export interface Unit {
  name: string;
  environment: Record<string, string>;
  /** A settings file that this user may not read. */
  unreadable?: string;
}

/** The folders of units, by precedence. Source: systemd.unit(5), which also names the variable. */
const folders = ['/etc', '/run', '/usr/local/lib', '/usr/lib', '/lib'].map((at) => `${at}/systemd/system`);

/** Lines of a unit as names and values; one that ends in a backslash continues in the next. */
function entriesOf(text: string): [string, string][] {
  return text
    .replace(/\\\r?\n/g, ' ')
    .split(/\r?\n/)
    .flatMap((line) => {
      const [, name, value] = /^\s*([A-Za-z]+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
      return name === undefined || value === undefined ? [] : [[name, value] as [string, string]];
    });
}

/** `A=1 "B=two words" C='3'` as variables. */
function variablesOf(text: string): [string, string][] {
  return [...text.matchAll(/"([^"]*)"|'([^']*)'|((?:[^\s"']|"[^"]*"|'[^']*')+)/g)].flatMap((found) => {
    const word = (found[1] ?? found[2] ?? found[3] ?? '').trim();
    const at = word.indexOf('=');
    if (at <= 0) return [];
    return [[word.slice(0, at), word.slice(at + 1).replace(/^(["'])(.*)\1$/, '$2')] as [string, string]];
  });
}

function readFileOfVariables(path: string): [string, string][] {
  return readFileSync(path, 'utf8')
    .split(/\r?\n/)
    .filter((line) => !/^\s*[#;]/.test(line))
    .flatMap((line) => {
      const [, name, value = ''] = /^\s*(\w+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
      return name === undefined ? [] : [[name, value.replace(/^(["'])(.*)\1$/, '$2')] as [string, string]];
    });
}

/** The text of a unit, with the drop-ins of administrators. */
function textOf(name: string, at: string[]): string {
  const dropIns = at
    .map((folder) => join(folder, `${name}.d`))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) =>
      readdirSync(folder)
        .filter((file) => file.endsWith('.conf'))
        .sort()
        .map((file) => join(folder, file)),
    );
  const own = at.map((folder) => join(folder, name)).find((path) => existsSync(path));
  return [...(own === undefined ? [] : [own]), ...dropIns]
    .map((path) => readFileSync(path, 'utf8'))
    .join('\n');
}

const real = (path: string): string => (existsSync(path) ? realpathSync(path) : path);

function unitOf(name: string, text: string): Unit {
  const environment: Record<string, string> = {};
  let unreadable: string | undefined;
  const entries = entriesOf(text);
  const folder = entries.findLast(([key]) => key === 'WorkingDirectory')?.[1] ?? '/';
  for (const [key, value] of entries) {
    if (key === 'Environment') Object.assign(environment, Object.fromEntries(variablesOf(value)));
    if (key !== 'EnvironmentFile') continue;
    const path = value.replace(/^-/, '');
    try {
      Object.assign(environment, Object.fromEntries(readFileOfVariables(path)));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') unreadable = path;
    }
  }
  environment['PARLEY_DATA'] = resolve(folder.replace(/^-/, ''), environment['PARLEY_DATA'] ?? 'data');
  return { name, environment, ...(unreadable === undefined ? {} : { unreadable }) };
}

/** Whether it starts the server of the installation in `root`. */
function isOurs(text: string, root: string): boolean {
  const entries = entriesOf(text);
  const command = entries.findLast(([key]) => key === 'ExecStart')?.[1] ?? '';
  const folder = entries.findLast(([key]) => key === 'WorkingDirectory')?.[1];
  if (!/server\/dist\/main\.js|scripts\/start\.mjs|npm (?:run )?start/.test(command)) return false;
  return command.includes(`${root}/`) || (folder !== undefined && real(folder.replace(/^-/, '')) === root);
}

/**
 * Finds the unit of an installation.
 * @param root folder of the installation
 * @param searched `SYSTEMD_UNIT_PATH`, if it is set
 */
export function findUnit(root: string, searched: string | undefined): Unit | undefined {
  const at = (searched?.split(':').filter((path) => path !== '') ?? folders).filter((path) =>
    existsSync(path),
  );
  const names = new Set(
    at.flatMap((folder) => readdirSync(folder).filter((name) => name.endsWith('.service'))),
  );
  for (const name of names) {
    try {
      const text = textOf(name, at);
      if (isOurs(text, real(root))) return unitOf(name, text);
    } catch {
      // A unit that cannot be read, or a dangling link, is not ours.
    }
  }
  return undefined;
}
