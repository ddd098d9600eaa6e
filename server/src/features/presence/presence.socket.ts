import type { Server } from '../../platform/context.js';
import { onCommand, type Socket } from '../../platform/socket.js';
import { dropConnection, noteConnection } from './presence.actions.js';

export function mountPresence(socket: Socket, server: Server, dnd: boolean): void {
  const { userId } = socket.data.actor;
  noteConnection(server, userId, { id: socket.id, active: true, dnd });
  onCommand(socket, server, 'presence:set', (_actor, { active }) => {
    noteConnection(server, userId, { id: socket.id, active });
    return Promise.resolve(null);
  });
  socket.on('disconnect', () => dropConnection(server, userId, socket.id));
}
