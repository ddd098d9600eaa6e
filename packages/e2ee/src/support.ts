/** What a browser needs for encrypted rooms. */
export type Needed = 'secure context' | 'X25519' | 'Ed25519';

/**
 * What this platform lacks, to be said before anything is encrypted that could not be read again.
 * @returns nothing where all is there; over plain http it is the secure context, without which there is no WebCrypto at all
 */
export async function missingAlgorithms(): Promise<Needed[]> {
  // TypeScript knows it as always there; over plain http it is not.
  const { subtle } = crypto as { subtle?: SubtleCrypto };
  if (subtle === undefined) return ['secure context'];
  const isMissing = async (name: 'X25519' | 'Ed25519'): Promise<boolean> => {
    try {
      await subtle.generateKey({ name }, false, name === 'X25519' ? ['deriveBits'] : ['sign', 'verify']);
      return false;
    } catch {
      return true;
    }
  };
  const [agreement, signing] = await Promise.all([isMissing('X25519'), isMissing('Ed25519')]);
  return [...(agreement ? (['X25519'] as const) : []), ...(signing ? (['Ed25519'] as const) : [])];
}
