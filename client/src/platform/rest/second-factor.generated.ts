/** Written by `npm run docs:api` from the routes of the server. */
import type { components } from './schemas.generated';

export interface paths {
    "/auth/passkey/options": { post: operations["postAuthPasskeyOptions"]; };
    "/auth/passkey": { post: operations["postAuthPasskey"]; };
    "/session/confirm/passkey/options": { post: operations["postSessionConfirmPasskeyOptions"]; };
    "/session/confirm/passkey": { post: operations["postSessionConfirmPasskey"]; };
    "/auth/enrol/totp": { post: operations["postAuthEnrolTotp"]; };
    "/auth/enrol/totp/confirm": { post: operations["postAuthEnrolTotpConfirm"]; };
    "/auth/enrol/passkey/options": { post: operations["postAuthEnrolPasskeyOptions"]; };
    "/auth/enrol/passkey": { post: operations["postAuthEnrolPasskey"]; };
    "/me/factors": { get: operations["getMeFactors"]; };
    "/me/factors/totp": { post: operations["postMeFactorsTotp"]; delete: operations["deleteMeFactorsTotp"]; };
    "/me/factors/totp/confirm": { post: operations["postMeFactorsTotpConfirm"]; };
    "/me/factors/recovery-codes": { post: operations["postMeFactorsRecovery-codes"]; };
    "/me/factors/passkeys/options": { post: operations["postMeFactorsPasskeysOptions"]; };
    "/me/factors/passkeys": { post: operations["postMeFactorsPasskeys"]; };
    "/me/factors/passkeys/{passkeyId}": {
        delete: operations["deleteMeFactorsPasskeysPasskeyId"];
        patch: operations["patchMeFactorsPasskeysPasskeyId"];
    };
    "/users/{userId}/factors": { delete: operations["deleteUsersUserIdFactors"]; };
    "/users/{userId}/factors/{factorId}": { delete: operations["deleteUsersUserIdFactorsFactorId"]; };
}

interface operations {
    postAuthPasskeyOptions: {
        responses: { 200: { content: { "application/json": components["schemas"]["UsePasskeyOptions"]; }; }; };
    };
    postAuthPasskey: {
        requestBody: {
            content: {
                "application/json": {
                    passkey: {
                        id: string;
                        rawId: string;
                        type: "public-key";
                        authenticatorAttachment?: "platform" | "cross-platform";
                        clientExtensionResults: { credProps?: { rk?: boolean; }; };
                        response: { clientDataJSON: string; authenticatorData: string; signature: string; userHandle?: string; };
                    };
                };
            };
        };
        responses: { 200: { content: { "application/json": components["schemas"]["SignedIn"]; }; }; };
    };
    postSessionConfirmPasskeyOptions: {
        responses: { 200: { content: { "application/json": components["schemas"]["UsePasskeyOptions"]; }; }; };
    };
    postSessionConfirmPasskey: {
        requestBody: {
            content: {
                "application/json": {
                    passkey: {
                        id: string;
                        rawId: string;
                        type: "public-key";
                        authenticatorAttachment?: "platform" | "cross-platform";
                        clientExtensionResults: { credProps?: { rk?: boolean; }; };
                        response: { clientDataJSON: string; authenticatorData: string; signature: string; userHandle?: string; };
                    };
                };
            };
        };
        responses: { 204: { }; }; };
    postAuthEnrolTotp: {
        requestBody: { content: { "application/json": { ticket: string; }; }; };
        responses: { 200: { content: { "application/json": components["schemas"]["TotpSetup"]; }; }; };
    };
    postAuthEnrolTotpConfirm: {
        requestBody: { content: { "application/json": { ticket: string; code: string; }; }; };
        responses: { 200: { content: { "application/json": components["schemas"]["Enrolled"]; }; }; };
    };
    postAuthEnrolPasskeyOptions: {
        requestBody: { content: { "application/json": { ticket: string; }; }; };
        responses: { 200: { content: { "application/json": components["schemas"]["CreatePasskeyOptions"]; }; }; };
    };
    postAuthEnrolPasskey: {
        requestBody: {
            content: {
                "application/json": {
                    ticket: string;
                    name: string;
                    passkey: {
                        id: string;
                        rawId: string;
                        type: "public-key";
                        authenticatorAttachment?: "platform" | "cross-platform";
                        clientExtensionResults: { credProps?: { rk?: boolean; }; };
                        response: {
                            clientDataJSON: string;
                            attestationObject: string;
                            authenticatorData?: string;
                            transports?: string[];
                            publicKeyAlgorithm?: number;
                            publicKey?: string;
                        };
                    };
                };
            };
        };
        responses: { 200: { content: { "application/json": components["schemas"]["Enrolled"]; }; }; };
    };
    getMeFactors: {
        responses: { 200: { content: { "application/json": components["schemas"]["Factors"]; }; }; };
    };
    postMeFactorsTotp: {
        responses: { 200: { content: { "application/json": components["schemas"]["TotpSetup"]; }; }; };
    };
    deleteMeFactorsTotp: {
        responses: { 204: { }; }; };
    postMeFactorsTotpConfirm: {
        requestBody: { content: { "application/json": { code: string; }; }; };
        responses: { 200: { content: { "application/json": components["schemas"]["RecoveryCodes"]; }; }; };
    };
    "postMeFactorsRecovery-codes": {
        responses: { 200: { content: { "application/json": components["schemas"]["RecoveryCodes"]; }; }; };
    };
    postMeFactorsPasskeysOptions: {
        responses: { 200: { content: { "application/json": components["schemas"]["CreatePasskeyOptions"]; }; }; };
    };
    postMeFactorsPasskeys: {
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    passkey: {
                        id: string;
                        rawId: string;
                        type: "public-key";
                        authenticatorAttachment?: "platform" | "cross-platform";
                        clientExtensionResults: { credProps?: { rk?: boolean; }; };
                        response: {
                            clientDataJSON: string;
                            attestationObject: string;
                            authenticatorData?: string;
                            transports?: string[];
                            publicKeyAlgorithm?: number;
                            publicKey?: string;
                        };
                    };
                };
            };
        };
        responses: {
            201: {
                content: {
                    "application/json": { passkey: components["schemas"]["Passkey"]; recoveryCodes: string[]; };
                };
            };
        };
    };
    deleteMeFactorsPasskeysPasskeyId: {
        parameters: { path: { passkeyId: string; }; };
        responses: { 204: { }; }; };
    patchMeFactorsPasskeysPasskeyId: {
        parameters: { path: { passkeyId: string; }; };
        requestBody: { content: { "application/json": { name: string; }; }; };
        responses: { 200: { content: { "application/json": components["schemas"]["Passkey"]; }; }; };
    };
    deleteUsersUserIdFactors: {
        parameters: { path: { userId: string; }; };
        responses: { 204: { }; }; };
    deleteUsersUserIdFactorsFactorId: {
        parameters: { path: { userId: string; factorId: "totp" | string; }; };
        responses: { 204: { }; }; };
}
