/** What a look at one thing found. */
export interface Finding {
  what: string;
  state: 'ok' | 'warning' | 'fault';
  says: string;
  /** What to do about it. It never destroys anything: who reads it is tired. */
  cure?: string;
}

export const ok = (what: string, says: string): Finding => ({ what, state: 'ok', says });
export const fault = (what: string, says: string, cure: string): Finding => ({
  what,
  state: 'fault',
  says,
  cure,
});
export const warning = (what: string, says: string, cure: string): Finding => ({
  what,
  state: 'warning',
  says,
  cure,
});
