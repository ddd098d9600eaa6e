import type { SessionView } from '@parley/shared/sessions';
import type { SessionDoc } from './sessions.model.js';

export const viewSession = (session: SessionDoc, currentSessionId: string): SessionView => ({
  sessionId: String(session._id),
  createdAt: session.createdAt.toISOString(),
  lastUsedAt: session.lastUsedAt.toISOString(),
  userAgent: session.userAgent,
  address: session.address,
  current: String(session._id) === currentSessionId,
});
