/** Paths that the page itself shows; anything else on our own host is the server's, such as `/api/v1/docs`. */
const appPath = /^\/(?:rooms\/[0-9a-f]{24}(?:\/[a-z]+)?)?$/u;

export type LinkTarget =
  /** Stays in the page. */
  | { kind: 'app'; to: string }
  /** Opens by another program: a mailbox or a telephone. */
  | { kind: 'system'; href: string }
  /** Leaves the page, in a tab of its own. */
  | { kind: 'away'; href: string };

/**
 * Where a link leads. The host is compared as an origin: `https://chat.org.au` is not `https://chat.org`, and another port is
 * another server.
 *
 * @param href as the parser gives it: http, https, mailto, tel, or a path of our own host
 * @param origin our own
 */
export function linkTarget(href: string, origin: string): LinkTarget {
  if (/^(?:mailto|tel):/iu.test(href)) return { kind: 'system', href };
  const url = URL.canParse(href, origin) ? new URL(href, origin) : undefined;
  if (url?.origin === origin && url.username === '' && appPath.test(url.pathname))
    return { kind: 'app', to: url.pathname + url.search + url.hash };
  return { kind: 'away', href };
}
