import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';

/*
 * A real provider, in a process of its own: `oidc-provider` with one client and a sign-in page that believes everybody. The parent sends
 * `{ accounts }`, the claims of people by their subjects, whenever it likes.
 */

interface Message {
  accounts: Record<string, Record<string, unknown>>;
}

const [clientId = '', clientSecret = '', redirectUri = '', backChannel = ''] = process.argv.slice(2);
let accounts: Message['accounts'] = {};
process.on('message', (message: Message) => {
  accounts = message.accounts;
  process.send?.({ accounts: Object.keys(accounts).length });
});
process.on('disconnect', () => process.exit());

const configuration = {
  clients: [
    {
      client_id: clientId,
      client_secret: clientSecret,
      redirect_uris: [redirectUri],
      post_logout_redirect_uris: [new URL('/', redirectUri).href],
      ...(backChannel === ''
        ? {}
        : { backchannel_logout_uri: backChannel, backchannel_logout_session_required: true }),
    },
  ],
  claims: {
    openid: ['sub'],
    email: ['email', 'email_verified'],
    profile: ['name', 'preferred_username', 'groups'],
  },
  pkce: { required: () => true },
  cookies: { keys: ['of a test'] },
  features: {
    devInteractions: { enabled: false },
    backchannelLogout: { enabled: true },
    rpInitiatedLogout: { enabled: true },
  },
  interactions: { url: (_: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
  findAccount: (_: unknown, accountId: string) =>
    accounts[accountId] && {
      accountId,
      claims: () => ({ sub: accountId, ...accounts[accountId] }),
    },
};

const page = `<!doctype html><title>Provider</title><form method="post"><label>Account <input name="account" autofocus></label>
<button>Continue</button></form><form method="post"><button name="account" value="">Cancel</button></form>`;

async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
  let text = '';
  for await (const part of request) text += String(part);
  return new URLSearchParams(text);
}

/** Signs in and consents in one step. */
async function interact(
  provider: Provider,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'POST') {
    response.setHeader('content-type', 'text/html');
    return void response.end(page);
  }
  const accountId = (await formOf(request)).get('account') ?? '';
  if (accountId === '')
    return await provider.interactionFinished(request, response, { error: 'access_denied' });
  const { params } = await provider.interactionDetails(request, response);
  const grant = new provider.Grant({ accountId, clientId });
  grant.addOIDCScope(params['scope'] ?? '');
  const grantId = await grant.save();
  await provider.interactionFinished(request, response, { login: { accountId }, consent: { grantId } });
}

const http = createServer();
http.listen(0, '127.0.0.1');
await once(http, 'listening');
const { port } = http.address() as AddressInfo;
const issuer = `http://127.0.0.1:${port}`;
const provider = new Provider(issuer, configuration);
const answer = provider.callback();
http.on('request', (request, response) => {
  if (request.url?.startsWith('/interaction/') !== true) return void answer(request, response);
  interact(provider, request, response).catch((error: unknown) => {
    response.statusCode = 500;
    response.end(String(error));
  });
});
process.send?.({ issuer });
