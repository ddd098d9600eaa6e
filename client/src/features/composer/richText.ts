/** Elements that mean something in Markdown. Without any of them the plain text says all there is. */
const meaningful = /<(?:b|strong|i|em|s|del|strike|a|ul|ol|li|code|pre|blockquote|h[1-6]|hr)[\s>]/i;

/** Is there more in the pasted HTML than its plain text tells? */
export const isRich = (html: string): boolean => meaningful.test(html);

/**
 * Pasted HTML as the Markdown that Parley shows. Turndown parses it in a document of its own, where nothing runs or loads.
 *
 * @param html as the clipboard gives it
 */
export async function markdownOf(html: string): Promise<string> {
  const { default: Turndown } = await import('turndown');
  const service = new Turndown({
    headingStyle: 'atx',
    bulletListMarker: '-',
    codeBlockStyle: 'fenced',
    emDelimiter: '_',
    hr: '---',
  });
  // A person sees this text before it is sent: backslashes before every star and underscore would be in the way.
  service.escape = (text) => text;
  service.remove(['style', 'script', 'title', 'img']);
  service.addRule('strike', {
    filter: (node) => ['S', 'DEL', 'STRIKE'].includes(node.nodeName),
    replacement: (content) => `~~${content}~~`,
  });
  // Messages show no headings: a heading becomes a bold line.
  service.addRule('heading', {
    filter: ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'],
    replacement: (content) => `\n\n**${content.replace(/\*\*/g, '')}**\n\n`,
  });
  // Google Docs wraps everything it copies in a <b> that is not bold.
  service.addRule('wrapper', {
    filter: (node) => node.nodeName === 'B' && /^(?:normal|400)$/.test(node.style.fontWeight),
    replacement: (content) => content,
  });
  service.addRule('item', {
    filter: 'li',
    replacement: (content, node) => {
      const list = node.parentElement;
      const place = list?.nodeName === 'OL' ? [...list.children].indexOf(node) + 1 : undefined;
      const mark = place === undefined ? '- ' : `${place}. `;
      const body = content.trim().replace(/\n+/g, `\n${' '.repeat(mark.length)}`);
      return `${mark}${body}${node.nextSibling ? '\n' : ''}`;
    },
  });
  return service
    .turndown(html)
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
