import { parseArgs } from 'node:util';
import type { Command } from './command.js';
import { commands, optionsOf } from './commands.js';

/** Invalid arguments: exit status 2, and nothing was done. */
export class UsageError extends Error {}

/** The arguments of a command, checked against its description. */
export interface Arguments {
  /** The command, with its subcommand: `parley users unlock`. */
  name: string;
  command: Command;
  help: boolean;
  words: string[];
  option(name: string): string | undefined;
  flagged(name: string): boolean;
}

/** The subcommand that the first words choose. */
function choose(name: string, typed: string[]): { name: string; command: Command; rest: string[] } {
  const command = commands[name];
  if (!command) throw new UsageError(`There is no command ${name}.`);
  const end = typed.findIndex((word) => word.startsWith('-'));
  const leading = end < 0 ? typed : typed.slice(0, end);
  for (const [key, within] of Object.entries(command.commands ?? {})) {
    const words = key.split(' ');
    if (words.every((word, i) => leading[i] === word))
      return { name: `${name} ${key}`, command: within, rest: typed.slice(words.length) };
  }
  return { name, command, rest: typed };
}

function parse(command: Command, typed: string[]): ReturnType<typeof parseArgs> {
  try {
    return parseArgs({
      args: typed,
      allowPositionals: true,
      tokens: true,
      options: Object.fromEntries(
        Object.entries(optionsOf(command)).map(([name, { value }]) => [
          name,
          {
            type: value === undefined ? ('boolean' as const) : ('string' as const),
            ...(name === 'help' ? { short: 'h' } : {}),
          },
        ]),
      ),
    });
  } catch (error) {
    // Its second sentence is about positionals, which the help explains better.
    throw new UsageError((error as Error).message.split(/\. (?=To specify)|\n/)[0]?.replace(/\.?$/, '.'));
  }
}

function checkOptions(command: Command, parsed: ReturnType<typeof parse>): void {
  const seen = new Set<string>();
  for (const token of parsed.tokens ?? []) {
    if (token.kind !== 'option') continue;
    if (seen.has(token.name)) throw new UsageError(`--${token.name} is there twice.`);
    if (token.value === '') throw new UsageError(`--${token.name} needs a value.`);
    seen.add(token.name);
  }
  for (const [name, { required }] of Object.entries(command.options ?? {}))
    if (required && !seen.has(name)) throw new UsageError(`--${name} is missing.`);
}

function checkWords(command: Command, words: string[]): void {
  if (command.commands) {
    const typed = words.length > 0 ? `There is no '${words.join(' ')}'. ` : '';
    throw new UsageError(`${typed}Say which: ${Object.keys(command.commands).join(', ')}.`);
  }
  const wanted = command.words ?? [];
  const unknown = words[wanted.length + (command.optionalWord === undefined ? 0 : 1)];
  if (unknown !== undefined) throw new UsageError(`Unknown word '${unknown}'.`);
  const missing = wanted[words.length];
  if (missing !== undefined) throw new UsageError(`${missing} is missing.`);
}

/**
 * npm takes options that are not behind `--` (`npm run backup --to=/x`) for its own, and puts them into the environment, some
 * under a longer name of its own that begins so (`token-description`).
 * @throws UsageError when one of the command's options is among them
 */
function refuseNpmOptions(
  name: string,
  command: Command,
  settings: Record<string, string | undefined>,
): void {
  for (const option of Object.keys(optionsOf(command)))
    if (Object.keys(settings).some((setting) => setting.startsWith(`npm_config_${option}`)))
      throw new UsageError(`Put -- before the options: npm run ${name.split(' ')[0] ?? ''} -- --${option} …`);
}

/**
 * Parses the arguments of a command.
 * @param name the command as after `npm run`
 * @param typed the words behind it, as in process.argv
 * @param settings the environment, with the options that npm did not pass on
 * @throws UsageError for unknown, repeated or missing words and options, and for an option without its value
 */
export function readArguments(
  name: string,
  typed: string[],
  settings: Record<string, string | undefined>,
): Arguments {
  const chosen = choose(name, typed);
  refuseNpmOptions(name, chosen.command, settings);
  const help = typed.includes('--help') || typed.includes('-h');
  const parsed = parse(chosen.command, help ? ['--help'] : chosen.rest);
  if (!help) {
    checkWords(chosen.command, parsed.positionals);
    checkOptions(chosen.command, parsed);
  }
  const known = optionsOf(chosen.command);
  const valueOf = (option: string): unknown => {
    if (!known[option]) throw new Error(`${chosen.name} has no option ${option}`);
    return parsed.values[option];
  };
  return {
    name: chosen.name,
    command: chosen.command,
    help,
    words: parsed.positionals,
    option: (option) => valueOf(option) as string | undefined,
    flagged: (option) => valueOf(option) === true,
  };
}

const INDENT = 18;

const wordsOf = ({ words = [], optionalWord }: Command): string[] => [
  ...words,
  ...(optionalWord === undefined ? [] : [`[${optionalWord}]`]),
];

/** How a command is typed, what it does, and its options. */
export function helpOf(name: string, command: Command): string {
  const [script = '', ...words] = name.split(' ');
  const line = (left: string, right: string): string => `  ${left.padEnd(INDENT)} ${right}`;
  const options = Object.entries(optionsOf(command));
  const within = Object.entries(command.commands ?? {});
  const typed = [
    ...words,
    ...wordsOf(command),
    ...(within.length > 0 ? ['COMMAND'] : []),
    ...options
      .filter(([, { required }]) => required)
      .map(([option, { value = '' }]) => `--${option} ${value}`),
  ];
  return [
    `npm run ${script}${typed.length > 0 ? ` -- ${typed.join(' ')}` : ''}`,
    '',
    command.says,
    '',
    ...within.map(([key, known]) => line([key, ...wordsOf(known)].join(' '), known.says)),
    ...(within.length > 0 ? [''] : []),
    ...options.map(([option, { value, says }]) =>
      line(`--${option}${value === undefined ? '' : ` ${value}`}`, says),
    ),
    '',
  ].join('\n');
}
