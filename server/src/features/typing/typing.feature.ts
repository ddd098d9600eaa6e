import { defineFeature } from '../../platform/feature.js';
import { mountTypingCommands } from './typing.socket.js';

export const typing = defineFeature({
  name: 'typing',
  commands: mountTypingCommands,
});
