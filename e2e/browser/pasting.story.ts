import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { message, say, Stage } from './stage.ts';

const composer = (page: Page) => page.locator('#composer');
const text = (page: Page) => composer(page).inputValue();

/** Pastes as a browser does: several forms of the same content. Returns whether the page converted it. */
async function paste(page: Page, plain: string, html = '', editor = ''): Promise<boolean> {
  await composer(page).focus();
  return await composer(page).evaluate(
    (box, data) => {
      const transfer = new DataTransfer();
      transfer.setData('text/plain', data.plain);
      if (data.html !== '') transfer.setData('text/html', data.html);
      if (data.editor !== '') transfer.setData('vscode-editor-data', data.editor);
      const event = new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true, cancelable: true });
      // What the page does not handle, the browser inserts; a synthetic event does not.
      const left = box.dispatchEvent(event);
      if (left) document.execCommand('insertText', false, data.plain);
      return !left;
    },
    { plain, html, editor },
  );
}

/** Pastes behind a word and expects the converted text, and one Ctrl+Z to restore the word. */
async function becomes(page: Page, wanted: string, ...forms: string[]): Promise<void> {
  const [plain = '', html, editor] = forms;
  await composer(page).fill('');
  await composer(page).pressSequentially('x');
  await page.keyboard.press('Shift+Enter');
  const made = await paste(page, plain, html, editor);
  await expect.poll(() => text(page)).toBe(`x\n${wanted}`);
  if (!made) return;
  await page.keyboard.press('Control+z');
  expect(await text(page)).toBe('x\n');
}

const table = '\n| Name | Sum |\n| --- | --- |\n| Ana | 12 |\n| Bo | 7 |';
const cells = 'Name\tSum\nAna\t12\nBo\t7\n';

