/** The limits of polls. */
export const pollLimits = {
  options: 20,
  /** Characters of the question, and of each option. */
  text: 200,
  /** Days within which a poll can close automatically. */
  days: 366,
};
