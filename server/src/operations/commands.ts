import type { Command, Option } from './command.js';
import { parleyCommands } from './parley/commands.js';

const helpOption: Record<string, Option> = { help: { says: 'Shows this and does nothing.' } };
const commonOptions: Record<string, Option> = {
  data: { value: 'FOLDER', says: 'The data folder, instead of PARLEY_DATA.' },
  json: { says: 'One line of JSON at the end, and nothing else on standard output.' },
  ...helpOption,
};

/** The options of a command: its own and the common ones. */
export const optionsOf = ({ options, bare }: Command): Record<string, Option> => ({
  ...options,
  ...(bare ? helpOption : commonOptions),
});

/** All commands for operators, by their npm scripts. */
export const commands: Record<string, Command> = {
  start: {
    says: 'Builds what is stale and starts the server. Settings are environment variables: docs/configuration.md.',
    bare: true,
  },
  build: {
    says: 'Builds the server and the page where they are stale.',
    bare: true,
  },
  demo: {
    says: 'Fills an empty workspace with 20 people and 50,000 messages, to look around.',
  },
  backup: {
    says: 'Puts messages, files and keys into one file, of a running server too.',
    options: { to: { value: 'FILE', says: 'The file to make; by itself parley-backup-<time>.tar.gz here.' } },
  },
  restore: {
    says: 'Brings a backup into the database of the settings, with the server stopped.',
    options: {
      from: { value: 'FILE', says: 'The backup.', required: true },
      force: { says: 'Replaces the workspace that is there, for good.' },
    },
  },
  'db:move': {
    says: 'Copies messages and files to a MongoDB, with the server stopped. Safe to repeat; the source is not changed.',
    options: {
      to: { value: 'URI', says: 'The MongoDB, mongodb://host/parley.', required: true },
      from: { value: 'URI', says: 'Another MongoDB to copy from; by itself the database of the settings.' },
    },
  },
  'files:move': {
    says: 'Brings files from the store before into that of FILES_STORE, beside a running server. Safe to stop and to repeat.',
    options: {
      from: {
        value: 'STORE',
        says: 'folder, gridfs or s3; by itself the one before FILES_STORE was changed.',
      },
      'remove-old': { says: 'Removes each file from the former store once it is in the new one.' },
    },
  },
  doctor: {
    says: 'Looks at everything a server needs and names the cure for what is wrong. Status 1 when something must be mended.',
    options: { 'send-to': { value: 'EMAIL', says: 'Sends a letter there, to see whether it arrives.' } },
  },
  cluster: {
    says: 'Starts several servers of one workspace on this machine, with a balancer in front.',
    options: {
      nodes: { value: 'COUNT', says: 'How many servers, 1 to 32; by itself 3.' },
      port: { value: 'PORT', says: 'Port of the balancer; by itself PORT, or 3000.' },
    },
  },
  parley: {
    says: 'Manages people, rooms, settings and the rest, beside a running server or without one. NAME is a user name or an e-mail address.',
    commands: parleyCommands,
  },
};
