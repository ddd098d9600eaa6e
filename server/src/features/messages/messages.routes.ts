import { invalidField, messageOf } from '@parley/shared/faults';
import { clientId, objectId } from '@parley/shared/ids';
import { attachedIds } from '@parley/shared/files';
import {
  caption,
  editInput,
  editView,
  emptyText,
  messagePage,
  messageView,
  pageQuery,
  saysSomething,
  type MessagePage,
} from '@parley/shared/messages';
import { userView } from '@parley/shared/users';
import { z } from 'zod';
import { route, type Routes } from '../../platform/http.js';
import { loadRoom } from '../rooms/rooms.access.js';
import { limits } from '@parley/shared/limits';
import { loadMessage, readPage } from './messages.access.js';
import { readAuthors } from './authors.actions.js';
import { readInbox } from './inbox.actions.js';
import { editMessage, readEdits, sendMessage } from './messages.actions.js';
import { viewMessage } from './messages.view.js';
import { deleteMessage } from './removing.actions.js';

const roomParams = z.strictObject({ roomId: objectId });
const messageParams = z.strictObject({ messageId: objectId });
const postBody = z
  .strictObject({
    text: caption.default(''),
    replyToId: objectId.optional(),
    clientId: clientId.optional(),
    fileIds: attachedIds.optional(),
  })
  .refine(saysSomething, emptyText);

const inboxQuery = z.strictObject({
  before: objectId.optional(),
  limit: z.coerce.number().int().min(1).max(limits.page).default(limits.pageDefault),
});

const authorsQuery = z.strictObject({
  ids: z
    .string()
    .max(25 * limits.authors, { abort: true })
    .regex(/^[0-9a-f]{24}(,[0-9a-f]{24})*$/, messageOf('peopleIds')),
});

export function mountMessages(routes: Routes): void {
  mountInbox(routes);
  mountRoomMessages(routes);
  mountMessage(routes);
}

function mountInbox(routes: Routes): void {
  route(
    routes,
    ['get', '/inbox'],
    {
      summary: 'Read what calls you, newest first: mentions and answers',
      query: inboxQuery,
      reads: ({ limit }) => limit,
      answer: z.strictObject({
        messages: z.array(messageView),
        next: objectId.nullable().meta({ description: 'Give it as `before` for the next page.' }),
      }),
    },
    (actor, { query, gone }) => readInbox(actor, query, gone),
  );
}

/** Messages and authors of a room, and sending. */
function mountRoomMessages(routes: Routes): void {
  route(
    routes,
    ['get', '/rooms/:roomId/messages'],
    {
      summary: 'Read messages of a room: the newest, or before, after or around one',
      answer: messagePage,
      params: roomParams,
      query: pageQuery,
      reads: ({ limit }) => limit,
    },
    async (actor, { params, query }): Promise<MessagePage> => {
      const { room } = await loadRoom(actor, params.roomId);
      const at = { roomId: params.roomId, floorSeq: room.floorSeq ?? 0 };
      const page = await readPage(actor.server, at, query);
      return { ...page, messages: page.messages.map(viewMessage) };
    },
  );

  route(
    routes,
    ['get', '/rooms/:roomId/authors'],
    {
      summary: 'Read who said something in a room, of some people',
      answer: z.strictObject({ users: z.array(userView) }),
      params: roomParams,
      query: authorsQuery,
      reads: () => limits.authors,
    },
    async (actor, { params, query }) => ({
      users: await readAuthors(actor, params.roomId, [...new Set(query.ids.split(','))]),
    }),
  );

  route(
    routes,
    ['post', '/rooms/:roomId/messages'],
    {
      repeatable: true,
      summary: 'Say something; the same Idempotency-Key again answers the first message',
      answer: messageView,
      params: roomParams,
      body: postBody,
    },
    async (actor, { params, body, request, response }) => {
      // The same value that the socket calls clientId: makes a repeat safe.
      const key = clientId.safeParse(request.get('idempotency-key') ?? body.clientId ?? crypto.randomUUID());
      if (!key.success) throw invalidField('Idempotency-Key', 'uuid');
      const { clientId: _unused, ...rest } = body;
      const { message, fresh } = await sendMessage(actor, {
        roomId: params.roomId,
        clientId: key.data,
        ...rest,
      });
      response.status(fresh ? 201 : 200);
      return message;
    },
  );
}

/** One message, by its id alone. */
function mountMessage(routes: Routes): void {
  route(
    routes,
    ['get', '/messages/:messageId'],
    { summary: 'Read a message', answer: messageView, params: messageParams },
    async (actor, { params }) => viewMessage((await loadMessage(actor, params.messageId)).message),
  );
  route(
    routes,
    ['patch', '/messages/:messageId'],
    { summary: 'Change what you said', answer: messageView, params: messageParams, body: editInput },
    (actor, { params, body }) => editMessage(actor, params.messageId, body.text),
  );
  route(
    routes,
    ['delete', '/messages/:messageId'],
    { summary: 'Delete a message', params: messageParams },
    (actor, { params }) => deleteMessage(actor, params.messageId),
  );
  route(
    routes,
    ['get', '/messages/:messageId/edits'],
    {
      summary: 'Read the versions of a message, oldest first',
      answer: z.strictObject({ edits: z.array(editView) }),
      params: messageParams,
    },
    async (actor, { params }) => ({ edits: await readEdits(actor, params.messageId) }),
  );
}
