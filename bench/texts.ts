import type { RoomView } from '@parley/shared/rooms';
import { mainThreadTasks, Tab } from './tab.ts';
import { BenchServer, report } from './world.ts';

const LENGTH = 8000;

const texts: Record<string, string> = {
  'prose with marks': 'Hello **world**, see https://example.com/a and @alice, `code`, _it_ and ||that||. ',
  'items of a list': '- x\n',
  'tables of two columns': '|a|b|\n|-|-|\n| **1** | 2 |\n\n',
  'paragraphs of one letter': 'a\n\n',
  headings: '# a\n',
  mentions: '@alice ',
  'strong words': '**a** ',
  'openings without an end': '[a](**_`',
  'code of a language': 'const rooms = await list({ archived: false }); // all\n',
};

const textOf = (name: string, piece: string, length = LENGTH): string => {
  const fence = name.startsWith('code') ? '```ts\n' : '';
  return `${fence}${piece.repeat(Math.ceil(length / piece.length))}`.slice(0, length);
};

/**
 * The cost of rendering a text of 8,000 characters: the longest task of the main thread while the message arrives, beside one
 * without marks. The task also includes the event from the socket, the store and the layout of the timeline. And the same for
 * as much as fits the limit of nodes, since a text beyond it is shown as typed.
 */
export async function texts8000(): Promise<void> {
  await using server = await BenchServer.start();
  const token = await server.register('alice');
  const { rooms } = (await server.request('/rooms', { token })) as { rooms: { room: RoomView }[] };
  const roomId = rooms[0]?.room.roomId ?? '';
  await using tab = await Tab.open(server, 'alice');
  const say = (text: string): Promise<unknown> =>
    server.request(`/rooms/${roomId}/messages`, { method: 'POST', token, body: { text } });
  const longest = async (text: string): Promise<number> => {
    const found: number[] = [];
    for (let i = 0; i < 5; i++) {
      const mark = `measured ${Math.random()}`;
      const events = await tab.traced(['toplevel', 'devtools.timeline'], async () => {
        await say(text);
        await say(mark);
        await tab.page.getByText(mark).waitFor();
      });
      found.push(Math.max(...mainThreadTasks(events)));
    }
    // Other load on the machine only adds: the least is the cost.
    return Math.min(...found);
  };
  // Loads the parser and the highlighter, and has the engine compile them.
  for (const [name, piece] of Object.entries(texts)) await longest(textOf(name, piece, 800));
  const plain = await longest('some words without any mark, '.repeat(300).slice(0, LENGTH));
  report('longest task: 8,000 signs without marks', plain, 'ms');
  const baseline = { name: 'that', value: plain };
  for (const [name, piece] of Object.entries(texts)) {
    report(`longest task: ${name}, 8,000 signs`, await longest(textOf(name, piece)), 'ms', baseline);
    report(`longest task: ${name}, 3,000 signs`, await longest(textOf(name, piece, 3000)), 'ms', baseline);
  }
}
