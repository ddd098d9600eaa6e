import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { operatorRequest, type OperatorRequest } from '@parley/shared/recovery';
import type { Config } from '../config.js';
import { socketPathFor } from '@parley/embedded-mongo';
import type { OperatorAnswer, OperatorOutcome } from '../features/recovery/operator.actions.js';
import { askControl, CONTROL_SOCKET } from '../platform/controlSocket.js';
import { askHidden } from './askHidden.js';
import { UsageError, type Arguments } from './arguments.js';
import { configFor } from './settings.js';
import { result, run } from './terminal.js';

/** Reads a password, never from the command line, which everybody on the machine can read. */
async function newPassword(): Promise<string> {
  const given = process.stdin.isTTY
    ? await askHidden('New password: ')
    : (await text(process.stdin)).replace(/\r?\n$/, '');
  if (given === '') throw new Error('No password was given; nothing was changed.');
  return given;
}

/** The whole server is loaded only when needed. */
async function alone(config: Config, request: OperatorRequest): Promise<OperatorOutcome> {
  const { operateAlone } = await import('./operateAlone.js');
  return await operateAlone(config, request);
}

/** Through the server of this data folder if there is one, since it ends sockets at once. Otherwise through the database. */
async function ask(config: Config, request: OperatorRequest): Promise<OperatorAnswer> {
  if (config.MONGODB_URI === undefined && !existsSync(join(config.dataFolder, 'db', 'parley.mdb')))
    throw new Error(
      `There is no workspace in ${config.dataFolder}. Set PARLEY_DATA, or MONGODB_URI, as your server has it.`,
    );
  const reached =
    existsSync(config.dataFolder) && process.platform !== 'win32'
      ? await askControl(socketPathFor(config.dataFolder, CONTROL_SOCKET), request)
      : undefined;
  const outcome = (reached?.answer as OperatorOutcome | undefined) ?? (await alone(config, request));
  if ('error' in outcome) throw new Error(outcome.error);
  return outcome.answer;
}

function sentence(request: OperatorRequest, { users, link }: OperatorAnswer): string {
  const [user] = users;
  const name = `@${user?.username ?? ''}`;
  switch (request.command) {
    case 'list':
      return users
        .map(({ username, displayName, email: address, role, active }) =>
          [
            `@${username}`.padEnd(24),
            role.padEnd(10),
            (active ? '' : 'deactivated').padEnd(12),
            `${displayName}${address === null ? '' : ` <${address}>`}`,
          ].join(' '),
        )
        .join('\n');
    case 'reset-password':
      return link
        ? `A link for ${name}, good once, until ${link.expiresAt}:\n\n  ${link.url}\n\nWhoever has it can sign in as ${name}.`
        : `${name} has the new password, and was signed out everywhere.`;
    case 'make-owner':
      return `${name} is an owner of the workspace.`;
    case 'set-email':
      return user?.email == null ? `${name} has no e-mail address.` : `${name} has ${user.email}.`;
    case 'factors-off':
      return `${name} signs in with the password alone. The second factor and the recovery codes are gone.`;
    case 'unlock':
      return `${name} can try to sign in again.`;
  }
}

/** The request for the arguments. @throws UsageError */
function requestOf({ name, words: [person = '', address = ''] }: Arguments): OperatorRequest {
  const command = name.replace('parley users ', '');
  const request = operatorRequest.safeParse({
    command,
    ...(command === 'list' ? {} : { name: person }),
    ...(command === 'set-email' ? { email: address === 'none' ? null : address } : {}),
  });
  if (request.success) return request.data;
  const [fault] = request.error.issues;
  throw new UsageError(`${fault?.path.join('.') ?? ''}: ${fault?.message ?? ''}`);
}

/** `npm run parley -- users …`: restores people's access. */
await run('parley', async (given) => {
  const request = requestOf(given);
  const asks = request.command === 'reset-password' && given.flagged('ask');
  const config = await configFor(given);
  const answer = await ask(config, asks ? { ...request, password: await newPassword() } : request);
  result(answer, sentence(request, answer));
});
