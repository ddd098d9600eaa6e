/** The result of one check. */
export interface Finding {
  what: string;
  state: 'ok' | 'warning' | 'fault';
  says: string;
  /** How to fix it. Never destructive: a tired person may follow it. */
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
