const CODES = [
  'malformed',
  'not_a_commit',
  'not_a_group_info',
  'not_a_welcome',
  'not_a_key_package',
  'wrong_epoch',
  'wrong_group',
  'wrong_group_info',
  'own_commit_lost',
  'evicted',
  'pending_commit',
  'no_key_package',
  'already_member',
  'group_exists',
  'no_group',
  'no_signer',
  'no_path',
  'no_tree',
  'nothing_staged',
  'nothing_pending',
  'unsupported',
  'invalid',
] as const;

/**
 * Why something was refused. `wrong_epoch`: of another epoch, as a lost race or a repeat is. `own_commit_lost`: one's own commit, whose pending half was not stored:
 * the device must join anew. `wrong_group_info`: not the one of the commit. `crashed`: the module has ended by itself, and is of no more use.
 */
export type MlsCode = (typeof CODES)[number] | 'crashed';

/** A refusal of the group: the code is for programs, and tells no secret. */
export class MlsError extends Error {
  override readonly name = 'MlsError';

  constructor(readonly code: MlsCode) {
    super(code);
  }
}

/** Runs a call into the module. @throws MlsError */
export function calling<T>(call: () => T): T {
  try {
    return call();
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    throw new MlsError(CODES.find((code) => code === text) ?? 'crashed');
  }
}
