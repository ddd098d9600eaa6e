/** A person as a provider has verified them. Only issuer and subject identify them; everything else may change. */
export interface Claims {
  issuer: string;
  subject: string;
  /** Undefined where the provider gives none. */
  email: string | undefined;
  /** Undefined where the provider does not say. */
  emailVerified: boolean | undefined;
  name: string | undefined;
  username: string | undefined;
  /** The session at the provider. */
  sid: string | undefined;
  /** When they last signed in at the provider, by the signed token; undefined where it does not say. */
  authenticatedAt: Date | undefined;
  /** All claims, for the rule of the provider. */
  all: Record<string, unknown>;
}
