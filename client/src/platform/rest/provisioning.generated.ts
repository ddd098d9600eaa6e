/** Written by `npm run docs:api` from the routes of the server. */
import type { components } from './schemas.generated';

export interface paths {
    "/provisioning/tokens": { get: operations["getProvisioningTokens"]; post: operations["postProvisioningTokens"]; };
    "/provisioning/tokens/{tokenId}": { delete: operations["deleteProvisioningTokensTokenId"]; };
}

interface operations {
    getProvisioningTokens: {
        responses: {
            200: { content: { "application/json": { tokens: components["schemas"]["ScimToken"][]; }; }; };
        };
    };
    postProvisioningTokens: {
        requestBody: { content: { "application/json": { name: string; managesOwners?: boolean; }; }; };
        responses: { 201: { content: { "application/json": components["schemas"]["CreatedScimToken"]; }; }; };
    };
    deleteProvisioningTokensTokenId: {
        parameters: { path: { tokenId: string; }; };
        responses: { 204: { }; }; };
}
