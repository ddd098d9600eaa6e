import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromMrkdwn, slackMessage, textOfSlack } from './slack.js';

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
    ['<!here> <!channel> <@U012|jo> <#C1|general>', '@here @channel @jo #general'],
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
    expect(said({ blocks: [rich] })).toBe('well **done**:tada:\n1. one');
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
