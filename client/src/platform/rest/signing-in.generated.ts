/** Written by `npm run docs:api` from the routes of the server. */
import type { components } from './schemas.generated';

export interface paths {
    "/auth/register": { post: operations["postAuthRegister"]; };
    "/auth/login": { post: operations["postAuthLogin"]; };
    "/auth/refresh": { post: operations["postAuthRefresh"]; };
    "/auth/logout": { post: operations["postAuthLogout"]; };
    "/auth/forgot-password": { post: operations["postAuthForgot-password"]; };
    "/auth/reset-link": { post: operations["postAuthReset-link"]; };
    "/auth/reset-password": { post: operations["postAuthReset-password"]; };
    "/auth/openid": { get: operations["getAuthOpenid"]; };
    "/auth/openid/{provider}/begin": { get: operations["getAuthOpenidProviderBegin"]; };
    "/auth/openid/{provider}/callback": { get: operations["getAuthOpenidProviderCallback"]; };
    "/auth/openid/{provider}/logout": {
        get: operations["getAuthOpenidProviderLogout"];
        post: operations["postAuthOpenidProviderLogout"];
    };
    "/auth/openid/{provider}/link": { post: operations["postAuthOpenidProviderLink"]; };
    "/providers": { get: operations["getProviders"]; put: operations["putProviders"]; };
    "/providers/{provider}": { put: operations["putProvidersProvider"]; delete: operations["deleteProvidersProvider"]; };
    "/providers/{provider}/test": { post: operations["postProvidersProviderTest"]; };
    "/auth/second-step": { post: operations["postAuthSecond-step"]; };
    "/auth/second-step/options": { post: operations["postAuthSecond-stepOptions"]; };
    "/session/confirm/second-step": { post: operations["postSessionConfirmSecond-step"]; };
    "/me/new-devices": { get: operations["getMeNew-devices"]; };
    "/me/new-devices/{sessionId}/confirm": { post: operations["postMeNew-devicesSessionIdConfirm"]; };
    "/auth/device": { post: operations["postAuthDevice"]; };
    "/auth/device/end": { post: operations["postAuthDeviceEnd"]; };
    "/auth/sign-in-link": { get: operations["getAuthSign-in-link"]; post: operations["postAuthSign-in-link"]; };
    "/auth/sign-in-link/show": { post: operations["postAuthSign-in-linkShow"]; };
    "/auth/sign-in-link/use": { post: operations["postAuthSign-in-linkUse"]; };
    "/auth/directory": { get: operations["getAuthDirectory"]; post: operations["postAuthDirectory"]; };
    "/directory/test": { post: operations["postDirectoryTest"]; };
    "/rooms/directory": { get: operations["getRoomsDirectory"]; };
    "/auth/waiting": { post: operations["postAuthWaiting"]; };
}

