import Turndown from 'turndown';
import { cellsOf, fenceOf, fitsTable, tableOf } from './placing';

export { place } from './placing';

const styleOf = (node: Node): CSSStyleDeclaration | undefined => (node as Partial<HTMLElement>).style;
const rawStyle = (node: Node): string => (node as Element).getAttribute('style') ?? '';
const isBold = (weight: string): boolean => /^(?:bold|bolder|[6-9]00)$/.test(weight);
const isMono = (font: string): boolean =>
  /mono|consolas|menlo|courier|source code|fira code|cascadia code/i.test(font);

/** Puts marks around words and not around the spaces beside them. */
function around(content: string, mark: string): string {
  const words = content.trim();
  // A cell or a line that is bold twice is bold once.
  if (words === '' || (words.startsWith(mark) && words.endsWith(mark))) return content;
  return content.replace(words, () => mark + words + mark);
}

function addInline(service: Turndown): void {
  service.addRule('strike', {
    filter: (node) => ['S', 'DEL', 'STRIKE'].includes(node.nodeName),
    replacement: (content) => around(content, '~~'),
  });
  // Messages show no headings: a heading becomes a bold line.
  service.addRule('heading', {
    filter: ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'],
    replacement: (content) => `\n\n**${content.replace(/\*\*/g, '')}**\n\n`,
  });
  // Google Docs wraps everything it copies in a <b> that is not bold, and marks bold text by style.
  service.addRule('wrapper', {
    filter: (node) => node.nodeName === 'B' && /^(?:normal|400)$/.test(node.style.fontWeight),
    replacement: (content) => content,
  });
  service.addRule('styled', {
    filter: (node) => node.nodeName === 'SPAN' && rawStyle(node) !== '',
    replacement: (content, node) => {
      const style = styleOf(node);
      if (!style) return content;
      const struck = style.textDecoration.includes('line-through') ? around(content, '~~') : content;
      const slanted = style.fontStyle === 'italic' ? around(struck, '_') : struck;
      return isBold(style.fontWeight) ? around(slanted, '**') : slanted;
    },
  });
  service.addRule('block of code', {
    filter: 'pre',
    replacement: (_, node) => `\n\n${fenceOf(node.textContent)}\n\n`,
  });
}

/** The sign of a list's item, and the lines under it in its column. */
const itemOf = (mark: string, content: string): string =>
  `${mark}${content.trim().replace(/\n+/g, `\n${' '.repeat(mark.length)}`)}`;

function addLists(service: Turndown): void {
  service.addRule('item', {
    filter: 'li',
    replacement: (content, node) => {
      const list = node.parentElement;
      const place = list?.nodeName === 'OL' ? [...list.children].indexOf(node) + 1 : undefined;
      return itemOf(place === undefined ? '- ' : `${place}. `, content) + (node.nextSibling ? '\n' : '');
    },
  });
  // Word's items are paragraphs that carry their sign as text, and its level in a style of its own.
  service.addRule('the sign in an item of Word', {
    filter: (node) => /mso-list:\s*Ignore|mso-special-format:\s*bullet/i.test(rawStyle(node)),
    replacement: () => '',
  });
  service.addRule('item of Word', {
    filter: (node) => node.nodeName === 'P' && /mso-list:\s*l\d/i.test(rawStyle(node)),
    replacement: (content, node) => {
      const sign = node.querySelector('[style*="Ignore"]')?.textContent.trim() ?? '';
      const level = Number(/level(\d)/.exec(rawStyle(node))?.[1] ?? 1);
      const number = /^(\d+)[.)]/.exec(sign)?.[1];
      const line = itemOf(number === undefined ? '- ' : `${number}. `, content.replaceAll('\u00a0', ' '));
      return `\n${'  '.repeat(level - 1)}${line}\n`;
    },
  });
}

/** Excel's style sheet defines which of its classes are bold. */
const boldClasses = (html: string): Set<string> =>
  new Set(
    [...html.matchAll(/\.(xl\d+)\s*\{([^}]*)\}/g)].flatMap(([, name = '', rules = '']) =>
      /font-weight:\s*(?:bold|[6-9]00)/.test(rules) ? [name] : [],
    ),
  );

/** The cells of a table in their columns; one that spans several leaves the others empty. */
function gridOf(table: HTMLTableElement, textOf: (cell: HTMLTableCellElement) => string): string[][] {
  const grid: string[][] = [...table.rows].map(() => []);
  [...table.rows].forEach((row, y) => {
    let x = 0;
    for (const cell of row.cells) {
      while (grid[y]?.[x] !== undefined) x += 1;
      const text = textOf(cell);
      const high = Math.min(cell.rowSpan || 1, grid.length - y);
      for (let down = 0; down < high; down++)
        for (let along = 0; along < Math.min(cell.colSpan, 60); along++)
          (grid[y + down] ??= [])[x + along] = down + along === 0 ? text : '';
      x += cell.colSpan;
    }
  });
  // Holes are cells too.
  return grid.map((row) => Array.from({ length: row.length }, (_, x) => row[x] ?? ''));
}

