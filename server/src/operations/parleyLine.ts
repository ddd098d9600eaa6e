import { parseArgs } from 'node:util';
import type { OperatorRequest } from '@parley/shared/recovery';
import { email } from '@parley/shared/users';

export const HELP = `npm run parley -- users <command> [<name>]

Gives people a way back in, beside a running server or without one. <name> is a user name or an e-mail address.

  users list                       everybody, with role and e-mail
  users reset-password <name>      prints a link with which they set a new password, good once, for 24 hours
      --ask                        instead asks for the new password, hidden; or reads it from a pipe.
                                   Signs them out everywhere, and their access tokens end
  users make-owner <name>          makes them an owner of the workspace, and active
  users set-email <name> <email>   sets their e-mail address; "none" removes it
  users unlock <name>              forgets their failed attempts to sign in

  --json                           one line of JSON, for programs
  --help                           this text; does nothing

It uses PARLEY_DATA and MONGODB_URI as the server does.`;

/** A command line that is none of ours. */
export class UnknownWords extends Error {}

const commands = ['list', 'reset-password', 'make-owner', 'set-email', 'unlock'] as const;
type CommandName = (typeof commands)[number];
const words: Record<CommandName, string[]> = {
  list: [],
  'reset-password': ['name'],
  'make-owner': ['name'],
  'set-email': ['name', 'email'],
  unlock: ['name'],
};

function readLine(argv: string[]) {
  try {
    return parseArgs({
      args: argv,
      allowPositionals: true,
      options: { help: { type: 'boolean' }, json: { type: 'boolean' }, ask: { type: 'boolean' } },
    });
  } catch (error) {
    throw new UnknownWords((error as Error).message);
  }
}

/** `ask`: the new password is typed, or comes through a pipe. */
export type Line = { help: true } | { help: false; ask: boolean; request: OperatorRequest };

/** What is asked for. @throws UnknownWords */
export function parseLine(argv: string[]): Line {
  const { values, positionals } = readLine(argv);
  if (values.help === true) return { help: true };
  const [topic, command, ...rest] = positionals;
  if (topic !== 'users')
    throw new UnknownWords(topic === undefined ? 'Say what to do.' : `Unknown word: ${topic}`);
  const known = commands.find((name) => name === command);
  if (!known)
    throw new UnknownWords(command === undefined ? 'Say what to do.' : `Unknown command: ${command}`);
  const wanted = words[known];
  if (rest.length < wanted.length) throw new UnknownWords(`users ${known} needs <${wanted[rest.length]}>.`);
  if (rest.length > wanted.length) throw new UnknownWords(`Unknown word: ${rest[wanted.length]}`);
  const ask = values.ask === true;
  if (ask && known !== 'reset-password') throw new UnknownWords('--ask belongs to reset-password.');
  const [name = '', address = ''] = rest;
  if (known === 'list') return { help: false, ask, request: { command: known } };
  if (known !== 'set-email') return { help: false, ask, request: { command: known, name } };
  const parsed = address === 'none' ? null : email.safeParse(address);
  if (parsed?.success === false) throw new UnknownWords(`${address} is no e-mail address.`);
  return { help: false, ask, request: { command: known, name, email: parsed?.data ?? null } };
}
