import type { Commands } from '../../platform/commands.js';
import { findAccountOfConnect } from '../users/users.access.js';
import { dropConnection, noteConnection, setDoNotDisturb } from './presence.actions.js';

export function mountPresence(commands: Commands): void {
  const { server } = commands;
  commands.onArrival(({ id, data: { actor } }) => {
    const { userId } = actor;
    noteConnection(server, userId, { id, active: true });
    // Commands are answered at once; the account's do-not-disturb follows when it is read.
    findAccountOfConnect(server, userId).then(
      (me) => setDoNotDisturb(server, userId, me?.presenceMode === 'dnd'),
      (error: unknown) => server.log.warn({ err: error }, 'the presence mode could not be read'),
    );
  });
  commands.on('presence:set', ({ userId }, { active }, { id }) => {
    noteConnection(server, userId, { id, active });
    return Promise.resolve(null);
  });
  commands.onDeparture(({ id, data: { actor } }) => dropConnection(server, actor.userId, id));
}
