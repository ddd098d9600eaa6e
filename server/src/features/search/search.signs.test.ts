import { describe, expect, it } from 'vitest';
import { find, generalRoom, privateRoom, say, texts } from '../../test/build.js';
import { startServer, type Person } from '../../test/startServer.js';

async function sayAll(person: Person, all: string[]): Promise<string> {
  const roomId = await generalRoom(person);
  for (const text of all) await say(person, roomId, text);
  return roomId;
}

describe('words with signs', () => {
  it('are found as they are written, and nothing else that has their letters', async () => {
    await using server = await startServer();
    const { alice } = await server.cast();
    const said = [
      'run npm install --save today',
      'please save and install the npm thing',
      'we write C++ here',
      'C++17 is fine (C++)',
      'vitamin c and a plus',
      'C# 12, F# and Go',
      'a c sharp in music',
      '.NET 8 is out',
      'the net is down, network too',
      'ship v1.2.3 now',
      'version 1.2.3 and 11.2.3',
      'numbers 3 2 1, v1',
      'R&D wants it',
      'r and d, d r',
      'node.js or deno',
      'node the js way, node.json',
      'see /etc/nginx/conf.d/site.conf',
      'etc, nginx and conf files d',
      'open src\\main.ts and C:\\Users\\_ana\\x.txt',
      'main of src, ts',
      'fixes #123 (parley#124)',
      'room 123 is free',
      'ssh ana@build.local',
      'ana builds local things on her host',
      'up 50% since May, 150% in all',
      '50 people',
      'set $HOME and ~/.bashrc',
      'go home, bashrc',
    ];
    await sayAll(alice, said);
    const expected: [q: string, found: string[]][] = [
      ['npm install --save', ['run npm install --save today']],
      ['--save', ['run npm install --save today']],
      ['C++', ['C++17 is fine (C++)', 'we write C++ here']],
      ['"C++"', ['C++17 is fine (C++)', 'we write C++ here']],
      ['c++17', ['C++17 is fine (C++)']],
      ['C#', ['C# 12, F# and Go']],
      ['F#,', ['C# 12, F# and Go']],
      ['.NET', ['.NET 8 is out']],
      ['v1.2.3', ['ship v1.2.3 now']],
      ['1.2.3', ['version 1.2.3 and 11.2.3', 'ship v1.2.3 now']],
      ['R&D', ['R&D wants it']],
      ['node.js', ['node.js or deno']],
      ['/etc/nginx/conf.d', ['see /etc/nginx/conf.d/site.conf']],
      ['nginx/conf.d', ['see /etc/nginx/conf.d/site.conf']],
      ['src\\main.ts', ['open src\\main.ts and C:\\Users\\_ana\\x.txt']],
      ['C:\\Users\\_ana', ['open src\\main.ts and C:\\Users\\_ana\\x.txt']],
      ['#123', ['fixes #123 (parley#124)']],
      ['#124', ['fixes #123 (parley#124)']],
      ['ana@build.local', ['ssh ana@build.local']],
      ['50%', ['up 50% since May, 150% in all']],
      ['$HOME', ['set $HOME and ~/.bashrc']],
      ['~/.bashrc', ['set $HOME and ~/.bashrc']],
    ];
    for (const [q, found] of expected) {
      expect(await texts(alice, q), q).toEqual(found);
      expect(new Set(await texts(alice, q, '&sort=best')), `best: ${q}`).toEqual(new Set(found));
    }
    expect((await find(alice, 'C++ node.js well-known')).marks).toEqual(['c++', 'node.js', 'well', 'known']);
    // A hyphen between words stays part of the text.
    await sayAll(alice, ['a well-known error rate']);
    expect(await texts(alice, 'well-known')).toEqual(['a well-known error rate']);
    expect(await texts(alice, 'error-rate')).toEqual(['a well-known error rate']);
  });

  it('of commands find themselves, and what is left out is left out', async () => {
    await using server = await startServer();
    const { alice } = await server.cast();
    await sayAll(alice, [
      'ls -la shows it',
      'ls the flaky deploy, la la',
      'mytool -verbose please',
      'mytool is verbose',
      'deploy without words 🎉',
      'deploy in C++',
    ]);
    expect(await texts(alice, 'ls -la')).toEqual(['ls -la shows it']);
    expect(await texts(alice, 'deploy -flaky')).toEqual(['deploy in C++', 'deploy without words 🎉']);
    expect(await texts(alice, 'deploy -C++ -flaky')).toEqual(['deploy without words 🎉']);
    expect(await texts(alice, 'deploy -🎉 -flaky')).toEqual(['deploy in C++']);
    expect(await texts(alice, 'deploy -"without words" -flaky')).toEqual(['deploy in C++']);
    // No known command: it finds itself, and excludes messages with the word.
    expect(await texts(alice, 'mytool -verbose')).toEqual(['mytool -verbose please']);
    expect(await texts(alice, 'mytool "-verbose"')).toEqual(['mytool -verbose please']);
  });

  it('are found in what was changed to have them, and in names of files, by nobody outside', async () => {
    await using server = await startServer();
    const { alice, bob, eve } = await server.cast();
    const room = await privateRoom(alice, [bob]);
    const message = await say(alice, room.roomId, 'we write C');
    expect(await texts(bob, 'C++')).toEqual([]);
    await alice.patch(`/messages/${message.messageId}`, { text: 'we write C++ 🎉' }).expect(200);
    for (const q of ['C++', '🎉']) {
      expect(await texts(bob, q)).toEqual(['we write C++ 🎉']);
      expect(await texts(eve, q)).toEqual([]);
    }
    await alice.patch(`/messages/${message.messageId}`, { text: 'we write D' }).expect(200);
    for (const q of ['C++', '🎉']) expect(await texts(bob, q)).toEqual([]);
  });
});

