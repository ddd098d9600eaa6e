import { serialize } from 'bson';
import { CursorReply, ok, type Command, type Reply } from './commands/context.js';
import type { Doc } from './query/values.js';
import { parseDocument } from './storage/documents.js';

/** MongoDB wire protocol: message framing, OP_MSG, and OP_QUERY for the driver's first hello. */
const OP_REPLY = 1;
const OP_QUERY = 2004;
const OP_MSG = 2013;
const HEADER = 16;
const CHECKSUM_PRESENT = 1;
const MORE_TO_COME = 2;
/** MongoDB's maxMessageSizeBytes. */
const LARGEST_MESSAGE = 48_000_000;

export interface Request {
  requestId: number;
  opCode: number;
  command: Command;
  /** The client expects no reply: an unacknowledged write. */
  silent: boolean;
}

/** Cuts a byte stream into messages. @throws Error on a length no message can have: the connection must then be cut. */
export class Framer {
  private chunks: Buffer[] = [];
  private size = 0;

  push(chunk: Buffer): Buffer[] {
    this.chunks.push(chunk);
    this.size += chunk.length;
    const messages: Buffer[] = [];
    for (;;) {
      if (this.size < HEADER) return messages;
      const head = this.join(4);
      const length = head.readInt32LE(0);
      if (length < HEADER || length > LARGEST_MESSAGE) throw new Error(`message of ${length} bytes`);
      if (this.size < length) return messages;
      const all = this.join(this.size);
      messages.push(all.subarray(0, length));
      this.chunks = length < all.length ? [all.subarray(length)] : [];
      this.size -= length;
    }
  }

  private join(least: number): Buffer {
    const first = this.chunks[0];
    if (first && first.length >= least) return this.chunks.length === 1 || least <= 4 ? first : this.merge();
    return this.merge();
  }

  private merge(): Buffer {
    const all = Buffer.concat(this.chunks);
    this.chunks = [all];
    return all;
  }
}

function commandOf(body: Doc, documents: Record<string, Buffer[]>): Command {
  const name = Object.keys(body)[0] ?? '';
  return { name, db: typeof body['$db'] === 'string' ? body['$db'] : 'admin', body, documents };
}

function parseSequence(bytes: Buffer, documents: Record<string, Buffer[]>): void {
  const nameEnd = bytes.indexOf(0, 4);
  const list: Buffer[] = [];
  for (let at = nameEnd + 1; at < bytes.length;) {
    const length = bytes.readInt32LE(at);
    if (length < 5 || at + length > bytes.length) throw new Error('document sequence is damaged');
    list.push(bytes.subarray(at, at + length));
    at += length;
  }
  documents[bytes.toString('utf8', 4, nameEnd)] = list;
}

function parseMsg(message: Buffer): Pick<Request, 'command' | 'silent'> {
  const flags = message.readUInt32LE(HEADER);
  const end = message.length - (flags & CHECKSUM_PRESENT ? 4 : 0);
  const documents: Record<string, Buffer[]> = {};
  let body: Doc = {};
  for (let at = HEADER + 4; at < end;) {
    const kind = message[at];
    const length = message.readInt32LE(at + 1);
    if (length < 5 || at + 1 + length > end) throw new Error('message section is damaged');
    const section = message.subarray(at + 1, at + 1 + length);
    if (kind === 0) body = parseDocument(section);
    else if (kind === 1) parseSequence(section, documents);
    else throw new Error(`unknown section kind ${String(kind)}`);
    at += 1 + length;
  }
  return { command: commandOf(body, documents), silent: (flags & MORE_TO_COME) !== 0 };
}

function parseQuery(message: Buffer): Pick<Request, 'command' | 'silent'> {
  const nameEnd = message.indexOf(0, HEADER + 4);
  const body = parseDocument(message.subarray(nameEnd + 9));
  const db = message.toString('utf8', HEADER + 4, nameEnd).split('.')[0] ?? 'admin';
  return { command: commandOf({ ...body, $db: db }, {}), silent: false };
}

/** @throws Error on anything that is not OP_MSG or OP_QUERY, or is damaged. */
export function parseRequest(message: Buffer): Request {
  const requestId = message.readInt32LE(4);
  const opCode = message.readInt32LE(12);
  if (opCode === OP_MSG) return { requestId, opCode, ...parseMsg(message) };
  if (opCode === OP_QUERY) return { requestId, opCode, ...parseQuery(message) };
  throw new Error(`operation code ${opCode} is not supported`);
}

/** The body of a cursor reply, with the documents' stored bytes. */
function cursorBody({ field, namespace, batch, extra }: CursorReply): Buffer {
  const items: Buffer[] = [];
  for (const [i, document] of batch.documents.entries())
    items.push(Buffer.from(`\x03${i}\0`, 'latin1'), document);
  const array = wrap(items);
  const cursor = wrap([
    Buffer.from(`\x04${field}\0`, 'latin1'),
    array,
    inner({ id: batch.id, ns: namespace }),
  ]);
  return wrap([Buffer.from('\x03cursor\0', 'latin1'), cursor, inner(ok(extra))]);
}

/** The elements of a document without its length and its end. */
function inner(doc: Doc): Buffer {
  const bytes = serialize(doc);
  return Buffer.from(bytes.buffer, bytes.byteOffset + 4, bytes.byteLength - 5);
}

function wrap(parts: Buffer[]): Buffer {
  const length = parts.reduce((sum, part) => sum + part.length, 5);
  const head = Buffer.allocUnsafe(4);
  head.writeInt32LE(length, 0);
  return Buffer.concat([head, ...parts, Buffer.alloc(1)], length);
}

let lastReply = 0;

/** A whole reply message to a request. */
export function encodeReply(request: Request, reply: Reply): Buffer {
  const body =
    reply instanceof CursorReply
      ? cursorBody(reply)
      : Buffer.from(serialize(reply, { ignoreUndefined: true }));
  const query = request.opCode === OP_QUERY;
  const head = Buffer.alloc(HEADER + (query ? 20 : 5));
  head.writeInt32LE(head.length + body.length, 0);
  head.writeInt32LE((lastReply = (lastReply + 1) & 0x7fffffff), 4);
  head.writeInt32LE(request.requestId, 8);
  head.writeInt32LE(query ? OP_REPLY : OP_MSG, 12);
  if (query) head.writeInt32LE(1, HEADER + 16);
  return Buffer.concat([head, body]);
}
