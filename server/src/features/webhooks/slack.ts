import { limits } from '@parley/shared/limits';
import { addressOf, compose, type Piece } from './compose.js';
import { fromMrkdwn, fromPlain } from './mrkdwn.js';
import { withEmoji } from './shortcodes.js';
import type { Attachment, Block, Element, SlackMessage, TextLike } from './slack.schema.js';
import { fromRich, fromRichLine } from './slackRich.js';
import { tableOf } from './tables.js';

/** A link; empty without a valid address. */
function link(words: string | undefined, address: string | undefined, otherwise: string): string {
  const href = address === undefined ? undefined : addressOf(address);
  if (href === undefined) return '';
  const text = withEmoji(words === undefined || words.trim() === '' ? otherwise : words);
  return compose([{ text, href }]);
}

/** A text of one of the two kinds; `kind` is the default. */
const fromText = ({ type, text = '' }: TextLike, kind = 'mrkdwn'): string =>
  (type ?? kind) === 'plain_text' ? fromPlain(text) : fromMrkdwn(text);

const bold = (text: string | undefined, href?: string): string =>
  compose([{ text: withEmoji(text ?? ''), bold: true, href } satisfies Piece]);

/** A button with an address, a picture, or the text of any other element. */
function fromElement(element: Element): string {
  const words = element.text.text;
  if (element.image_url !== undefined) return link(element.alt_text, element.image_url, 'image');
  if (element.url !== undefined) return link(words, element.url, element.url);
  // Buttons without an address do nothing here, and their text alone would be meaningless.
  return element.type === 'mrkdwn' || element.type === 'plain_text'
    ? fromText(element.text, element.type)
    : '';
}

const joined = (parts: string[], between: string): string =>
  parts.filter((part) => part.trim() !== '').join(between);

const cellOf = (cell: Element): string =>
  cell.elements ? fromRichLine(cell.elements) : fromRichLine([{ ...cell, type: 'text' }]);

function fromBlock(item: Block): string {
  switch (item.type) {
    case 'header':
      return bold(item.text.text);
    case 'divider':
      return '---';
    case 'markdown':
      // The one block that is already Markdown.
      return item.text.text ?? '';
    case 'image':
      return link(item.title.text ?? item.alt_text, item.image_url, 'image');
    case 'video':
      return joined(
        [link(item.title.text, item.title_url, 'video'), fromText(item.description, 'plain_text')],
        '\n',
      );
    case 'context':
    case 'actions':
    case 'context_actions':
      return joined((item.elements ?? []).map(fromElement), ' · ');
    case 'rich_text':
      return fromRich(item.elements ?? []);
    case 'table':
      return tableOf((item.rows ?? []).map((row) => row.map(cellOf)));
    default:
      return joined(
        [
          fromText(item.text),
          ...(item.fields ?? []).map((field) => fromText(field)),
          item.accessory ? fromElement(item.accessory) : '',
        ],
        '\n',
      );
  }
}

const quoted = (text: string): string => text.replace(/^/gm, '> ').replace(/[ \t]+$/gm, '');

function fromAttachment(item: Attachment): string {
  const body = joined(
    [
      link(item.author_name, item.author_link, item.author_link ?? '') || fromPlain(item.author_name ?? ''),
      item.title === undefined ? '' : bold(item.title, item.title_link),
      fromMrkdwn(item.text ?? ''),
      ...(item.fields ?? []).map(({ title, value }) =>
        joined([bold(title), fromMrkdwn(value ?? '')], (value ?? '').includes('\n') ? '\n' : ' '),
      ),
      ...(item.blocks ?? []).map(fromBlock),
      link(undefined, item.image_url, 'image'),
      joined((item.actions ?? []).map(fromElement), ' · '),
      fromPlain(item.footer ?? ''),
    ],
    '\n',
  );
  return joined(
    [fromMrkdwn(item.pretext ?? ''), body === '' ? fromMrkdwn(item.fallback ?? '') : quoted(body)],
    '\n',
  );
}

const CUT = '…';

/** Cuts a text to the length of a message. Near a line break it is cut there, so that no mark is cut in two. */
export function cutToMessage(text: string): string {
  if (text.length <= limits.messageLength) return text;
  const signs = [...text];
  if (signs.length <= limits.messageLength) return text;
  const cut = signs.slice(0, limits.messageLength - CUT.length).join('');
  const line = cut.lastIndexOf('\n');
  return (line > cut.length * 0.75 ? cut.slice(0, line + 1) : cut) + CUT;
}

/** The parts in order, as many as a message can show: later ones are not converted. */
function* parts(message: SlackMessage): Generator<string> {
  const blocks = (message.blocks ?? []).values();
  let any = false;
  for (const item of blocks) {
    const text = fromBlock(item);
    any ||= text.trim() !== '';
    yield text;
  }
  // Beside blocks `text` is what Slack shows in notifications: the same content again.
  if (!any) yield fromMrkdwn(message.text ?? '');
  for (const item of message.attachments ?? []) yield fromAttachment(item);
}

/** The text for a Slack message; empty when it has none. Cut to the length of a message. */
export function textOfSlack(message: SlackMessage): string {
  let text = '';
  for (const part of parts(message)) {
    if (part.trim() === '') continue;
    text += (text === '' ? '' : '\n\n') + part;
    if (text.length > limits.messageUnits) break;
  }
  return cutToMessage(text);
}
