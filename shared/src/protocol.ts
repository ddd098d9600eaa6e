/** Raised when an old client could misread a new server. A client of another version reloads itself. */
export const PROTOCOL_VERSION = 2;
