import { defineFeature } from '../../platform/feature.js';
import { sweepFiles } from './files.actions.js';
import { mountFiles } from './files.routes.js';
import { removePictureOf } from './pictures.actions.js';

export const uploads = defineFeature({
  name: 'uploads',
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
