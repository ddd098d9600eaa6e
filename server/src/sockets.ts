import { AppError } from '@parley/shared/errors';
import { authenticateWith } from './authentication.js';
import { joinOwnRooms } from './features/sync/sync.socket.js';
import { isSigned } from './features/sessions/tokens.js';
import { Commands } from './platform/commands.js';
import type { Server } from './platform/context.js';
import type { Feature } from './platform/feature.js';
import {
  closeRefused,
  connectRefusal,
  cutSlowReaders,
  forgetRequest,
  requireToken,
  type Socket,
  type SocketServer,
} from './platform/socket.js';
import { isReadOnly } from './platform/fullDisk.js';
import { SocketGuard } from './platform/socketGuard.js';

/** Admits sockets and serves the commands of all features. Returns the function that stops the checks of sockets. */
export function serveSockets(io: SocketServer, server: Server, features: readonly Feature[]): () => void {
  const authenticated = authenticateWith(server);
  const commands = new Commands(server);
  for (const feature of features) feature.commands?.(commands);
  const logCut = (socket: Socket, reason: string): void =>
    server.log.warn({ userId: socket.data.actor.userId, reason }, 'socket cut');
  const guard = new SocketGuard(
    server,
    (name) => commands.knows(name),
    (socket) => logCut(socket, 'flood'),
  );
  requireToken(io, server, (token) => authenticated(token, 'connect'), isSigned);
  io.use((socket, next) => {
    joinOwnRooms(socket, server).then(
      () => next(),
      (error: unknown) => {
        if (!(error instanceof AppError))
          server.log.error({ err: error }, 'a socket could not join its rooms');
        next(connectRefusal(error));
        closeRefused(socket);
      },
    );
  });
  io.on('connection', (socket) => {
    forgetRequest(socket);
    guard.guard(socket);
    commands.serve(socket);
    if (isReadOnly(server)) socket.emit('server:changed', { readOnly: true });
  });
  return cutSlowReaders(io, (socket) => logCut(socket, 'not reading'));
}
