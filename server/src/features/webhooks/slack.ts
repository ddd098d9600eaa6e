import { limits } from '@parley/shared/limits';
import { z } from 'zod';

/**
 * What Slack's incoming webhooks take, as far as it becomes text; the rest (colours, user names, channels) is accepted and
 * left out, so that programs written for Slack work unchanged.
 * Sources: docs.slack.dev/reference/block-kit/blocks, docs.slack.dev/legacy/legacy-messaging/legacy-secondary-message-attachments
 */
const words = z.string().max(limits.webhookText, `must have at most ${limits.webhookText} characters`);
const listOf = <T extends z.ZodType>(item: T) =>
  z.array(item).max(limits.webhookItems, `must have at most ${limits.webhookItems} items`);
const plainText = z.looseObject({ text: words });
const textObject = z.looseObject({ type: words.optional(), text: words });

interface RichElement {
  type: string;
  text?: string | undefined;
  url?: string | undefined;
  name?: string | undefined;
  elements?: RichElement[] | undefined;
  style?: { bold?: boolean; italic?: boolean; strike?: boolean; code?: boolean } | string | undefined;
}
const richElement: z.ZodType<RichElement> = z.lazy(
  () =>
    z.looseObject({
      type: words,
      text: words.optional(),
      url: words.optional(),
      name: words.optional(),
      elements: listOf(richElement).optional(),
      style: z
        .union([
          words,
          z.looseObject({
            bold: z.boolean().optional(),
            italic: z.boolean().optional(),
            strike: z.boolean().optional(),
            code: z.boolean().optional(),
          }),
        ])
        .optional(),
    }) as z.ZodType<RichElement>,
);

const block = z.looseObject({
  type: words,
  text: textObject.optional(),
  fields: listOf(textObject).optional(),
  title: plainText.optional(),
  alt_text: words.optional(),
  image_url: words.optional(),
  elements: listOf(z.looseObject({ type: words })).optional(),
});

const attachment = z.looseObject({
  fallback: words.optional(),
  pretext: words.optional(),
  author_name: words.optional(),
  title: words.optional(),
  title_link: words.optional(),
  text: words.optional(),
  fields: listOf(
    z.looseObject({ title: words.optional(), value: z.union([words, z.number()]).optional() }),
  ).optional(),
  footer: words.optional(),
  blocks: listOf(block).optional(),
});

export const slackMessage = z.looseObject({
  text: words.optional(),
  blocks: z.array(block).max(50, 'must have at most 50 items').optional(),
  attachments: z.array(attachment).max(100, 'must have at most 100 items').optional(),
});
export type SlackMessage = z.infer<typeof slackMessage>;

const unescape = (text: string): string =>
  text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');

/** `<url|words>`, `<url>`, `<!here>`, `<@U1>`, `<#C1|name>`. */
function linked(text: string): string {
  return text.replace(/<([^<>|\n]+)(?:\|([^<>\n]*))?>/g, (_whole, target: string, words?: string) => {
    if (target.startsWith('!')) return words ?? `@${target.slice(1).split('^')[0] ?? ''}`;
    if (target.startsWith('@') || target.startsWith('#'))
      return words ? `${target[0] ?? ''}${words}` : target;
    return words === undefined || words === '' ? target : `[${words}](${target})`;
  });
}

