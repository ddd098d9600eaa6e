import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainText } from '@parley/shared/markdown/plain';
import { compose } from './compose.js';
import { fromMrkdwn } from './mrkdwn.js';
import { textOfSlack } from './slack.js';
import { slackMessage } from './slack.schema.js';

const said = (message: unknown): string => textOfSlack(slackMessage.parse(message));

describe('Slack’s text', () => {
  it.each([
    ['*bold* and _italic_ and ~gone~', '**bold** and _italic_ and ~~gone~~'],
    ['2*3*4 stays, snake_case too', '2*3*4 stays, snake_case too'],
    [
      '<https://example.org|the page> and <https://example.org>',
      '[the page](https://example.org) and https://example.org',
    ],
    ['a &lt;b&gt; &amp; c', 'a <b> & c'],
    ['`*not* <http://x|bold>` *but*', '`*not* <http://x|bold>` **but**'],
    ['<!here> <!channel> <@U012|jo> <#C1|general>', '@here @room @jo #general'],
    ['• one\n• two', '- one\n- two'],
    ['(*failed*)', '(**failed**)'],
  ])('%j becomes %j', (slack, markdown) => expect(fromMrkdwn(slack)).toBe(markdown));

  it('takes blocks before the text that repeats them, and attachments after both', () => {
    expect(
      said({
        text: 'fallback',
        blocks: [
          { type: 'header', text: { type: 'plain_text', text: 'Deploy' } },
          {
            type: 'section',
            text: { type: 'mrkdwn', text: '*api* is out' },
            fields: [{ type: 'mrkdwn', text: '*by* jo' }],
          },
          { type: 'divider' },
          {
            type: 'context',
            elements: [
              { type: 'mrkdwn', text: 'took 4 s' },
              { type: 'image', image_url: 'x', alt_text: 'y' },
            ],
          },
          {
            type: 'actions',
            elements: [{ type: 'button', text: { type: 'plain_text', text: 'Look' }, url: 'https://x.test' }],
          },
        ],
        attachments: [
          {
            color: '#f00',
            title: 'Build 7',
            title_link: 'https://ci.test/7',
            fields: [{ title: 'Branch', value: 'main', short: true }],
          },
        ],
      }),
    ).toBe(
      '**Deploy**\n\n**api** is out\n**by** jo\n\n---\n\ntook 4 s\n\n[Look](https://x.test)\n\n> **[Build 7](https://ci.test/7)**\n> **Branch** main',
    );
  });

  it('reads rich text', () => {
    const rich = {
      type: 'rich_text',
      elements: [
        {
          type: 'rich_text_section',
          elements: [
            { type: 'text', text: 'well ' },
            { type: 'text', text: 'done', style: { bold: true } },
            { type: 'emoji', name: 'tada' },
          ],
        },
        {
          type: 'rich_text_list',
          style: 'ordered',
          elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'one' }] }],
        },
      ],
    };
    expect(said({ blocks: [rich] })).toBe('well **done**🎉\n1. one');
  });

  it('reads Markdown, tables, accessories, buttons and pictures', () => {
    const cell = (text: string) => ({ type: 'raw_text', text });
    const styled = {
      type: 'rich_text',
      elements: [
        { type: 'rich_text_section', elements: [{ type: 'text', text: 'b|c', style: { bold: true } }] },
      ],
    };
    expect(
      said({
        blocks: [
          { type: 'markdown', text: '## All **good**' },
          {
            type: 'section',
            text: { type: 'mrkdwn', text: 'Deploy?' },
            accessory: {
              type: 'button',
              text: { type: 'plain_text', text: 'Go :rocket:' },
              url: 'https://x.test/go',
            },
          },
          {
            type: 'section',
            text: 'mine',
            accessory: { type: 'image', image_url: 'https://x.test/a.png', alt_text: 'a graph' },
          },
          { type: 'image', image_url: 'https://x.test/p.png', alt_text: 'p' },
          {
            type: 'table',
            rows: [
              [cell('name'), cell('*')],
              [cell('a'), styled],
            ],
          },
          {
            type: 'actions',
            elements: [{ type: 'button', text: { text: 'No address' } }, { type: 'static_select' }],
          },
        ],
        attachments: [
          {
            fallback: 'never shown',
            image_url: 'https://x.test/q.png',
            actions: [{ type: 'button', text: 'Book', url: 'https://x.test/b' }],
          },
          { fallback: 'only this' },
        ],
      }),
    ).toBe(
      [
        '## All **good**',
        'Deploy?\n[Go 🚀](https://x.test/go)',
        'mine\n[a graph](https://x.test/a.png)',
        '[p](https://x.test/p.png)',
        '| name | * |\n| --- | --- |\n| a | **b\\|c** |',
        '> [image](https://x.test/q.png)\n> [Book](https://x.test/b)',
        'only this',
      ].join('\n\n'),
    );
  });

  it.each([
    ['__init__.py and *bold*', '__init__.py and **bold**'],
    ['# of files: 3', '\\# of files: 3'],
    ['1. x', '1\\. x'],
    ['a | b || c', 'a | b || c'],
    ['||hidden||', '\\||hidden\\||'],
    ['**no** ~~no~~ [no](https://x.test)', '\\**no\\** \\~~no\\~~ \\[no](https://x.test)'],
    ['*5 * 3* and *.txt', '\\*5 * 3\\* and *.txt'],
    [':white_check_mark: :+1::skin-tone-3: :hankey: 10:30:45 :unknown:', '✅ 👍🏼 💩 10:30:45 :unknown:'],
    ['<https://x.test/a_(b)|see [1>', '[see (1](https://x.test/a_%28b%29)'],
    ['<javascript:alert(1)|x>', 'x'],
    ['> said\nanswered', '> said\nanswered'],
  ])('%j becomes %j, which shows exactly that', (slack, text) => expect(fromMrkdwn(slack)).toBe(text));

  it('shows every sign of words that are no marks of Slack’s, whatever Markdown makes of them', () => {
    const sign = fc.constantFrom(
      '*',
      '**',
      '_',
      '__',
      '~',
      '~~',
      '|',
      '||',
      '`',
      '[',
      ']',
      '(',
      ')',
      '#',
      '> ',
      '- ',
      '1. ',
      'a',
      ' ',
      ' b',
      '\n',
      'https://x.test',
    );
    let inexact = 0;
    fc.assert(
      fc.property(fc.array(sign, { maxLength: 30 }), (signs) => {
        const text = signs.join('').trim();
        const shown = plainText(compose([{ text }]));
        const flat = (words: string): string => words.replace(/\s+/g, ' ');
        expect(flat(shown).replaceAll('\\', '')).toBe(flat(text));
        // Marks in an address next to marks cannot all be escaped; then a backslash is shown.
        if (flat(shown) !== flat(text)) inexact += 1;
      }),
      { seed: 24, numRuns: 2000 },
    );
    expect(inexact).toBeLessThan(5);
  });

  it('never throws and never grows beyond a message, whatever comes', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 20_000, unit: 'binary' }),
        (text) => [...said({ text })].length <= 8000,
      ),
      { seed: 7, numRuns: 300 },
    );
    expect([...said({ text: '😀'.repeat(9000) })].length).toBe(8000);
  });
});
