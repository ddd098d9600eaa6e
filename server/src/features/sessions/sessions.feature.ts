import { viewSession } from './sessions.view.js';
import { listSessions } from './sessions.access.js';
import { defineFeature } from '../../platform/feature.js';
import { areInvited } from '../workspace/workspace.access.js';
import { admit } from '../workspace/workspace.actions.js';
import { sessionJobs } from './sessions.jobs.js';
import { sessionsLive } from './sessions.live.js';
import { mountSessions } from './sessions.routes.js';
import { sessionsSettings } from './sessions.settings.js';

export const sessions = defineFeature({
  name: 'sessions',
  ownData: async (actor) => ({
    sessions: (await listSessions(actor)).map((session) => viewSession(session, actor.sessionId)),
  }),
  settings: { heading: 'Signing in', shape: sessionsSettings },
  routes: (routes) => mountSessions(routes, { admit, areInvited }),
  live: [sessionsLive],
  jobs: sessionJobs,
  headings: { auth: 'Signing in' },
});
