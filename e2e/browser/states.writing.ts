import type { Page } from 'playwright-core';
import { openRoom, settled, type Visit } from './states.visit.ts';

/** One message with everything that can be written, and one in Arabic. */
const everything = `# Release plan
**Bold**, _italic_, ~~struck~~, \`npm ci\`, ||the **date** is secret|| and @ana in #design. See https://example.com/a_(b), or [the docs](/api/v1/docs).

> We ship on Friday.
> > Which Friday?
My answer: the next one.

1. Freeze
2. Test
4. Ship
12345678. Celebrate

- [x] Notes
- [ ] Pictures
  - the room, the phone

| File | Size | Path |
| :--- | ---: | --- |
| server.ts | 12 KB | C:\\Users\\_ana\\*.txt |
| client.tsx | 8 KB | \\\\fileserver\\docs |

\`\`\`ts
const rooms = await list({ archived: false });
\`\`\`
---
5~10명, __init__.py, 2*3*4, ¯\\_(ツ)_/¯ **「重要」**です`;

const fromTheRight = `مرحباً **بالجميع**، هذا رابط https://example.com/a وقائمة:

1. أولاً
2. ثانياً

> اقتباس
English line in between
\`npm ci\` ثم \`npm start\``;

export async function visitWriting(page: Page, visit: Visit): Promise<void> {
  await openRoom(page, /^design/);
  for (const text of [everything, fromTheRight]) {
    await page.locator('#composer').fill(text);
    await page.locator('#composer').press('Control+Enter');
    if ((await page.locator('#composer').inputValue()) !== '')
      await page.getByRole('button', { name: 'Send' }).click();
  }
  await page.getByText('English line in between').last().waitFor();
  await settled(page);
  await page.locator('#timeline').evaluate((element) => element.scrollTo({ top: element.scrollHeight }));
  await settled(page);
  await visit('writing');
  await page
    .locator('h3', { hasText: 'Release plan' })
    .last()
    .evaluate((element) => element.scrollIntoView({ block: 'start' }));
  await settled(page);
  await visit('writing-top');
}
