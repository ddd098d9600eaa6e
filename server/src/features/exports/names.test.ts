import { describe, expect, it } from 'vitest';
import { escapeHtml, htmlOf } from './html.js';
import { Names, safeName } from './names.js';

describe('names and pages of an archive', () => {
  it('are safe on any system, and each is given once', () => {
    const cases: [string, string][] = [
      ['../../etc/passwd', '_.._etc_passwd'],
      ['a\\b:c*?.txt', 'a_b_c__.txt'],
      ['con', '_con'],
      ['LPT1.txt', '_LPT1.txt'],
      ['name. ', 'name'],
      ['\u202egpj.exe', '_gpj.exe'],
      ['', '_'],
      ['...', '_'],
      ['تقرير.pdf', 'تقرير.pdf'],
    ];
    for (const [given, safe] of cases) expect(safeName(given)).toBe(safe);
    expect(safeName(`${'x'.repeat(300)}.txt`).length).toBe(80);
    expect(safeName('\ud83c'.repeat(3)).isWellFormed()).toBe(true);
    const names = new Names();
    expect(['a.txt', 'A.TXT', 'a.txt', 'a (2).txt'].map((name) => names.take('f', name))).toEqual([
      'f/a.txt',
      'f/A (2).TXT',
      'f/a (3).txt',
      'f/a (2) (2).txt',
    ]);
  });

  it('hold no markup of what people wrote', () => {
    expect(escapeHtml(`<a href="x" onclick='y'>&`)).toBe(
      '&lt;a href=&quot;x&quot; onclick=&#39;y&#39;&gt;&amp;',
    );
    expect(htmlOf({ '<k>': ['<v>', null, 1] })).not.toMatch(/<[kv]>/);
  });
});
