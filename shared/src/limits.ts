/** All limits of Parley; lengths are in characters as people see them unless the name has bytes. */
export const limits = {
  messageLength: 8000,
  /** UTF-16 units, which 8,000 visible characters do not reasonably exceed; stops "one character" of a megabyte. */
  messageUnits: 64_000,
  displayName: 80,
  usernameMin: 2,
  usernameMax: 32,
  /** Days for which a former user name is reserved. */
  formerNameDays: 30,
  /** Former user names that one person can hold. */
  formerNames: 10,
  email: 254,
  statusText: 100,
  /** UTF-16 units of an ISO 8601 time, with any usual number of decimals. */
  instant: 40,
  /** bcrypt reads no more than 72 bytes of a password. */
  passwordBytes: 72,
  passwordMin: 8,
  roomName: 80,
  topic: 250,
  workspaceName: 80,
  groupPeople: 50,
  reactionsPerMessage: 50,
  /** Edits, reactions and pins of one message together: all its revs are stored, and each change reads and writes them. */
  changesPerMessage: 20_000,
  /** Earlier texts of a message that stay readable, and UTF-16 units of all of them. */
  earlierTexts: 50,
  earlierUnits: 200_000,
  emoji: 64,
  filesPerMessage: 10,
  partsPerMessage: 10,
  /** Pending uploads of one person to one server. */
  uploadsAtOnce: 10,
  /** Messages that may be sent together. */
  sentTogether: 20,
  fileName: 255,
  searchQuery: 400,
  /** Words and filters of one search. */
  searchWords: 20,
  tokenName: 80,
  tokensPerPerson: 50,
  passkeysPerPerson: 20,
  /** Of a passkey's id in base64url: 1023 bytes. Source: WebAuthn 3, 4 (Credential ID). */
  passkeyId: 1400,
  /** A part of an authenticator's answer, in base64url: attestations with certificates have a few KB. */
  passkeyBytes: 16_000,
  /** Above, signing in ends the least recently used session. */
  sessionsPerPerson: 100,
  savedPerPerson: 5000,
  draftsPerPerson: 500,
  /** Rooms and groups that a person has created, archived ones too: each is stored, and published to all who may see it. */
  roomsPerPerson: 1000,
  /** Rooms and groups to which one person has added another who is still in them; without a limit for those who manage people. */
  additionsPerTarget: 100,
  /** Open invitations to the workspace. */
  invites: 200,
  webhooksPerRoom: 20,
  /** One text in a webhook's message, in UTF-16 units; Slack itself cuts at 40,000. A whole message is cut to `messageLength`. */
  webhookText: 64_000,
  /** One list in it: fields, elements. Slack accepts no more than a hundred blocks in all. */
  webhookItems: 500,
  pinsPerRoom: 100,
  /** A client receives the newest of one's mentions in a room. */
  callsKnown: 100,
  /** How many of a room's newest places are sent that are not unread; its badge shows 99+ long before. */
  uncountedKnown: 200,
  /** How many saved messages a client receives at once. */
  savedKnown: 500,
  keywords: 50,
  keyword: 80,
  pushDevices: 20,
  /** People whom @here mentions at most. */
  calledByHere: 500,
  page: 100,
  pageDefault: 50,
  /** People of one request for the authors of a room. */
  authors: 50,
  /** Changes of a catch-up at most; beyond, the client loads the last page instead. */
  catchUp: 500,
  /**
   * Estimated size of an answer with messages: at 64 KB a second it arrives before its client retries.
   * Five hundred messages of usual length are as much; of long ones there are fewer on a page.
   */
  answerBytes: 400_000,
  /** Bytes of a JSON body and of a socket frame. */
  bodyBytes: 256 * 1024,
  jsonDepth: 12,
  /** Values in one body or command, at all depths: 50 of Slack's blocks with all their parts are a third of it. */
  jsonValues: 10_000,
  /** Faults of one input that are reported; a body can have a hundred thousand. */
  faultsReported: 10,
} as const;
