import type { Api } from '../platform/api';
import type { Storage } from '../platform/storage';
import type { StoredItem } from '../sync/outbox';
import type { Feature } from './feature';
import type { Held } from './roomSync';
import type { Store } from './store';

export interface CoreOptions {
  url: string;
  store: Store;
  api: Api;
  features: readonly Feature[];
  openStorage: (userId: string) => Promise<Storage<StoredItem>>;
  transports?: ('websocket' | 'polling')[];
  /** How many messages of a room are held in memory, on screen and elsewhere. */
  held?: Held;
  /**
   * Reloads the page; a notice explains there why the person was signed out. Nothing of one person is left to the
   * next that way: files in a composer, marks, pending answers.
   */
  reload?: (notice?: string) => void;
  /** Ends pushes to this browser, and closes its notifications. */
  forgetDevice?: () => Promise<void>;
}
