import { X509Certificate } from 'node:crypto';
import type { Config } from '../../config.js';
import { readTls, tlsFilesOf } from '../../platform/tls.js';
import { fault, ok, warning, type Finding } from './finding.js';

const CERT_DAYS = 14;
const DAY_MS = 86_400_000;

export function tls(config: Config): Finding {
  try {
    const files = tlsFilesOf(config);
    if (!files) {
      const https = config.PUBLIC_URL?.startsWith('https:') === true;
      return https
        ? ok('TLS', 'a proxy in front does it')
        : warning(
            'TLS',
            'none: passwords travel in the clear, and browsers allow no push',
            'Set TLS_CERT and TLS_KEY, or put a proxy with HTTPS in front; see docs/deploy.md.',
          );
    }
    const { cert } = readTls(files);
    const { validTo, subjectAltName = '' } = new X509Certificate(cert);
    const days = Math.floor((Date.parse(validTo) - Date.now()) / DAY_MS);
    const says = `${subjectAltName}, ${days} days left`;
    if (days < 0)
      return fault(
        'TLS',
        `the certificate ended on ${validTo}`,
        'Renew it; a running server takes it up by itself.',
      );
    return days < CERT_DAYS
      ? warning('TLS', says, 'Renew it soon; a running server takes it up by itself.')
      : ok('TLS', says);
  } catch (error) {
    return fault(
      'TLS',
      (error as Error).message,
      'Name two PEM files that the user Parley runs as may read.',
    );
  }
}

export function proxies(config: Config): Finding {
  const https = config.PUBLIC_URL?.startsWith('https:') === true;
  return https && config.TRUSTED_PROXIES === 0 && config.TLS_CERT === undefined
    ? warning(
        'proxy',
        'PUBLIC_URL is https, but no proxy is trusted: cookies are not marked secure, and limits count the proxy',
        'Set TRUSTED_PROXIES to the number of proxies in front, mostly 1.',
      )
    : ok('proxy', `${config.TRUSTED_PROXIES} trusted`);
}
