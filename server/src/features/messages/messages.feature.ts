import { defineFeature } from '../../platform/feature.js';
import { messagesMigrations } from './messages.migrations.js';
import { mountMessages } from './messages.routes.js';
import { mountMessageCommands } from './messages.socket.js';

export const messages = defineFeature({
  name: 'messages',
  migrations: messagesMigrations,
  routes: mountMessages,
  headings: { messages: 'Messages' },
  commands: mountMessageCommands,
});
