import { flag } from '../../platform/settingKinds.js';

export const signInLinksSettings = {
  SIGN_IN_LINKS: flag()
    .optional()
    .describe(
      'People can sign in by a link that is sent to their e-mail address. Without it what is set in the application; by itself off. Needs `SMTP_URL`.',
    ),
};
