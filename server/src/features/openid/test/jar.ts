import { request as httpRequest, type IncomingMessage } from 'node:http';

/** As a browser's: `fetch` of Node writes `Sec-Fetch-Mode: cors` over what it is given. */
async function send(
  address: URL | string,
  { method, body }: RequestInit,
  headers: Headers,
): Promise<Response> {
  const given = typeof body === 'string' || body instanceof URLSearchParams ? String(body) : '';
  if (body instanceof URLSearchParams) headers.set('content-type', 'application/x-www-form-urlencoded');
  if (given !== '') headers.set('content-length', String(Buffer.byteLength(given)));
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const options = { method: method ?? 'GET', headers: Object.fromEntries(headers) };
    httpRequest(address, options, resolve).on('error', reject).end(given);
  });
  const parts: Buffer[] = [];
  for await (const part of answer) parts.push(part as Buffer);
  const made = new Headers();
  for (const [name, values = []] of Object.entries(answer.headersDistinct))
    for (const value of values) made.append(name, value);
  const status = answer.statusCode ?? 0;
  return new Response(status === 204 || status === 304 ? null : Buffer.concat(parts), {
    status,
    headers: made,
  });
}

/** The cookies of one browser, of one host. Paths and lives are not looked at. */
export class Jar {
  readonly cookies = new Map<string, string>();

  /** A request with the cookies, which does not follow redirects. */
  async fetch(address: URL | string, options: RequestInit = {}): Promise<Response> {
    const headers = new Headers(options.headers);
    if (this.cookies.size > 0)
      headers.set('cookie', [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    const response = await send(address, options, headers);
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const at = pair.indexOf('=');
      const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
      if (value === '' || /expires=Thu, 01 Jan 1970/i.test(line)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return response;
  }
}
