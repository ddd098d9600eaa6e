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
 * @param home our own address, without a slash at its end: `https://chat.org`, or `https://org/chat`
 */
export function linkTarget(href: string, home: string): LinkTarget {
  if (/^(?:mailto|tel):/iu.test(href)) return { kind: 'system', href };
  const url = URL.canParse(href, home) ? new URL(href, home) : undefined;
  const to = url?.username === '' && url.href.startsWith(home) ? url.href.slice(home.length) : '';
  if (appPath.test(to.replace(/[?#].*/su, ''))) return { kind: 'app', to };
  return { kind: 'away', href };
}
