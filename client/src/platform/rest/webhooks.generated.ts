/** Written by `npm run docs:api` from the routes of the server. */
import type { components } from './schemas.generated';

export interface paths { "/hooks/{webhookId}/{secret}": { post: operations["postHooksWebhookIdSecret"]; }; }

interface operations {
    postHooksWebhookIdSecret: {
        parameters: { path: { webhookId: string; secret: string; }; };
        requestBody: {
            content: {
                "application/json": {
                    text?: string;
                    blocks?: {
                        type?: string;
                        text: { type?: string; text?: string; };
                        fields?: { type?: string; text?: string; }[];
                        accessory?: components["schemas"]["__schema0"];
                        title: { type?: string; text?: string; };
                        title_url?: string;
                        description: { type?: string; text?: string; };
                        label: { type?: string; text?: string; };
                        alt_text?: string;
                        image_url?: string;
                        elements?: components["schemas"]["__schema0"][];
                        rows?: components["schemas"]["__schema0"][][];
                    }[];
                    attachments?: {
                        fallback?: string;
                        pretext?: string;
                        author_name?: string;
                        author_link?: string;
                        title?: string;
                        title_link?: string;
                        text?: string;
                        fields?: { title?: string; value?: string; }[];
                        image_url?: string;
                        thumb_url?: string;
                        footer?: string;
                        actions?: components["schemas"]["__schema0"][];
                        blocks?: {
                            type?: string;
                            text: { type?: string; text?: string; };
                            fields?: { type?: string; text?: string; }[];
                            accessory?: components["schemas"]["__schema0"];
                            title: { type?: string; text?: string; };
                            title_url?: string;
                            description: { type?: string; text?: string; };
                            label: { type?: string; text?: string; };
                            alt_text?: string;
                            image_url?: string;
                            elements?: components["schemas"]["__schema0"][];
                            rows?: components["schemas"]["__schema0"][][];
                        }[];
                    }[];
                } & { [key: string]: unknown; };
            };
        };
        responses: { 200: { content: { "text/plain": "ok"; }; }; };
    };
}
