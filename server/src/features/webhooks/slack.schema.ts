import { limits } from '@parley/shared/limits';
import { z } from 'zod';
import { messageOf } from '@parley/shared/faults';

/**
 * What Slack's incoming webhooks accept, as far as it becomes text; the rest (colours, user names, channels) is accepted and
 * ignored, so that programs written for Slack work unchanged. Templates of such programs have nulls, numbers and booleans
 * in place of strings: numbers and booleans are converted, and values of other types count as absent.
 * Sources: docs.slack.dev/reference/block-kit/blocks, docs.slack.dev/legacy/legacy-messaging/legacy-secondary-message-attachments
 */
const asWords = (value: unknown): unknown =>
  typeof value === 'string' || value === undefined
    ? value
    : typeof value === 'number' || typeof value === 'boolean'
      ? String(value)
      : undefined;
const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** In forms, lists are JSON. */
function asList(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return undefined;
  }
}

const words = z.preprocess(
  asWords,
  z
    .string()
    .max(limits.webhookText, messageOf('tooLong', { most: limits.webhookText }))
    .optional(),
);
const maybe = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (isObject(value) ? value : undefined), schema.optional());
const listOf = <T extends z.ZodType>(item: T, most: number = limits.webhookItems) =>
  z.preprocess(
    (value) => (Array.isArray(value) ? (value as unknown[]).filter(isObject) : undefined),
    z.array(item).max(most, messageOf('tooMany', { most })).optional(),
  );
const topListOf = <T extends z.ZodType>(item: T, most: number) => z.preprocess(asList, listOf(item, most));

/** A text with its kind; a string gets the kind that Slack assumes. */
const textLike = z.preprocess(
  (value) => (isObject(value) ? value : { text: value }),
  z.object({ type: words, text: words }),
);
export type TextLike = z.infer<typeof textLike>;

const mark = z.preprocess((value) => value === true, z.boolean());
const style = z.object({
  bold: mark,
  italic: mark,
  strike: mark,
  code: mark,
});

/** Any element of a block: a piece of rich text, a button, a picture, a cell. */
export interface Element {
  type?: string | undefined;
  text: TextLike;
  url?: string | undefined;
  name?: string | undefined;
  unicode?: string | undefined;
  skin_tone?: string | undefined;
  user_id?: string | undefined;
  channel_id?: string | undefined;
  usergroup_id?: string | undefined;
  range?: string | undefined;
  fallback?: string | undefined;
  value?: string | undefined;
  alt_text?: string | undefined;
  image_url?: string | undefined;
  indent?: string | undefined;
  offset?: string | undefined;
  style?: z.infer<typeof style> | string | undefined;
  elements?: Element[] | undefined;
}

const element: z.ZodType<Element> = z.lazy(
  () =>
    z.object({
      type: words,
      text: textLike,
      url: words,
      name: words,
      unicode: words,
      skin_tone: words,
      user_id: words,
      channel_id: words,
      usergroup_id: words,
      range: words,
      fallback: words,
      value: words,
      alt_text: words,
      image_url: words,
      indent: words,
      offset: words,
      style: z.union([style, words]),
      elements: listOf(element),
    }) as unknown as z.ZodType<Element>,
);

const block = z.object({
  type: words,
  text: textLike,
  fields: listOf(z.object({ type: words, text: words })),
  accessory: maybe(element),
  title: textLike,
  title_url: words,
  description: textLike,
  label: textLike,
  alt_text: words,
  image_url: words,
  elements: listOf(element),
  rows: z.preprocess(
    (value) =>
      Array.isArray(value)
        ? (value as unknown[])
            .filter(Array.isArray)
            .map((row: unknown[]) => row.map((cell) => (isObject(cell) ? cell : { text: cell })))
        : undefined,
    z.array(z.array(element).max(limits.webhookItems)).max(limits.webhookItems).optional(),
  ),
});
export type Block = z.infer<typeof block>;

const attachment = z.object({
  fallback: words,
  pretext: words,
  author_name: words,
  author_link: words,
  title: words,
  title_link: words,
  text: words,
  fields: listOf(z.object({ title: words, value: words })),
  image_url: words,
  thumb_url: words,
  footer: words,
  actions: listOf(element),
  blocks: listOf(block),
});
export type Attachment = z.infer<typeof attachment>;

export const slackMessage = z.object({
  text: words,
  blocks: topListOf(block, 50),
  attachments: topListOf(attachment, 100),
});
export type SlackMessage = z.infer<typeof slackMessage>;
