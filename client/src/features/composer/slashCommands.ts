import { emojiPattern } from '@parley/shared/emoji';
import type { UpdateMeInput } from '@parley/shared/users';
import type { Core } from '../../core/core';
import type { Dialogs } from '../../core/dialogs';
import type { State, Store } from '../../core/store';
import { joinRoom, leaveRoom, loadDirectory, putMember, updateRoom } from '../../core/rooms/commands';
import { CommandRefused } from './CommandRefused';
import { meChanged } from '../../core/state/session';
import { t } from './text/text';

export interface CommandScope {
  core: Core;
  store: Store;
  dialogs: Dialogs;
  goTo: (roomId: string) => void;
  roomId: string;
}

/** The outcome of a command: done, or a text to send to the room. */
type Result = { say: string } | undefined;

export interface SlashCommand {
  name: string;
  /** What follows the name, as the completion shows it. */
  takes: string;
  does: string;
  run: (scope: CommandScope, rest: string) => Promise<Result> | Result;
}

function personCalled(state: State, text: string): string {
  const name = text.trim().replace(/^@/, '').toLowerCase();
  const user = Object.values(state.people.users.entities).find(
    ({ username, formerNames, hidden }) => !hidden && (username === name || formerNames.includes(name)),
  );
  if (!user) throw new CommandRefused(name === '' ? t('commands.sayWho') : t('commands.nobody', { name }));
  return user.userId;
}

async function updateMe({ core, store }: CommandScope, input: UpdateMeInput): Promise<undefined> {
  store.dispatch(meChanged(await core.api.request('PATCH /me', { body: input })));
  return undefined;
}

async function join({ core, store, goTo }: CommandScope, rest: string): Promise<undefined> {
  const wanted = rest.trim().replace(/^#/, '').toLowerCase();
  const slug = (name: string): string => name.toLowerCase().replace(/\s+/gu, '-');
  const own = Object.values(store.getState().rooms.byId).find(({ room }) => slug(room.name) === slug(wanted));
  if (own) {
    goTo(own.room.roomId);
    return undefined;
  }
  const found = (await loadDirectory(core)).find(({ room }) => slug(room.name) === slug(wanted));
  if (!found) throw new CommandRefused(t('commands.noRoom'));
  await joinRoom(core, found.room.roomId);
  goTo(found.room.roomId);
  return undefined;
}

async function setMuted({ core, store, roomId }: CommandScope, muted: boolean): Promise<undefined> {
  const userId = store.getState().session.me?.userId ?? '';
  await putMember(core, { roomId, userId }, { muted });
  return undefined;
}

function sayWhatIDo(_scope: CommandScope, rest: string): Result {
  if (rest.trim() === '') throw new CommandRefused(t('commands.sayDoing'));
  return { say: `_${rest.trim()}_` };
}

/** An emoji at the beginning is the status' picture, the rest its text. */
const statusPattern = new RegExp(String.raw`^(${emojiPattern})?\s*([\s\S]*)$`, 'u');

function status(scope: CommandScope, rest: string): Promise<undefined> {
  const [, emoji = '', text = ''] = statusPattern.exec(rest.trim()) ?? [];
  return updateMe(scope, { statusEmoji: emoji, statusText: text.trim() });
}

/** All commands, in the order of the completion. */
export const slashCommands: SlashCommand[] = [
  { name: 'me', takes: t('commands.meTakes'), does: t('commands.me'), run: sayWhatIDo },
  {
    name: 'shrug',
    takes: t('commands.shrugTakes'),
    does: t('commands.shrug'),
    run: (_, rest) => ({ say: `${rest} ¯\\\\\\_(ツ)\\_/¯`.trim() }),
  },
  {
    name: 'topic',
    takes: t('commands.topicTakes'),
    does: t('commands.topic'),
    run: async ({ core, roomId }, rest) => {
      await updateRoom(core, roomId, { topic: rest.trim() });
      return undefined;
    },
  },
  {
    name: 'invite',
    takes: t('commands.inviteTakes'),
    does: t('commands.invite'),
    run: async ({ core, store, roomId, goTo }, rest) => {
      const userId = personCalled(store.getState(), rest);
      // For a direct message this creates a group, and opens it.
      goTo((await putMember(core, { roomId, userId }, {})).roomId);
      return undefined;
    },
  },
  { name: 'join', takes: t('commands.joinTakes'), does: t('commands.join'), run: join },
  {
    name: 'leave',
    takes: '',
    does: t('commands.leave'),
    run: async ({ core, roomId }) => {
      await leaveRoom(core, roomId);
      return undefined;
    },
  },
  { name: 'mute', takes: '', does: t('commands.mute'), run: (scope) => setMuted(scope, true) },
  { name: 'unmute', takes: '', does: t('commands.unmute'), run: (scope) => setMuted(scope, false) },
  { name: 'status', takes: t('commands.statusTakes'), does: t('commands.status'), run: status },
  {
    name: 'dnd',
    takes: '',
    does: t('presence.dnd.long'),
    run: (scope) => updateMe(scope, { presenceMode: 'dnd' }),
  },
  {
    name: 'active',
    takes: '',
    does: t('commands.active'),
    run: (scope) => updateMe(scope, { presenceMode: 'auto' }),
  },
  {
    name: 'keys',
    takes: '',
    does: t('commands.keys'),
    run: ({ dialogs }) => {
      dialogs.show({ kind: 'shortcuts' });
      return undefined;
    },
  },
];

/** The command at the start of a text, or what is wrong with it; undefined if the text is no command. */
export function commandOf(
  text: string,
): { command: SlashCommand; rest: string } | { unknown: string } | undefined {
  // Only a name may follow the slash: "/usr/bin" and "/ by the way" are texts.
  const match = /^\/([a-z]+)(?:\s+([\s\S]*))?$/.exec(text);
  if (!match) return undefined;
  const [, name = '', rest = ''] = match;
  const command = slashCommands.find((candidate) => candidate.name === name);
  return command ? { command, rest } : { unknown: name };
}
