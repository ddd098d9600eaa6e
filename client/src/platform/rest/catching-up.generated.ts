/** Written by `npm run docs:api` from the routes of the server. */
import type { components } from './schemas.generated';

export interface paths { "/sync": { get: operations["getSync"]; }; }

interface operations {
    getSync: { responses: { 200: { content: { "application/json": components["schemas"]["Sync"]; }; }; }; };
}
