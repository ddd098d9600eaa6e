/**
 * One emoji as Unicode's technical standard 51 writes it: a flag, a keycap, or a pictograph with its tone and its tags, joined
 * to others or not. Not `\p{RGI_Emoji}`, whose list takes the engine 20 to 45 ms to compile before the first room shows.
 */
const tone = String.raw`[\ufe0f\u{1f3fb}-\u{1f3ff}]`;
const pictograph = String.raw`(?:\p{Emoji_Presentation}|\p{Extended_Pictographic}${tone})${tone}?[\u{e0020}-\u{e007f}]*`;
const part = String.raw`(?:\p{RI}{2}|[0-9#*]\ufe0f?\u20e3|${pictograph})`;
const alone = new RegExp(String.raw`^(?:${part}(?:\u200d${part})*\s*){1,6}$`, 'u');

/** Whether a text is one to six emoji and nothing else: then they are shown large. */
export const isEmojiAlone = (text: string): boolean => alone.test(text);
