import { defineFeature } from '../../platform/feature.js';
import { sweepFiles } from './files.actions.js';
import { mountFiles } from './files.routes.js';
import { removePictureOf } from './pictures.actions.js';
import { uploadsSettings } from './uploads.settings.js';

export const uploads = defineFeature({
  name: 'uploads',
  settings: { heading: 'Files', shape: uploadsSettings },
  routes: mountFiles,
  listen: (bus, server) => bus.on('person.erased', ({ userId }) => removePictureOf(server, userId)),
  headings: { files: 'Files' },
  jobs: [
    {
      name: 'uploads.sweep',
      everyMs: () => 60 * 60_000,
      runs: 'cluster',
      run: ({ server }) => sweepFiles(server, Date.now()),
    },
  ],
});