interface operations {
    postAuthRegister: {
        requestBody: {
            content: {
                "application/json": {
                    username: string;
                    displayName: string;
                    password: string;
                    email?: string;
                    inviteCode?: string;
                };
            };
        };
        responses: { 201: { content: { "application/json": components["schemas"]["SignedIn"]; }; }; };
    };
    postAuthLogin: {
        requestBody: { content: { "application/json": { login: string; password: string; }; }; };
        responses: { 200: { content: { "application/json": components["schemas"]["SignedIn"]; }; }; };
    };
    postAuthRefresh: {
        responses: { 200: { content: { "application/json": components["schemas"]["SignedIn"]; }; }; };
    };
    postAuthLogout: {
        requestBody: { content: { "application/json": { signOutToken?: string; }; }; };
        responses: { 204: { }; }; };
    "postAuthForgot-password": {
        requestBody: { content: { "application/json": { email: string; }; }; };
        responses: { 204: { }; }; };
    "postAuthReset-link": {
        requestBody: { content: { "application/json": { token: string; }; }; };
        responses: { 200: { content: { "application/json": components["schemas"]["ResetAccount"]; }; }; };
    };
    "postAuthReset-password": {
        requestBody: { content: { "application/json": { token: string; password: string; }; }; };
        responses: { 200: { content: { "application/json": components["schemas"]["ResetAccount"]; }; }; };
    };
    getAuthOpenid: {
        responses: {
            200: {
                content: { "application/json": { providers: components["schemas"]["OpenidProvider"][]; }; };
            };
        };
    };
    getAuthOpenidProviderBegin: {
        parameters: {
            query?: { returnTo?: string; inviteCode?: string; again?: "true"; silent?: "true"; };
            path: { provider: string; };
        };
        responses: { 302: { }; }; };
    getAuthOpenidProviderCallback: {
        parameters: { path: { provider: string; }; };
        responses: { 302: { }; }; };
    getAuthOpenidProviderLogout: {
        parameters: { path: { provider: string; }; };
        responses: { 302: { }; }; };
    postAuthOpenidProviderLogout: {
        parameters: { path: { provider: string; }; };
        requestBody: { content: { "application/json": { logout_token: string; }; }; };
        responses: { 200: { content: { "text/plain": "ok"; }; }; };
    };
    postAuthOpenidProviderLink: {
        parameters: { path: { provider: string; }; };
        requestBody: { content: { "application/json": { returnTo?: string; }; }; };
        responses: { 200: { content: { "application/json": { url: string; }; }; }; };
    };
    getProviders: {
        responses: { 200: { content: { "application/json": components["schemas"]["ManagedProviders"]; }; }; };
    };
    putProviders: {
        requestBody: { content: { "application/json": { version: number; order: string[]; }; }; };
        responses: { 200: { content: { "application/json": components["schemas"]["ManagedProviders"]; }; }; };
    };
    putProvidersProvider: {
        parameters: { path: { provider: string; }; };
        requestBody: {
            content: {
                "application/json": {
                    version: number;
                    preset: "google" | "microsoft" | "github" | "gitlab" | "keycloak" | "authentik" | "oidc";
                    name: string | null;
                    issuer: string | null;
                    tenant: string | null;
                    clientId: string;
                    scopes: string[] | null;
                    private: boolean;
                    domains: string[] | null;
                    require: { claim: string; values: string[]; } | null;
                    groups?: { claim: string; rules: string[]; } | null;
                    silent?: boolean;
                    disabled: boolean;
                    clientSecret?: string | null;
                };
            };
        };
        responses: { 200: { content: { "application/json": components["schemas"]["ManagedProviders"]; }; }; };
    };
    deleteProvidersProvider: {
        parameters: {
            query: { version: number; };
            path: { provider: string; };
        };
        responses: { 200: { content: { "application/json": components["schemas"]["ManagedProviders"]; }; }; };
    };
    postProvidersProviderTest: {
        parameters: { path: { provider: string; }; };
        responses: { 200: { content: { "application/json": components["schemas"]["ProviderTest"]; }; }; };
    };
    "postAuthSecond-step": {
        requestBody: {
            content: {
                "application/json": { ticket: string; code: string; } | { ticket: string; recoveryCode: string; } | {
                    ticket: string;
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
    "postAuthSecond-stepOptions": {
        requestBody: { content: { "application/json": { ticket: string; }; }; };
        responses: { 200: { content: { "application/json": components["schemas"]["UsePasskeyOptions"]; }; }; };
    };
    "postSessionConfirmSecond-step": {
        requestBody: {
            content: {
                "application/json": { ticket: string; code: string; } | { ticket: string; recoveryCode: string; } | {
                    ticket: string;
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
    "getMeNew-devices": {
        responses: {
            200: { content: { "application/json": { devices: components["schemas"]["NewDevice"][]; }; }; };
        };
    };
    "postMeNew-devicesSessionIdConfirm": {
        parameters: { path: { sessionId: string; }; };
        responses: { 204: { }; }; };
    postAuthDevice: {
        requestBody: { content: { "application/json": { token: string; }; }; };
        responses: { 200: { content: { "application/json": components["schemas"]["DeviceLink"]; }; }; };
    };
    postAuthDeviceEnd: {
        requestBody: { content: { "application/json": { token: string; }; }; };
        responses: { 204: { }; }; };
    "getAuthSign-in-link": {
        responses: { 200: { content: { "application/json": components["schemas"]["SignInLinks"]; }; }; };
    };
    "postAuthSign-in-link": {
        requestBody: { content: { "application/json": { email: string; }; }; };
        responses: { 204: { }; }; };
    "postAuthSign-in-linkShow": {
        requestBody: { content: { "application/json": { token: string; }; }; };
        responses: { 200: { content: { "application/json": components["schemas"]["SignInLinkAccount"]; }; }; };
    };
    "postAuthSign-in-linkUse": {
        requestBody: { content: { "application/json": { token: string; }; }; };
        responses: { 200: { content: { "application/json": components["schemas"]["SignedIn"]; }; }; };
    };
    getAuthDirectory: {
        responses: { 200: { content: { "application/json": components["schemas"]["DirectorySignIn"]; }; }; };
    };
    postAuthDirectory: {
        requestBody: { content: { "application/json": { login: string; password: string; }; }; };
        responses: { 200: { content: { "application/json": components["schemas"]["SignedIn"]; }; }; };
    };
    postDirectoryTest: {
        responses: { 200: { content: { "application/json": components["schemas"]["DirectoryTest"]; }; }; };
    };
    getRoomsDirectory: {
        responses: {
            200: { content: { "application/json": { rooms: components["schemas"]["DirectoryEntry"][]; }; }; };
        };
    };
    postAuthWaiting: {
        requestBody: { content: { "application/json": { ticket: string; }; }; };
        responses: { 200: { content: { "application/json": components["schemas"]["SignedIn"]; }; }; };
    };
}