/** Slack's mrkdwn as Markdown. Code is left as it is. */
export function fromMrkdwn(text: string): string {
  return text
    .split(/(```[\s\S]*?```|`[^`\n]*`)/)
    .map((part, i) =>
      i % 2 === 1
        ? part
        : linked(part)
            .replace(/(^|[\s({["'])\*(\S(?:[^*\n]*\S)?)\*(?=$|[\s)}\]"',.:;!?])/gm, '$1**$2**')
            .replace(/(^|[\s({["'])~(\S(?:[^~\n]*\S)?)~(?=$|[\s)}\]"',.:;!?])/gm, '$1~~$2~~')
            .replace(/^• /gm, '- '),
    )
    .map(unescape)
    .join('');
}

function styled(text: string, style: RichElement['style']): string {
  if (typeof style !== 'object' || text.trim() === '') return text;
  let result = style.code ? `\`${text}\`` : text;
  if (style.bold) result = `**${result}**`;
  if (style.italic) result = `_${result}_`;
  if (style.strike) result = `~~${result}~~`;
  return result;
}

function fromRich(element: RichElement): string {
  const inner = (element.elements ?? []).map(fromRich);
  switch (element.type) {
    case 'text':
      return styled(element.text ?? '', element.style);
    case 'link':
      return element.text === undefined ? (element.url ?? '') : `[${element.text}](${element.url ?? ''})`;
    case 'emoji':
      return `:${element.name ?? ''}:`;
    case 'rich_text_preformatted':
      return `\`\`\`\n${inner.join('')}\n\`\`\``;
    case 'rich_text_quote':
      return inner.join('').replace(/^/gm, '> ');
    case 'rich_text_list':
      return inner
        .map((item, i) => (element.style === 'ordered' ? `${i + 1}. ${item}` : `- ${item}`))
        .join('\n');
    case 'rich_text':
      return inner.join('\n');
    default:
      return inner.join('');
  }
}

const fromText = ({ type, text }: z.infer<typeof textObject>): string =>
  type === 'plain_text' ? text : fromMrkdwn(text);

function fromBlock(item: z.infer<typeof block>): string {
  switch (item.type) {
    case 'header':
      return item.text ? `**${item.text.text}**` : '';
    case 'divider':
      return '---';
    case 'image':
      return `[${item.alt_text ?? item.title?.text ?? 'image'}](${item.image_url ?? ''})`;
    case 'context':
      return (item.elements ?? [])
        .flatMap((element) => {
          const text = textObject.safeParse(element);
          return text.success ? [fromText(text.data)] : [];
        })
        .join(' · ');
    case 'actions':
      return (item.elements ?? [])
        .flatMap((element) => {
          const button = z.looseObject({ url: z.string(), text: plainText }).safeParse(element);
          return button.success ? [`[${button.data.text.text}](${button.data.url})`] : [];
        })
        .join(' · ');
    case 'rich_text':
      return (item.elements ?? []).map((element) => fromRich(element as RichElement)).join('\n');
    default:
      return [...(item.text ? [fromText(item.text)] : []), ...(item.fields ?? []).map(fromText)].join('\n');
  }
}

function fromAttachment(item: z.infer<typeof attachment>): string {
  const title =
    item.title === undefined
      ? ''
      : item.title_link === undefined
        ? `**${item.title}**`
        : `**[${item.title}](${item.title_link})**`;
  const body = [
    item.author_name ?? '',
    title,
    fromMrkdwn(item.text ?? ''),
    ...(item.fields ?? []).map(
      ({ title: name, value }) => `**${name ?? ''}** ${fromMrkdwn(String(value ?? ''))}`,
    ),
    ...(item.blocks ?? []).map(fromBlock),
    item.footer ?? '',
  ].filter((line) => line.trim() !== '');
  const quoted = body.join('\n').replace(/^/gm, '> ');
  const shown = body.length > 0 ? quoted : fromMrkdwn(item.fallback ?? '');
  return [fromMrkdwn(item.pretext ?? ''), shown].filter((part) => part !== '').join('\n');
}

const CUT = '…';

/** The text a message of Slack's becomes; empty when it says nothing. Longer than a message may be, it is cut. */
export function textOfSlack(message: SlackMessage): string {
  const blocks = (message.blocks ?? []).map(fromBlock).filter((text) => text !== '');
  // Beside blocks `text` is what notifications show in Slack: the same words again.
  const said = blocks.length > 0 ? blocks.join('\n\n') : fromMrkdwn(message.text ?? '');
  const text = [said, ...(message.attachments ?? []).map(fromAttachment)]
    .filter((part) => part.trim() !== '')
    .join('\n\n');
  const signs = [...text];
  return signs.length <= limits.messageLength
    ? text
    : signs.slice(0, limits.messageLength - CUT.length).join('') + CUT;
}
