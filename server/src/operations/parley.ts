import { exportTo } from './parley/export.js';
import { follow } from './parley/follow.js';
import { reach } from './parley/reach.js';
import { requestOf, withHidden } from './parley/requests.js';
import { sentenceOf } from './parley/sentences.js';
import { configFor } from './settings.js';
import { result, run } from './terminal.js';

/** `npm run parley -- …`: manages a workspace from the command line. */
await run('parley', async (given) => {
  const typed = requestOf(given);
  const config = await configFor(given);
  if (typed.command === 'export') return await exportTo(config, given);
  if (typed.command === 'audit-tail' && given.flagged('follow')) return await follow(config, typed);
  const request = await withHidden(given, typed);
  const answer = await reach(config, request);
  // A log that is not whole is a failure for programs, too.
  if (answer.check?.ok === false) throw new Error(sentenceOf(request, answer));
  result(answer, sentenceOf(request, answer));
});