function addTables(service: Turndown, html: string): void {
  const bold = boldClasses(html);
  const textOf = (cell: HTMLTableCellElement): string => {
    const text = service.turndown(cell.innerHTML).replace(/\s+/g, ' ').trim();
    const strong = isBold(cell.style.fontWeight) || [...cell.classList].some((name) => bold.has(name));
    return strong ? around(text, '**') : text;
  };
  service.addRule('table', {
    filter: 'table',
    replacement: (content, node) => {
      // A table of tables is how a page or a letter is laid out.
      if (node.querySelector('table') || node.getAttribute('role') === 'presentation') return content;
      const grid = gridOf(node as HTMLTableElement, textOf);
      const rows = grid.map((row, y) =>
        y === 0 ? row.map((cell) => cell.replace(/^\*\*(.*)\*\*$/, '$1')) : row,
      );
      const made = fitsTable(rows) ? tableOf(rows) : rows.map((row) => row.join('\t')).join('\n');
      return `\n\n${made}\n\n`;
    },
  });
}

function serviceFor(html: string): Turndown {
  const service = new Turndown({
    headingStyle: 'atx',
    bulletListMarker: '-',
    codeBlockStyle: 'fenced',
    emDelimiter: '_',
    hr: '---',
  });
  // A person reads this text before it is sent: backslashes before every star and underscore would be in the way.
  service.escape = (text) => text;
  service.remove(['style', 'script', 'title', 'img', 'meta', 'link']);
  addInline(service);
  addLists(service);
  addTables(service, html);
  return service;
}

/** Lists within a list are items of the one before them: Google Docs and old pages put them beside it. */
function nestLists(body: HTMLElement): void {
  for (const inner of body.querySelectorAll(':is(ul, ol) > :is(ul, ol)')) {
    const before = inner.previousElementSibling;
    if (before?.nodeName === 'LI') before.append(inner);
  }
}

/** Is all of it one box of code, as an editor copies it? */
function isEditor(body: HTMLElement): boolean {
  const boxes = [...body.children].filter(({ nodeName }) => !['META', 'STYLE'].includes(nodeName));
  const [only] = boxes as HTMLElement[];
  if (!only || boxes.length > 1) return false;
  const { fontFamily, whiteSpace } = only.style;
  return isMono(fontFamily) && (only.nodeName === 'PRE' || whiteSpace.startsWith('pre'));
}

/** What Markdown can show, or what marks a sheet, a word processor or an editor. Without any of it the plain text is complete. */
const meaningful =
  /<(?:b|strong|i|em|s|del|strike|a|ul|ol|li|code|pre|blockquote|table|h[1-6]|hr)[\s>]|mso-list|mso-special-format|monospace|font-weight:\s*(?:bold|[67]00)|font-style:\s*italic/i;

/** The language an editor names beside what it copies: VS Code, and what is built on it. Empty where it names none. */
export function languageOf(editor: string): string {
  try {
    const { mode } = JSON.parse(editor) as { mode?: unknown };
    return typeof mode === 'string' ? mode : '';
  } catch {
    return '';
  }
}

/** Languages of an editor that are words and not code. */
const words = new Set(['plaintext', 'markdown', 'text', 'log']);

/**
 * The pasted content as the Markdown that Parley shows. It is parsed in a separate document, where nothing runs or loads.
 *
 * @param html as the clipboard gives it; empty where it has none
 * @param plain the same as text
 * @param language of an editor that names it, such as `typescript`
 */
export function markdownOf(html: string, plain: string, language = ''): string {
  if (html === '' && language === '') {
    const cells = cellsOf(plain);
    return cells ? tableOf(cells) : plain.replace(/\r\n/g, '\n');
  }
  if (language === '' && !meaningful.test(html)) return plain.replace(/\r\n/g, '\n');
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  if (language !== '' || isEditor(body)) {
    const code = plain.replace(/\r\n/g, '\n').replace(/\n+$/, '');
    // One line of code is mostly a name to be mentioned in a sentence.
    if (words.has(language) || !code.includes('\n')) return plain.replace(/\r\n/g, '\n');
    return fenceOf(code, /^[a-z+#-]+$/.test(language) ? language : '');
  }
  nestLists(body);
  return serviceFor(html)
    .turndown(body)
    .replace(/\u00a0/g, ' ')
    .replace(/^[•·◦▪] *\t? */gm, '- ')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
