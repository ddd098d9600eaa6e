import { request as plain, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as secure } from 'node:https';
import { connectionView, type ConnectionView } from '@parley/shared/connection';
import { isProblem } from '@parley/shared/errors';
import type { Config } from '../../config.js';
import type { Finding } from './finding.js';

const WITHIN_MS = 5000;
/** An address of a range for documentation (RFC 5737): nobody has it. */
const CLAIMED = '203.0.113.99';
const found = (what: string, state: Finding['state'], [says, cure]: [string, string?]): Finding => ({
  what,
  state,
  says,
  ...(cure === undefined ? {} : { cure }),
});

interface Reply {
  status: number;
  text: string;
}

/** A request as from a page of the workspace. Of a POST only the head is sent, which is enough for a refusal. @throws Error */
function ask(url: string, options: RequestOptions = {}): Promise<Reply> {
  const { protocol, origin } = new URL(url);
  const headers = { origin, ...(options.headers as Record<string, string> | undefined) };
  return new Promise((resolve, reject) => {
    const sent = (protocol === 'https:' ? secure : plain)(url, { ...options, headers, timeout: WITHIN_MS });
    const answered = (answer: IncomingMessage): void => {
      const end = (text: string): void => {
        resolve({ status: answer.statusCode ?? 0, text });
        sent.destroy();
      };
      if (answer.statusCode === 101) return end('');
      let text = '';
      answer.on('data', (part: Buffer) => (text += part.toString()));
      answer.on('end', () => end(text));
    };
    sent.on('response', answered);
    sent.on('upgrade', answered);
    sent.on('error', reject);
    sent.on('timeout', () => sent.destroy(new Error(`no answer within ${WITHIN_MS / 1000} s`)));
    if (options.method === 'POST') sent.flushHeaders();
    else sent.end();
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Checks which headers of a request the proxies drop or invent. */
function headerFindings(publicUrl: string, seen: ConnectionView): Finding[] {
  const { protocol, host } = new URL(publicUrl);
  const findings: Finding[] = [];
  if (seen.address === CLAIMED)
    findings.push(
      found('in front', 'fault', [
        `anybody may claim any address: X-Forwarded-For is believed of ${seen.trustedProxies} proxies, and there are fewer`,
        'Lower TRUSTED_PROXIES to the number of proxies in front.',
      ]),
    );
  if (seen.forwarded && seen.trustedProxies === 0)
    findings.push(
      found('in front', 'fault', [
        'every visitor looks like the proxy: it sends X-Forwarded-*, and TRUSTED_PROXIES is 0',
        'Set TRUSTED_PROXIES to the number of proxies in front, mostly 1.',
      ]),
    );
  else if (protocol === 'https:' && !seen.secure)
    findings.push(
      found('in front', 'fault', [
        'the header X-Forwarded-Proto does not arrive as https: cookies are not marked secure',
        'Let the proxy set X-Forwarded-Proto: https.',
      ]),
    );
  if (!seen.originAllowed)
    findings.push(
      found('in front', 'fault', [
        `pages of PUBLIC_URL are refused: the header Host arrives as ${seen.host}`,
        'Start the server again with this PUBLIC_URL, or let the proxy pass on Host.',
      ]),
    );
  else if (seen.host !== host)
    findings.push(
      found('in front', 'warning', [
        `the header Host arrives as ${seen.host} instead of ${host}`,
        'Let the proxy pass on Host: without PUBLIC_URL every page would be refused.',
      ]),
    );
  return findings;
}

async function socketFinding(publicUrl: string): Promise<Finding> {
  const { status } = await ask(`${publicUrl}/socket.io/?EIO=4&transport=websocket`, {
    headers: {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': Buffer.alloc(16, 'parley').toString('base64'),
    },
  }).catch(() => ({ status: 0 }));
  return status === 101
    ? found('sockets', 'ok', ['WebSocket gets through'])
    : found('sockets', 'warning', [
        `WebSocket does not get through (${status === 0 ? 'no answer' : status}): people are connected by long polling, which is slower`,
        'Let the proxy pass on the headers Upgrade and Connection; docs/deploy.md has a block for each.',
      ]);
}

async function uploadFinding(publicUrl: string, most: number): Promise<Finding> {
  const { status, text } = await ask(`${publicUrl}/api/v1/rooms/${'0'.repeat(24)}/files`, {
    method: 'POST',
    headers: {
      'content-length': String(most * 1024 * 1024),
      'content-type': 'multipart/form-data; boundary=doctor',
    },
  }).catch(() => ({ status: 0, text: '' }));
  // Parley's own refusal, without a token: so the request has reached it.
  return isProblem(parsed(text))
    ? found('uploads', 'ok', [`files of ${most} MB get through`])
    : found('uploads', 'fault', [
        `a file of FILE_MAX_MB, ${most} MB, does not get through (${status === 0 ? 'no answer' : status})`,
        `Raise the proxy's limit of a body above ${most} MB (nginx: client_max_body_size), or lower FILE_MAX_MB.`,
      ]);
}

/**
 * Checks, by requests to PUBLIC_URL, what the proxies in front change.
 *
 * @returns nothing without a PUBLIC_URL
 */
export async function proxyFindings(config: Config): Promise<Finding[]> {
  const publicUrl = config.PUBLIC_URL?.replace(/\/+$/, '');
  if (publicUrl === undefined) return [];
  try {
    const reply = await ask(`${publicUrl}/api/v1/connection`, { headers: { 'x-forwarded-for': CLAIMED } });
    const seen = connectionView.safeParse(parsed(reply.text));
    if (!seen.success)
      return [
        found('in front', 'fault', [
          `${publicUrl} answers ${reply.status}, and that is not Parley`,
          'Let the proxy lead there to a Parley that runs; is its path the one of PUBLIC_URL?',
        ]),
      ];
    const headers = headerFindings(publicUrl, seen.data);
    return [
      ...(headers.length > 0
        ? headers
        : [found('in front', 'ok', [`${publicUrl} leads here, and its headers arrive`])]),
      await socketFinding(publicUrl),
      await uploadFinding(publicUrl, config.FILE_MAX_MB),
    ];
  } catch (error) {
    return [
      found('in front', 'warning', [
        `${publicUrl} cannot be reached from here: ${(error as Error).message}`,
        'Is the server running, and do name, firewall and proxy lead to it? From inside some networks their own address cannot be reached.',
      ]),
    ];
  }
}
