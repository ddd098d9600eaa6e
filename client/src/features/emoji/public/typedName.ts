/** An emoji's name between colons, just closed. */
export interface TypedName {
  from: number;
  to: number;
  name: string;
}

/**
 * The name that was just closed at the caret, if it stands alone: after the start, a space or an opening sign (with
 * marks), and with no letter, digit or colon after it. `10:100:1` and `a/b:100:` are none. Whether there is an emoji of
 * that name is not checked.
 */
export function nameTypedAt(text: string, caret: number): TypedName | undefined {
  const [, before = '', name] =
    /(^|[\s\p{Ps}\p{Pi}"'¡¿\p{Extended_Pictographic}\p{Emoji_Modifier}\uFE0F][*_~|]*|^[*_~|]+):([a-z0-9_+-]+):$/u.exec(
      text.slice(0, caret),
    ) ?? [];
  if (name === undefined || /^[\p{L}\p{N}\p{M}_:]/u.test(text.slice(caret))) return undefined;
  // `rows[:100:2]` is code that nobody has marked as such.
  if (/^\d+$/.test(name) && /\p{Ps}/u.test(before)) return undefined;
  return { from: caret - name.length - 2, to: caret, name };
}
