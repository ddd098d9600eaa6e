import type { SyncView } from '@parley/shared/sync';
import type { Router } from 'express';
import type { Settings } from '../config.js';
import type { Bus } from './bus.js';
import type { Commands } from './commands.js';
import type { Actor, Server } from './context.js';
import type { Routes } from './http.js';
import type { Job } from './jobs.js';
import type { LiveSection } from './liveSettings.js';
import type { Migration } from './migrations.js';
import type { SocketServer } from './socket.js';
import type { Upgrade } from './upgrades.js';

/** What a part of `GET /sync` reads for one person. */
export type SyncPart = (actor: Actor) => Promise<Partial<SyncView>>;

/** Sections of one person's data, by name. */
export type OwnDataPart = (actor: Actor) => Promise<Record<string, unknown>>;

/**
 * One thing Parley does, as one folder below `features/`: what it brings to the server. `features.ts` lists them; nothing else
 * names a feature to start it. Each part is optional.
 */
export interface Feature {
  /** The name of its folder. */
  name: string;
  /** Its settings, which `config.ts` reads, and their heading in docs/configuration.md. They are in `<name>.settings.ts`. */
  settings?: { heading: string; shape: Partial<Settings> };
  /** Its settings that admins change while the server runs. */
  live?: readonly LiveSection[];
  /** Changes to stored data; versions are unique over all features. */
  migrations?: readonly Migration[];
  /** Its REST routes, below `/api/v1`. */
  routes?: (routes: Routes) => void;
  /** Headings of its routes in the description of the API. */
  headings?: Routes['headings'];
  /** What it answers outside `/api/v1`, to programs that watch the server for example; without signing in. */
  probes?: (router: Router, server: Server) => void;
  /** The WebSockets it serves besides Socket.IO, by the first segment of their path; it admits them itself. */
  upgrades?: Readonly<Record<string, Upgrade>>;
  /** Its Socket.IO commands, and its handlers for the connection and end of sockets. */
  commands?: (commands: Commands) => void;
  /** Its listeners on what other features publish in this process. */
  listen?: (bus: Bus, server: Server) => void;
  /** What it does from time to time. */
  jobs?: readonly Job[];
  /** Its part of `GET /sync`. */
  sync?: SyncPart;
  /** What it stores of a person, as sections by name and without secrets: for the export of their data. */
  ownData?: OwnDataPart;
  /** Reads what must be known before anything is served. */
  prepare?: (server: Server) => Promise<void>;
  /** Starts what runs as long as the server does. Returns how to stop it; called when no request is under way any more. */
  start?: (server: Server, io: SocketServer) => (() => Promise<void> | void) | void;
}

/** Checks a feature's type where it is defined. */
export const defineFeature = (feature: Feature): Feature => feature;
