/**
 * Emoji as they are written: with U+FE0F or without, which look the same and must count as the same. Nothing here needs
 * `\p{RGI_Emoji}`, whose list takes a browser 20 to 45 ms to compile; which emoji there are is in `knownEmoji`.
 */

/** U+FE0F, the variation selector for a picture instead of text. */
const asPicture = /\ufe0f/g;
/** A sign that is text unless U+FE0F follows; a skin tone does the same. */
const textual = /\p{Emoji}(?<!\p{Emoji_Presentation})(?!\p{Emoji_Modifier})/gu;

/** An emoji without variation selectors: two with the same result are the same emoji. */
export const bareEmoji = (emoji: string): string => emoji.replace(asPicture, '');

/**
 * The normal form of an emoji, which Unicode calls fully qualified: U+FE0F behind each part that needs it, and nowhere else.
 * Anything but an emoji may be changed or not; call `knownEmoji` first. Source: Unicode technical standard 51, ED-18.
 */
export const qualifiedEmoji = (emoji: string): string =>
  bareEmoji(emoji).replace(textual, (sign) => `${sign}\ufe0f`);

const tones = String.raw`\u{1f3fb}-\u{1f3ff}`;
const picture = String.raw`\p{Extended_Pictographic}[\ufe0e\ufe0f${tones}]?[\u{e0020}-\u{e007f}]*`;
const part = String.raw`(?:\p{RI}{2}|[0-9#*]\ufe0f?\u20e3|${picture}|[${tones}])`;

/** One emoji somewhere in a text, drawn as a picture or not. */
export const emojiPattern = String.raw`${part}(?:\u200d${part})*`;
const anyEmoji = new RegExp(emojiPattern, 'gu');
const anyTone = new RegExp(`[${tones}]`, 'gu');

/** An emoji without its skin tones. */
export const withoutTones = (emoji: string): string => emoji.replace(anyTone, '');

/** The emoji of a text in their order, as they are written there. */
export const emojiIn = (text: string): string[] => text.match(anyEmoji) ?? [];
