import type { CreatePasskeyOptions, UsePasskeyOptions } from '@parley/shared/factors';
import {
  browserSupportsWebAuthn,
  browserSupportsWebAuthnAutofill,
  startAuthentication,
  startRegistration,
  WebAuthnAbortService,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser';

/** Whether this browser has passkeys on this page: not over plain HTTP. */
export const hasPasskeys = (): boolean => window.isSecureContext && browserSupportsWebAuthn();

/** Whether the browser offers passkeys in a form's field for the name. */
export const offersInForm = async (): Promise<boolean> =>
  hasPasskeys() && (await browserSupportsWebAuthnAutofill());

/** Extensions are not sent: the server reads none. */
const none = {};

/** Creates a passkey. @throws Error when the person closes the browser's dialog */
export async function createPasskey(options: CreatePasskeyOptions) {
  const { id, rawId, type, response } = await startRegistration({
    optionsJSON: options as PublicKeyCredentialCreationOptionsJSON,
  });
  const { clientDataJSON, attestationObject, transports } = response;
  return {
    id,
    rawId,
    type,
    clientExtensionResults: none,
    response: { clientDataJSON, attestationObject, transports: transports ?? [] },
  };
}

/**
 * Uses a passkey.
 * @param inForm offered in the form's field, instead of a dialog of the browser
 * @throws Error when the person closes the browser's dialog, or another use begins
 */
export async function getPasskey(options: UsePasskeyOptions, inForm = false) {
  const { id, rawId, type, response } = await startAuthentication({
    optionsJSON: options as PublicKeyCredentialRequestOptionsJSON,
    useBrowserAutofill: inForm,
    verifyBrowserAutofillInput: false,
  });
  const { clientDataJSON, authenticatorData, signature, userHandle } = response;
  return {
    id,
    rawId,
    type,
    clientExtensionResults: none,
    response: {
      clientDataJSON,
      authenticatorData,
      signature,
      ...(userHandle === undefined ? {} : { userHandle }),
    },
  };
}

/** What a browser answers when a passkey is used. */
export type PasskeyAnswer = Awaited<ReturnType<typeof getPasskey>>;

/** Ends the offer in a form. */
export const stopOffer = (): void => WebAuthnAbortService.cancelCeremony();
