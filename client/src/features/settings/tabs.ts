/** The tabs of the settings, in one file to load: they open together. */
export { AccessTokens } from './AccessTokens';
export { Appearance } from './Appearance';
export { PasswordForm } from './PasswordForm';
export { Profile } from './Profile';
export { SessionList } from './SessionList';
