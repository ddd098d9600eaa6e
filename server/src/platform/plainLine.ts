/**
 * Control characters, ends of lines as some programs take them, and signs that turn text around: a terminal obeys them, and a reader is deceived.
 * JSON escapes those below U+0020 itself.
 */
const unsafe = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/**
 * JSON as one line, whatever is in its texts; read again, they are as they were.
 * @param json of `JSON.stringify`, in which these signs stand in texts alone
 */
export const plainLine = (json: string): string =>
  json.replace(unsafe, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
