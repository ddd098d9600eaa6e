import { NobleCryptoPlugin, ScureBase32Plugin, TOTP } from 'otplib';

/** Seconds of one code, and by how much the clock of a phone may differ: one code before and after. Source: RFC 6238, 5.2. */
const PERIOD_SECONDS = 30;

const totp = new TOTP({
  crypto: new NobleCryptoPlugin(),
  base32: new ScureBase32Plugin(),
  period: PERIOD_SECONDS,
  digits: 6,
});

/** A new key for an authenticator app: 160 bits in base32. Source: RFC 4226, 4 (R6). */
export const newSecret = (): string => totp.generateSecret();

/** The address that an authenticator app reads as a QR code. A colon separates its parts, so names have none. */
export const uriOf = (secret: string, { issuer, label }: { issuer: string; label: string }): string =>
  totp.toURI({ secret, issuer: issuer.replaceAll(':', ' ').trim(), label: label.replaceAll(':', ' ') });

/**
 * The time step of a code.
 * @param code six digits
 * @param now in ms since the epoch
 * @returns undefined when it is wrong, or of another time than now and one step around
 */
export async function stepOf(secret: string, code: string, now = Date.now()): Promise<number | undefined> {
  // The middle of the step: a tolerance of one period is then exactly one step on both sides.
  const epoch = (Math.floor(now / 1000 / PERIOD_SECONDS) + 0.5) * PERIOD_SECONDS;
  const result = await totp.verify(code, { secret, epoch, epochTolerance: PERIOD_SECONDS });
  return result.valid && 'timeStep' in result ? result.timeStep : undefined;
}

/** The code of a time. @param now in ms since the epoch */
export const codeAt = (secret: string, now: number): Promise<string> =>
  totp.generate({ secret, epoch: Math.floor(now / 1000) });
