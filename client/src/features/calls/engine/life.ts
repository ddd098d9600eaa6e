import type { LinkState } from './engine';

/** Media that stops for this long, in ms, is a lost path: after a change of network it was back 2.8 s after the loss. */
const SILENT_MS = 2000;
/** Without media a browser checks its path every 2.5 s; two missed checks, in ms. */
const UNCHECKED_MS = 6000;
/** The first connection may take this long, in ms: a relay over TCP, on a slow line. */
const CONNECT_MS = 5000;
/** Between two attempts, in ms: each later one waits longer, so that a slow one may succeed. */
const BETWEEN_MS = [2000, 3000, 4000, 5000, 6000];
/** Without success for this long, in ms, a connection counts as failed. */
const FAILED_MS = 15_000;

/** What is seen of a connection at a moment. */
export interface Observation {
  connection: RTCPeerConnectionState;
  /** Received media, in bytes. */
  bytes: number;
  /** Checks of the path that were answered; undefined where nobody counts. */
  signs: number | undefined;
  /** The other leg sends sound, which never pauses: a muted microphone sends silence. */
  expectsMedia: boolean;
}

/** Decides whether a connection lives, from what arrives: browsers notice a lost path after 7 to 45 s. Times in ms. */
export class LinkLife {
  private alive = false;
  private connected = false;
  private last: Observation | undefined;
  private mediaAt = -Infinity;
  private signAt = -Infinity;
  private restartAt = -Infinity;
  private attemptAt: number;
  private tries = 0;
  private downAt: number;

  constructor(now: number) {
    this.attemptAt = now;
    this.downAt = now;
  }

  observe(seen: Observation, now: number): void {
    const { last } = this;
    this.last = seen;
    if (seen.bytes > (last?.bytes ?? 0)) this.mediaAt = this.signAt = now;
    if ((seen.signs ?? 0) > (last?.signs ?? 0)) this.signAt = now;
    // What begins only now has its time to arrive.
    if (seen.connection === 'connected' && !this.connected) this.mediaAt = this.signAt = now;
    if (seen.expectsMedia && last?.expectsMedia === false) this.mediaAt = Math.max(this.mediaAt, now);
    this.connected ||= seen.connection === 'connected';
    const alive = this.connected && this.isAlive(seen, now);
    if (this.alive && !alive) this.downAt = now;
    if (alive) this.tries = 0;
    this.alive = alive;
  }

  get state(): 'alive' | 'down' {
    return this.alive ? 'alive' : 'down';
  }

  /** As it is shown. */
  shown(now: number): LinkState {
    if (this.alive) return 'connected';
    if (now - this.downAt >= FAILED_MS) return 'failed';
    return this.connected ? 'reconnecting' : 'connecting';
  }

  /** It is time for the next attempt. */
  restartDue(now: number): boolean {
    if (this.alive) return false;
    const [least = 0] = BETWEEN_MS;
    if (this.tries === 0 && this.connected) return now - this.restartAt >= least;
    const patience = this.connected || this.tries > 0 ? this.between : CONNECT_MS;
    return now - this.attemptAt >= (this.last?.connection === 'failed' ? least : patience);
  }

  /** An attempt has begun: ICE restarts. */
  restarted(now: number): void {
    this.restartAt = this.attemptAt = now;
    this.tries += 1;
  }

  /** Both sides agree again, and what they agreed on has its time. */
  agreed(now: number): void {
    this.attemptAt = now;
  }

  private get between(): number {
    return BETWEEN_MS[Math.min(this.tries, BETWEEN_MS.length) - 1] ?? 0;
  }

  private isAlive({ connection, signs, expectsMedia }: Observation, now: number): boolean {
    if (now - this.mediaAt < SILENT_MS) return true;
    if (connection !== 'connected') return false;
    if (signs !== undefined && now - this.signAt >= UNCHECKED_MS) return false;
    // After a restart the path was checked: it is the other leg's microphone that has stopped, not the path.
    return !expectsMedia || (this.signAt > this.restartAt && this.restartAt > this.mediaAt);
  }
}
