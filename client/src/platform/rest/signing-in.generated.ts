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
}