describe('pasting', () => {
  it('makes the cells of a sheet a table, plain, bold, or with links', async () => {
    await using stage = await Stage.open();
    const { page } = await stage.register('Jo');
    // Excel.
    await becomes(
      page,
      '\n| Name | Sum |\n| --- | --- |\n| **Ana** | 12 |\n| [Bo](https://bo.org/) | 7 |',
      cells,
      `<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta name=ProgId content=Excel.Sheet><style><!--
      .xl65 {mso-style-parent:style0;} .xl66 {font-weight:700; text-align:right;}--></style></head><body><!--StartFragment-->
      <table border=0><col width=64><tr height=20><td class=xl66>Name</td><td class=xl65>Sum</td></tr>
      <tr><td class=xl66>Ana</td><td align=right>12</td></tr><tr><td><a href="https://bo.org/">Bo</a></td><td>7</td></tr></table>
      <!--EndFragment--></body></html>`,
    );
    // Google Sheets.
    await becomes(
      page,
      '\n| Name | Sum |\n| --- | --- |\n| **Ana** | 12 |\n| Bo\\|Co |  |',
      cells,
      `<meta charset='utf-8'><google-sheets-html-origin><style type="text/css">td {border: 1px solid #ccc;}</style><table xmlns="http://www.w3.org/1999/xhtml"
      dir="ltr" border="1"><colgroup><col width="100"/></colgroup><tbody><tr><td data-sheets-value='{"1":2}'>Name</td><td>Sum</td></tr>
      <tr><td style="font-weight:bold;">Ana</td><td>12</td></tr><tr><td>Bo|Co</td><td></td></tr></tbody></table>`,
    );
    // LibreOffice.
    await becomes(
      page,
      table,
      cells,
      `<html><body><table cellspacing="0" border="0"><colgroup width="85"></colgroup><tr><td height="17"><font face="Liberation Sans"><b>Name</b></font></td>
      <td><b>Sum</b></td></tr><tr><td>Ana</td><td sdval="12">12</td></tr><tr><td>Bo</td><td>7<br></td></tr></table></body></html>`,
    );
    await becomes(page, table, cells);
    // A cell that spans two; a column alone; a cell alone; what is no sheet.
    await becomes(
      page,
      '\n| Both |  |\n| --- | --- |\n| a | b |',
      'Both\n',
      '<table><tr><td colspan=2>Both</td></tr><tr><td>a</td><td>b</td></tr></table>',
    );
    await becomes(page, 'a\nb', 'a\nb', '<table><tr><td>a</td></tr><tr><td>b</td></tr></table>');
    await becomes(page, 'a', 'a', '<table><tr><td>a</td></tr></table>');
    await becomes(page, 'all:\n\tcc x.c', 'all:\n\tcc x.c');
    await composer(page).fill('');
    await paste(page, cells);
    await expect.poll(() => text(page)).toContain('| Ana | 12 |');
    await page.keyboard.press('Enter');
    await page.locator('[data-message] table').waitFor();
  });

  it('makes the bullets of a word processor a list', async () => {
    await using stage = await Stage.open();
    const { page } = await stage.register('Jo');
    const item = (level: number, sign: string, words: string): string =>
      `<p class=MsoListParagraphCxSpMiddle style='text-indent:-.25in;mso-list:l0 level${level} lfo1'><![if !supportLists]><span
      style='font-family:Symbol'><span style='mso-list:Ignore'>${sign}<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span></span><![endif]>${words}<o:p></o:p></p>`;
    await becomes(
      page,
      '- Milk\n  - of **oats**\n- Bread',
      '·\tMilk\no\tof oats\n·\tBread',
      `<html xmlns:w="urn:schemas-microsoft-com:office:word"><body lang=EN><!--StartFragment-->${item(1, '·', 'Milk')}${item(2, 'o', 'of <b>oats</b>')}${item(1, '·', 'Bread')}<!--EndFragment--></body></html>`,
    );
    await becomes(
      page,
      '1. First\n2. Second',
      '1.\tFirst\n2.\tSecond',
      `<body>${item(1, '1.', 'First')}${item(1, '2.', 'Second')}</body>`,
    );
    await becomes(
      page,
      '- Milk\n  - of **oats**\n- Bread',
      'Milk\nof oats\nBread',
      `<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1"><ul style="margin-top:0"><li dir="ltr" aria-level="1"><p dir="ltr" role="presentation"><span style="font-weight:400">Milk</span></p></li>
      <ul><li dir="ltr" aria-level="2"><p dir="ltr" role="presentation"><span>of </span><span style="font-weight:700">oats</span></p></li></ul><li dir="ltr"><p role="presentation"><span>Bread</span></p></li></ul></b>`,
    );
    await becomes(
      page,
      '- Milk\n- Bread',
      'Milk\nBread',
      '<body><ul><li><p style="margin-bottom: 0in">Milk</p></li>\n<li><p>Bread</p></li></ul></body>',
    );
  });

  it('makes code of an editor a block, and leaves a single name', async () => {
    await using stage = await Stage.open();
    const { page } = await stage.register('Jo');
    const code = 'if (a) {\n  b(`c`);\n}';
    const vscode = (inner: string): string =>
      `<meta charset='utf-8'><div style="color: #d4d4d4;background-color: #1e1e1e;font-family: Consolas, 'Courier New', monospace;font-weight: normal;font-size: 14px;white-space: pre;">${inner}</div>`;
    const lines = vscode(
      '<div><span style="color: #c586c0;">if</span> (a) {</div><div>  b(`c`);</div><div>}</div>',
    );
    await becomes(page, `\`\`\`\n${code}\n\`\`\``, code, lines);
    await becomes(
      page,
      `\`\`\`typescript\n${code}\n\`\`\``,
      code,
      lines,
      '{"version":1,"mode":"typescript"}',
    );
    await becomes(page, '# Title\n\nwords', '# Title\n\nwords', lines, '{"version":1,"mode":"markdown"}');
    await becomes(page, 'some_name', 'some_name', vscode('<div><span>some_name</span></div>'));
    await becomes(
      page,
      `\`\`\`\n${code}\n\`\`\``,
      code,
      `<html><head></head><body><pre style="background-color:#2b2b2b;color:#a9b7c6;font-family:'JetBrains Mono',monospace;font-size:9.8pt;">if (a) {<br>  b(\`c\`);<br>}</pre></body></html>`,
    );
    // Into an open block it is inserted as it is.
    await composer(page).fill('```\n');
    await paste(page, code, lines);
    await expect.poll(() => text(page)).toBe(`\`\`\`\n${code}`);
  });

  it('takes a conversation out of Parley as names, times and lines', async () => {
    await using stage = await Stage.open();
    const ana = await stage.register('Ana Owner');
    const bo = await stage.register('Bo');
    await say(ana.page, 'shall we **meet**?');
    await message(ana.page, 'shall we').waitFor();
    await say(ana.page, 'two lines\nof mine');
    await message(bo.page, 'of mine').waitFor();
    await say(bo.page, 'at ten, in the _garden_');
    const { page } = ana;
    await message(page, 'in the garden').locator('em').waitFor();
    await page.evaluate(() => {
      (document.activeElement as HTMLElement | null)?.blur();
      const rows = [...document.querySelectorAll('[data-seq] .prose-message')];
      const range = document.createRange();
      const [first, last] = [rows.at(-3), rows.at(-1)];
      if (!first || !last) throw new Error('no rows');
      range.setStart(first, 0);
      range.setEnd(last, last.childNodes.length);
      document.getSelection()?.removeAllRanges();
      document.getSelection()?.addRange(range);
    });
    await page.keyboard.press('Control+c');
    await composer(page).focus();
    await page.keyboard.press('Control+v');
    await expect
      .poll(() => text(page))
      .toMatch(
        /^Ana Owner, \d\d:\d\d\nshall we \*\*meet\*\*\?\ntwo lines\nof mine\n\nBo, \d\d:\d\d\nat ten, in the _garden_$/,
      );
    // A part of the first and of the last.
    await composer(page).fill('');
    await page.evaluate(() => {
      (document.activeElement as HTMLElement | null)?.blur();
      const rows = [...document.querySelectorAll('[data-seq] .prose-message')];
      const [first, last] = [rows.at(-2)?.querySelector('p'), rows.at(-1)?.querySelector('p')];
      if (!first?.firstChild || !last?.firstChild) throw new Error('no rows');
      const range = document.createRange();
      range.setStart(first.firstChild, 4);
      range.setEnd(last.firstChild, 6);
      document.getSelection()?.removeAllRanges();
      document.getSelection()?.addRange(range);
    });
    await page.keyboard.press('Control+c');
    await composer(page).focus();
    await page.keyboard.press('Control+v');
    await expect
      .poll(() => text(page))
      .toMatch(/^Ana Owner, \d\d:\d\d\nlines\nof mine\n\nBo, \d\d:\d\d\nat ten$/);
  });

  it('offers to send what is longer than a message as a text file', async () => {
    await using stage = await Stage.open();
    const { page } = await stage.register('Jo');
    const long = Array.from({ length: 900 }, (_, i) => `line ${i} of a log`).join('\n');
    await composer(page).pressSequentially('the log');
    await paste(page, long);
    const offer = page.getByRole('alert').filter({ hasText: 'longer than a message' });
    await offer.waitFor();
    expect(await text(page)).toBe('the log');
    // Enter accepts the offer, and sends with the next.
    await composer(page).press('Enter');
    const tray = page.getByRole('list', { name: 'Attached files' });
    await tray.getByText('pasted-text.txt').waitFor();
    await composer(page).press('Enter');
    await message(page, 'the log').getByText('pasted-text.txt').first().waitFor();
    // Dismissed, or inserted; and the text in the box may become a file too.
    await paste(page, long);
    await offer.getByRole('button', { name: 'Cancel' }).click();
    expect(await text(page)).toBe('');
    await paste(page, long);
    await offer.getByRole('button', { name: 'Paste as text' }).click();
    await expect.poll(async () => (await text(page)).length).toBe(long.length);
    await page.getByText('characters too many').waitFor();
    await offer.getByRole('button', { name: 'Attach as text file' }).click();
    await tray.getByText('message.txt').waitFor();
    expect(await text(page)).toBe('');
    await composer(page).press('Enter');
    await page.locator('[data-message]').getByText('message.txt').first().waitFor();
  });
});
