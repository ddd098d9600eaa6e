import { fromBase64url } from './bytes.js';
import type { ChainState } from './chain.js';
import { derive } from './keys.js';

/** What two people compare: digits to read aloud, and bytes for a QR code. */
export interface SafetyNumber {
  /** Twelve groups of five digits. */
  digits: string;
  /** 32 bytes. */
  code: Uint8Array;
}

/**
 * The safety number of two people, the same on both sides. It changes with a reset of either, and with nothing else.
 * @throws E2eeError malformed
 */
export async function safetyNumber(
  a: Pick<ChainState, 'userId' | 'root'>,
  b: Pick<ChainState, 'userId' | 'root'>,
): Promise<SafetyNumber> {
  const fields = [a, b]
    .toSorted((x, y) => (x.userId < y.userId ? -1 : 1))
    .flatMap(({ userId, root }) => [userId, fromBase64url(root, 32)]);
  const bytes = await derive(new Uint8Array(32), 'safety number', fields, { length: 92 });
  const view = new DataView(bytes.buffer);
  const groups = Array.from({ length: 12 }, (_, i) => {
    const value = view.getUint32(i * 5) * 256 + view.getUint8(i * 5 + 4);
    return String(value % 100_000).padStart(5, '0');
  });
  return { digits: groups.join(' '), code: bytes.slice(60) };
}
