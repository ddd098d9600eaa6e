import { defineFeature } from '../../platform/feature.js';
import { findByClientId, readHeads } from './messages.access.js';
import { postNotice } from './messages.actions.js';
import { messagesMigrations } from './messages.migrations.js';
import { mountMessages } from './messages.routes.js';
import { messagesSettings } from './messages.settings.js';
import { mountMessageCommands } from './messages.socket.js';
import { loadUncounted } from './unread.access.js';

export const messages = defineFeature({
  name: 'messages',
  settings: { heading: 'Messages', shape: messagesSettings },
  migrations: messagesMigrations,
  routes: mountMessages,
  headings: { messages: 'Messages' },
  commands: mountMessageCommands,
  listen(bus, server) {
    bus.on('room.announced', async ({ notice, roomId, userId }) => {
      // A message is a person's; what a program did is in the audit log.
      if (userId !== null) await postNotice(server, { roomId, userId }, notice);
    });
    bus.on('general.entered', async (at) => {
      const { headSeq } = await readHeads(server, at.roomId);
      if (headSeq === 0) await postNotice(server, at, { kind: 'welcome' });
    });
    bus.answer('room.heads', ({ roomId }) => readHeads(server, roomId));
    bus.answer('room.uncounted', (place) => loadUncounted(server, place));
    bus.answer('file.isSent', async ({ roomId, ownerId, messageKey }) => {
      const message = await findByClientId(server, { roomId, authorId: ownerId, clientId: messageKey });
      return message !== null && !message.deletedAt;
    });
  },
});
