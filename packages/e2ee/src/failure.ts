/** What can be wrong with something of another person, of the server, or typed by hand. */
export type FailureCode =
  /** Not of the form it must have: length, characters, kind. */
  | 'malformed'
  /** The key does not open it: another key, or changed bytes. */
  | 'wrong_key'
  /** The signature is not of the key it should be of. */
  | 'bad_signature'
  /** A public key that leaves no secret (a point of small order), or is none. */
  | 'weak_key'
  /** The chain does not go on from what is known: a number is missing, or the former hash is another. */
  | 'chain_fork'
  /** The chain is shorter than it was. */
  | 'chain_rollback'
  /** Signed by something that was not in the chain, or had been revoked. */
  | 'chain_signer'
  /** Signed rightly, but not allowed here: a device twice, a revocation of nothing. */
  | 'chain_entry';

/** Why something was refused. The code is for programs and texts, the message for logs; neither holds a secret. */
export class E2eeError extends Error {
  override readonly name = 'E2eeError';

  constructor(
    readonly code: FailureCode,
    message: string,
  ) {
    super(message);
  }
}

/**
 * Makes a refusal to throw.
 * @param code what is wrong
 * @param what the thing it is wrong with, for logs
 */
export function failure(code: FailureCode, what: string): E2eeError {
  return new E2eeError(code, `${what}: ${code}`);
}
