/** Bounds of moderation; lengths in characters as people see them. */
export const moderationLimits = {
  /** The note of a report, and one of a moderator. */
  note: 1000,
  /** Why somebody is warned, muted or banned: they read it. */
  reason: 300,
  /** Notes of moderators on one report. */
  notes: 50,
  /** Open reports of one person. */
  openReports: 100,
  /** Messages before the reported one, and after it. */
  around: 5,
  /** Running mutes of one person: one for the workspace, and one for each of some rooms. */
  mutes: 50,
  /** Notices that a person has not dismissed; beyond, the oldest go. */
  notices: 20,
  /** People that one person has blocked. */
  blocked: 200,
  /** Accounts that wait, of one page of their list. */
  newcomers: 50,
  /** Days that a mute or a ban with an end can last. */
  days: 3660,
  /** Earlier reports of a person that are shown. */
  history: 50,
  /** Addresses that one ban covers. */
  addresses: 20,
} as const;
