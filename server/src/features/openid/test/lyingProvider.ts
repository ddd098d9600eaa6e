import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SignJWT, exportJWK, generateKeyPair, type CryptoKey, type JWTPayload } from 'jose';

/** What a token request brought. */
export interface Redeemed {
  code: string;
  verifier: string;
}

/** A provider that answers whatever a test wants, with a key of its own. */
export class LyingProvider {
  static readonly clientId = 'parley';
  static readonly clientSecret = 'a secret that both of them know, long enough';
  /** The answer to the next token requests, beside an access token. */
  idToken: (redeemed: Redeemed) => Promise<string> = () => Promise.reject(new Error('no token'));
  accessToken = 'access';
  /** Added to its metadata. */
  metadata: Record<string, unknown> = {};
  readonly redeemed: Redeemed[] = [];
  /** The paths that were requested. */
  readonly requests: string[] = [];
  /** Answers other paths, as an API does. */
  others: Record<string, unknown> = {};

  private constructor(
    private readonly http: Server,
    readonly issuer: string,
    private readonly key: CryptoKey,
    private readonly jwk: object,
  ) {}

  static async start(): Promise<LyingProvider> {
    const http = createServer();
    http.listen(0, '127.0.0.1');
    await once(http, 'listening');
    const { port } = http.address() as AddressInfo;
    const { publicKey, privateKey } = await generateKeyPair('RS256');
    const jwk = { ...(await exportJWK(publicKey)), kid: 'its', use: 'sig', alg: 'RS256' };
    const provider = new LyingProvider(http, `http://127.0.0.1:${port}`, privateKey, jwk);
    http.on('request', (request, response) => {
      provider.answer(request, response).catch((error: unknown) => {
        response.statusCode = 500;
        response.end(String(error));
      });
    });
    return provider;
  }

  /** The setting for it. */
  settingOf = (id: string, extra: object = {}): object => ({
    id,
    issuer: this.issuer,
    clientId: LyingProvider.clientId,
    clientSecret: LyingProvider.clientSecret,
    private: true,
    ...extra,
  });

  /** The claims of a good id token. */
  claims = (nonce: string, extra: Record<string, unknown> = {}): JWTPayload => ({
    iss: this.issuer,
    sub: 'mallory',
    aud: LyingProvider.clientId,
    iat: Math.floor(Date.now() / 1000),
    exp: Math.floor(Date.now() / 1000) + 300,
    nonce,
    email: 'mallory@lies.example',
    email_verified: true,
    name: 'Mallory',
    ...extra,
  });

  /** Signs with its key. */
  sign = (claims: JWTPayload, header: object = {}): Promise<string> =>
    new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'its', ...header }).sign(this.key);

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '', this.issuer);
    this.requests.push(pathname);
    const send = (body: unknown): void => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(body));
    };
    if (pathname === '/.well-known/openid-configuration')
      return send({
        issuer: this.issuer,
        authorization_endpoint: `${this.issuer}/authorize`,
        token_endpoint: `${this.issuer}/token`,
        jwks_uri: `${this.issuer}/jwks`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256', 'HS256', 'none'],
        ...this.metadata,
      });
    if (pathname === '/jwks') return send({ keys: [this.jwk] });
    if (pathname === '/token' || pathname === '/login/oauth/access_token') {
      let text = '';
      for await (const part of request) text += String(part);
      const form = new URLSearchParams(text);
      const redeemed = { code: form.get('code') ?? '', verifier: form.get('code_verifier') ?? '' };
      this.redeemed.push(redeemed);
      const token = { access_token: this.accessToken, token_type: 'Bearer', expires_in: 60 };
      if (pathname !== '/token') return send(token);
      return send({ ...token, id_token: await this.idToken(redeemed) });
    }
    if (pathname in this.others) return send(this.others[pathname]);
    response.statusCode = 404;
    response.end();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.http.closeAllConnections();
    this.http.close();
    await once(this.http, 'close');
  }
}