describe('emoji', () => {
  it('are found whichever way they are written, with any tone or with that one', async () => {
    await using server = await startServer();
    const { alice } = await server.cast();
    await sayAll(alice, [
      'party 🎉',
      'love ❤',
      'love ❤️ too',
      'yes 👍',
      'yes 👍🏽',
      'us 👩‍❤️‍👨',
      'to 🇩🇪',
      'no. 1️⃣',
    ]);
    expect(await texts(alice, '🎉')).toEqual(['party 🎉']);
    expect(await texts(alice, '❤️')).toEqual(['love ❤️ too', 'love ❤']);
    expect(await texts(alice, '❤')).toEqual(['love ❤️ too', 'love ❤']);
    expect(await texts(alice, '👍\ufe0f')).toEqual(['yes 👍🏽', 'yes 👍']);
    expect(await texts(alice, '👍🏽')).toEqual(['yes 👍🏽']);
    expect(await texts(alice, '👩‍❤‍👨')).toEqual(['us 👩‍❤️‍👨']);
    expect(await texts(alice, 'to 🇩🇪')).toEqual(['to 🇩🇪']);
    expect(await texts(alice, '🇩🇪🎉')).toEqual([]);
    expect(await texts(alice, '1⃣')).toEqual(['no. 1️⃣']);
    expect((await find(alice, 'party 🎉')).marks).toEqual(['party', '🎉']);
  });
});

describe('scripts whose vowels are marks', () => {
  it('are not folded into each other, and their words are whole', async () => {
    await using server = await startServer();
    const { alice } = await server.cast();
    await sayAll(alice, [
      'यह कि है',
      'घर का काम',
      'हिंदी सीखो',
      'हिंदू धर्म',
      'দিন ভালো',
      'দান করো',
      'காலை',
      'கிளி',
      'กา',
      'ก่า',
      'がんばれ',
      'かんぱい',
    ]);
    expect(await texts(alice, 'कि')).toEqual(['यह कि है']);
    expect(await texts(alice, 'का')).toEqual(['घर का काम']);
    expect(await texts(alice, 'हिंदी')).toEqual(['हिंदी सीखो']);
    expect(await texts(alice, 'हिं')).toEqual(['हिंदू धर्म', 'हिंदी सीखो']);
    expect(await texts(alice, 'দিন')).toEqual(['দিন ভালো']);
    expect(await texts(alice, 'கா')).toEqual(['காலை']);
    expect(await texts(alice, 'กา')).toEqual(['กา']);
    expect(await texts(alice, 'がん')).toEqual(['がんばれ']);
  });
});
