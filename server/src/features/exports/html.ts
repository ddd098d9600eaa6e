import { textOfPart } from '@parley/shared/partTexts';
import type { MessageView } from '@parley/shared/messages';

const signs: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A text as HTML: nothing in it is markup, in an element or in a quoted attribute. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => signs[sign] ?? '');

/** A path within the archive as the value of `href` or `src`. */
export const href = (path: string): string => path.split('/').map(encodeURIComponent).join('/');

// No script, nothing from a network: a text that got through the escaping could still do nothing.
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' file:";
const STYLE = `body{font:15px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#21201c;background:#fff}
a{color:#18735a}h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem}.soft{color:#63635e;font-size:13px}
article{margin:0 0 14px}article p{margin:2px 0;white-space:pre-wrap;overflow-wrap:anywhere}
dl{margin:0 0 8px;padding-inline-start:12px;border-inline-start:1px solid #ddd}dt{color:#63635e;font-size:13px}dd{margin:0 0 6px;overflow-wrap:anywhere;white-space:pre-wrap}
img{max-width:100%;max-height:24rem;border-radius:8px}nav{margin:1rem 0}
@media (prefers-color-scheme:dark){body{color:#eeeeec;background:#161615}a{color:#3dd6a7}.soft,dt{color:#b5b3ad}dl{border-color:#444}}`;

/** A whole page. @param body HTML */
export const htmlPage = (title: string, body: string): string =>
  `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title><style>${STYLE}</style></head>
<body><h1 dir="auto">${escapeHtml(title)}</h1>
${body}
</body></html>
`;

/** Any data as nested lists. */
export function htmlOf(value: unknown): string {
  if (value === null || value === undefined || value === '') return '–';
  if (Array.isArray(value)) return value.length === 0 ? '–' : value.map(htmlOf).join('\n');
  if (typeof value === 'object') {
    const rows = Object.entries(value).map(
      ([key, inner]) => `<dt>${escapeHtml(key)}</dt><dd dir="auto">${htmlOf(inner)}</dd>`,
    );
    return `<dl>${rows.join('')}</dl>`;
  }
  return escapeHtml(typeof value === 'string' ? value : JSON.stringify(value));
}

/** What a message refers to: names of people, and paths of files in the archive. */
export interface Linked {
  nameOf: (userId: string) => string;
  /** From the page; undefined for a file that is not in the archive. */
  pathOf: (fileId: string) => string | undefined;
}

const pictures = new Set(['image/png', 'image/jpeg', 'image/webp', 'image/gif', 'image/avif']);

function fileHtml({ fileId, name, type }: MessageView['files'][number], { pathOf }: Linked): string {
  const path = pathOf(fileId);
  if (path === undefined) return `<p class="soft" dir="auto">📎 ${escapeHtml(name)}</p>`;
  const at = href(path);
  const shown = pictures.has(type) ? `<img src="${at}" alt="" loading="lazy"><br>` : '';
  return `<p dir="auto"><a href="${at}">${shown}📎 ${escapeHtml(name)}</a></p>`;
}

/** One message of a page in `rooms/<room>/`. */
export function messageHtml(message: MessageView, linked: Linked): string {
  const { createdAt, editedAt, replyTo, text, parts = [], files, reactions, notice, pinned } = message;
  const marks = [
    ...(editedAt === null ? [] : ['edited']),
    ...(pinned === null ? [] : ['pinned']),
    ...(replyTo === null ? [] : [`reply to #${replyTo.seq}`]),
    ...(notice === null ? [] : [notice.kind]),
  ];
  const head = `<div><strong><bdi>${escapeHtml(linked.nameOf(message.authorId))}</bdi></strong> <span class="soft"><time>${createdAt.slice(0, 16).replace('T', ' ')}</time> #${message.seq}${marks.map((mark) => ` · ${mark}`).join('')}</span></div>`;
  const texts = [text, ...parts.map(textOfPart)].filter((line) => line !== '');
  const given = reactions.map(({ emoji, userIds }) => `${emoji} ${userIds.map(linked.nameOf).join(', ')}`);
  return [
    `<article id="m${message.seq}">${head}`,
    ...texts.map((line) => `<p dir="auto">${escapeHtml(line)}</p>`),
    ...files.map((file) => fileHtml(file, linked)),
    ...(given.length === 0 ? [] : [`<div class="soft">${escapeHtml(given.join(' · '))}</div>`]),
    '</article>',
  ].join('\n');
}
