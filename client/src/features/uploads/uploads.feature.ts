import { defineFeature } from '../../core/feature';
import { roomsWithFiles } from './public/pendingFiles';

export const uploads = defineFeature({
  name: 'uploads',
  // Files of a composer are in memory only.
  unsent: [{ name: 'files', read: () => roomsWithFiles().map((roomId) => [roomId, null]) }],
});
