/** Written by `npm run docs:api` from the routes of the server. */
import type { components } from './schemas.generated';

export interface paths { "/search": { get: operations["getSearch"]; }; }

interface operations {
    getSearch: {
        parameters: {
            query: {
                q: string;
                sort?: "newest" | "best";
                limit?: number;
                before?: string;
                timeZone?: string;
                utcOffset?: number;
            };
        };
        responses: { 200: { content: { "application/json": components["schemas"]["SearchPage"]; }; }; };
    };
}
