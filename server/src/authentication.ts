import { TOKEN_PREFIX } from '@parley/shared/accessTokens';
import { authenticateToken } from './features/accessTokens/accessTokens.access.js';
import { authenticate } from './features/sessions/sessions.access.js';
import type { Server } from './platform/context.js';
import type { Authenticate } from './platform/http.js';

/** Finds who a bearer token belongs to: a session's, or a personal one. Cookies for files are of sessions alone. */
export const authenticateWith =
  (server: Server): Authenticate =>
  (token, purpose) =>
    purpose !== 'files' && token.startsWith(TOKEN_PREFIX)
      ? authenticateToken(server, token)
      : authenticate(server, token, purpose);
