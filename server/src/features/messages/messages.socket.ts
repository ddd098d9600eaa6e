import type { Server } from '../../platform/context.js';
import { onCommand, type Socket } from '../../platform/socket.js';
import { sendMessage, sendMessages } from './messages.actions.js';

export function mountMessageCommands(socket: Socket, server: Server): void {
  onCommand(
    socket,
    server,
    'message:send',
    async (actor, input) => (await sendMessage(actor, input)).message,
  );
  onCommand(socket, server, 'messages:send', async (actor, input) => ({
    messages: await sendMessages(actor, input),
  }));
}
