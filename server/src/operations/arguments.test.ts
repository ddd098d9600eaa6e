import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readArguments } from './arguments.js';
import { commands } from './commands.js';

const root = join(import.meta.dirname, '../../..');
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};

interface Outcome {
  code: number;
  out: string;
  error: string;
}

function exec(program: string, args: string[], environment: Record<string, string>): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(
      program,
      args,
      { cwd: root, env: { ...process.env, ...environment } },
      (failure, stdout, stderr) =>
        resolve({ code: failure ? Number(failure.code) : 0, out: stdout, error: stderr }),
    );
  });
}

/** Runs `npm run <name> -- …`. */
const typed = (name: string, args: string[], data: string): Promise<Outcome> =>
  exec(process.execPath, [...(scripts[name] ?? '').split(' ').slice(1), ...args], { PARLEY_DATA: data });

/** Scripts for developers of Parley only. */
const developersOwn =
  /^(dev|docs:(api|configuration)|test|test:unit|test:browser|shots|chaos|bench|mutate:permissions|format|check(:.*)?)$/;

describe('what is typed after a command', () => {
  it('is described for each script that operators run', () => {
    // A new script must be one or the other.
    const forOperators = Object.keys(scripts).filter((name) => !developersOwn.test(name));
    expect(Object.keys(commands).sort()).toEqual(forOperators.sort());
  });

  it.each(Object.keys(commands))(
    '%s: help helps, what nobody knows is refused, and nothing is done',
    async (name) => {
      const folder = await mkdtemp(join(tmpdir(), 'parley-typed-'));
      const data = join(folder, 'data');
      try {
        const help = await typed(name, ['--help'], data);
        expect(help).toMatchObject({ code: 0, error: '' });
        for (const option of Object.keys(commands[name]?.options ?? {}))
          expect(help.out).toContain(`--${option}`);
        for (const wrong of [
          ['nonsense'],
          ['--nonsense'],
          ['--nonsense=1'],
          ['--help', 'x', '--nonsense'].slice(1),
        ])
          expect(await typed(name, wrong, data)).toMatchObject({
            code: 2,
            out: '',
            error: expect.stringContaining(wrong.at(-1)?.replace(/=.*/, '') ?? '') as string,
          });
        expect(existsSync(data)).toBe(false);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  );

  it('is answered for programs when they ask', async () => {
    const help = await typed('backup', ['--help', '--json'], '/nowhere');
    expect(JSON.parse(help.out)).toMatchObject({ name: 'backup', options: { to: { value: 'FILE' } } });
    const refused = await typed('restore', ['--json'], '/nowhere');
    expect(refused.code).toBe(2);
    expect(JSON.parse(refused.error)).toEqual({ error: expect.stringContaining('--from') as string });
  });

  it('is refused when npm has taken it for itself, as in npm run backup --to=/x', () => {
    for (const [setting, option] of [
      ['token_description', 'to'],
      ['json', 'json'],
    ] as const)
      expect(() => readArguments('backup', [], { [`npm_config_${setting}`]: 'x' })).toThrow(
        `backup -- --${option}`,
      );
    expect(() => readArguments('backup', [], { npm_config_cache: '/x' })).not.toThrow();
  });

  it.each([
    ['backup', ['--to=a', '--to', 'b'], '--to is there twice'],
    ['backup', ['--to='], '--to needs a value'],
    ['backup', ['--to'], '--to'],
    ['backup', ['--json=yes'], '--json'],
    ['restore', [], '--from is missing'],
    ['start', ['--json'], '--json'],
    ['nothing', [], 'There is no command nothing'],
  ])('%s %j: %s', (name, words, message) => expect(() => readArguments(name, words, {})).toThrow(message));

  it('chooses a command within a command, with its words', () => {
    const known = commands['parley'];
    commands['parley'] = {
      says: 'All.',
      commands: {
        'users unlock': {
          says: 'Lets somebody in again.',
          words: ['NAME'],
          options: { all: { says: 'All.' } },
        },
      },
    };
    try {
      const read = (words: string[]) => readArguments('parley', words, {});
      const given = read(['users', 'unlock', 'jo', '--all']);
      expect([given.name, given.words, given.flagged('all'), given.flagged('json')]).toEqual([
        'parley users unlock',
        ['jo'],
        true,
        false,
      ]);
      expect(() => read(['users', 'unlock'])).toThrow('NAME is missing');
      expect(() => read(['users', 'unlock', 'jo', 'bo'])).toThrow("'bo'");
      expect(() => read(['users'])).toThrow("'users'");
      expect(() => read([])).toThrow('users unlock');
      expect(read(['users', '--help']).help).toBe(true);
    } finally {
      if (known) commands['parley'] = known;
      else delete commands['parley'];
    }
  });
});
