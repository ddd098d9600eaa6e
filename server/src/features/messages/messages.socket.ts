import type { Commands } from '../../platform/commands.js';
import { sendMessage, sendMessages } from './messages.actions.js';

export function mountMessageCommands(commands: Commands): void {
  commands.on('message:send', async (actor, input) => (await sendMessage(actor, input)).message);
  commands.on('messages:send', async (actor, input) => ({ messages: await sendMessages(actor, input) }));
}
