import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { socketPathFor } from '@parley/embedded-mongo';
import type { OperatorRequest } from '@parley/shared/operator';
import type { Config } from '../../config.js';
import type {
  ExportPart,
  OperatorAnswer,
  OperatorOutcome,
  SendPart,
} from '../../features/operator/operator.actions.js';
import { askControl, CONTROL_SOCKET } from '../../platform/controlSocket.js';
import { askHidden } from '../askHidden.js';

/**
 * Reads a secret, never from the command line, which everybody on the machine can read.
 * @param called what it is, for the question and its lack
 * @throws Error when none is entered
 */
export async function readHidden(called: string): Promise<string> {
  const given = process.stdin.isTTY
    ? await askHidden(`${called}: `)
    : (await text(process.stdin)).replace(/\r?\n$/, '');
  if (given === '') throw new Error(`${called}: nothing was entered, and nothing was changed.`);
  return given;
}

/** The whole server is loaded only when needed. */
async function alone(config: Config, request: OperatorRequest, send: SendPart): Promise<OperatorOutcome> {
  const { operateAlone } = await import('../operateAlone.js');
  return await operateAlone(config, request, send);
}

/**
 * Sends a request through the server of this data folder if there is one, since it ends sockets at once. Otherwise through the database.
 * @param receive called with the parts of an export, one after the other
 * @throws Error with the sentence of the refusal
 */
export async function reach(
  config: Config,
  request: OperatorRequest,
  receive: SendPart = () => Promise.resolve(),
): Promise<OperatorAnswer> {
  if (config.MONGODB_URI === undefined && !existsSync(join(config.dataFolder, 'db', 'parley.mdb')))
    throw new Error(
      `There is no workspace in ${config.dataFolder}. Set PARLEY_DATA, or MONGODB_URI, as your server has it.`,
    );
  const reached =
    existsSync(config.dataFolder) && process.platform !== 'win32'
      ? await askControl(socketPathFor(config.dataFolder, CONTROL_SOCKET), request, (part) =>
          receive(part as ExportPart),
        )
      : undefined;
  const outcome = (reached?.answer as OperatorOutcome | undefined) ?? (await alone(config, request, receive));
  if ('error' in outcome) throw new Error(outcome.error);
  return outcome.answer;
}
