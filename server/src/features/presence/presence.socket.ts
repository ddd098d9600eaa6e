import type { Server } from '../../platform/context.js';
import { onCommand, type Socket } from '../../platform/socket.js';
import { findAccountOfConnect } from '../users/users.access.js';
import { dropConnection, noteConnection, setDoNotDisturb } from './presence.actions.js';

export function mountPresence(socket: Socket, server: Server): void {
  const { userId } = socket.data.actor;
  noteConnection(server, userId, { id: socket.id, active: true });
  // Handlers must stand before the first command comes, so what the account says follows when it is known.
  findAccountOfConnect(server, userId).then(
    (me) => setDoNotDisturb(server, userId, me?.presenceMode === 'dnd'),
    (error: unknown) => server.log.warn({ err: error }, 'the presence mode could not be read'),
  );
  onCommand(socket, server, 'presence:set', (_actor, { active }) => {
    noteConnection(server, userId, { id: socket.id, active });
    return Promise.resolve(null);
  });
  socket.on('disconnect', () => dropConnection(server, userId, socket.id));
}
