import type { EventName, EventPayload } from '@parley/shared/events';
import type { SyncView } from '@parley/shared/sync';
import type { Reducer } from '@reduxjs/toolkit';
import type { Api } from '../platform/api';
import type { ComponentType } from 'react';
import type { SignInMethod } from './signInMethod';
import type { Store } from './store';

export interface HeaderButtonProps {
  roomId: string;
  /** The name of the panel that is open beside the room. */
  panel: string | undefined;
  /** Opens a panel, or closes it if it is the one that is open. */
  togglePanel: (name: string) => void;
}

/** Unsent work that is not in the outbox, as a list of rooms with JSON. */
export interface UnsentPart {
  /** Its key in what is encrypted when a session ends by itself (decision 034). */
  name: string;
  read: () => [roomId: string, value: unknown][];
  /** Restores what was encrypted. Without it nothing is encrypted, because it cannot be stored. */
  putBack?(roomId: string, value: unknown): void;
}

/**
 * What a feature brings to the page's core, loaded with the first room: keep it small. What opens later (panels, dialogs,
 * tabs, menu items) is a `Screens` of the same feature. `app/features.ts` is the list.
 */
export interface Feature {
  name: string;
  /** At the end of a room's header, in the order of the features: an `IconButton`, or nothing. */
  HeaderButton?: ComponentType<HeaderButtonProps>;
  /** Ways to sign in besides name and password. Loaded by the form alone. */
  signInMethods?: readonly (() => Promise<SignInMethod>)[];
  /** Its part of the state, under its name; declare its type in `FeatureStates`. */
  reducer?: Reducer;
  /** How its events change the state. Each may arrive twice, late, or before the sync it belongs to. */
  events?: { [N in EventName]?: (store: Store, payload: EventPayload<N>) => void };
  /** What it does once with an event, which is not replayed: signals of the moment. */
  received?: { [N in EventName]?: (payload: EventPayload<N>) => void };
  /** Applies its part of a sync, from the server or as stored in this browser. */
  synced?: (store: Store, sync: SyncView) => void;
  /** Called after each sync from the server: pending requests can be sent. */
  online?: (api: Api, sync: SyncView) => void;
  /** Sends what it has not sent, before signing out. */
  flush?: () => Promise<unknown>;
  unsent?: UnsentPart[];
  /** Deletes what it stores of the person who signs out here. */
  forgotten?: () => void;
}

/** @returns the same feature, type-checked, with its names as literal types */
export const defineFeature = <const F extends Feature>(feature: F): F => feature;
