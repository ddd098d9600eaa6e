import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mentionsIn } from '@parley/shared/markdown/mentions';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textOfNative } from './native.js';

const fixture = (name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(join(import.meta.dirname, 'fixtures', `${name}.json`), 'utf8')) as Record<
    string,
    unknown
  >;

/** The headers of a fixture, by its file name. */
function headers(name: string): (header: string) => string | undefined {
  const event = /^github-(.*)/.exec(name)?.[1];
  return (header) => (header === 'x-github-event' ? event : undefined);
}

const repo = '[[octo-org/octo-repo]](https://github.com/octo-org/octo-repo)';
const gitlab = '[[test/test]](https://gitlab.example.org/test/test)';

describe('bodies as other programs send them', () => {
  it.each([
    [
      'github-push',
      [
        `${repo} octocat pushed [1 commit](https://github.com/octo-org/octo-repo/compare/6113728f27ae...0d1a26e67d8f) to \`main\``,
        '- [0d1a26e](https://github.com/octo-org/octo-repo/commit/0d1a26e67d8f5eaf1f6ba5c57fc3c7d91ac0fd1c) Rename __init__.py, \\*really\\* – Mona',
      ],
    ],
    [
      'github-pull_request',
      [
        `${repo} hubot merged pull request **[#12 Fix \\\`search\\\` for \\#7](https://github.com/octo-org/octo-repo/pull/12)**`,
      ],
    ],
    [
      'github-issues',
      [
        `${repo} octocat opened issue **[#7 Search finds nothing](https://github.com/octo-org/octo-repo/issues/7)**`,
        '> \\# of hits is 0.',
      ],
    ],
    [
      'github-release',
      [
        `${repo} octocat published release **[v1.2.0](https://github.com/octo-org/octo-repo/releases/tag/v1.2.0)**`,
        '> Faster search.',
      ],
    ],
    [
      'github-workflow_run',
      [
        `❌ ${repo} **[CI #42](https://github.com/octo-org/octo-repo/actions/runs/289782451)** failure on \`main\``,
      ],
    ],
    [
      'gitlab-push',
      [
        '[[mike/diaspora]](https://gitlab.example.org/mike/diaspora) John Smith pushed [4 commits](https://gitlab.example.org/mike/diaspora/-/compare/95790bf891e76fee5e1747ab589903a6a1f80f22...da1560886d4f094c3e6c9ef40349f7d38b5d27d7) to `main`',
        '- [da156088](https://gitlab.example.org/mike/diaspora/-/commit/da1560886d4f094c3e6c9ef40349f7d38b5d27d7) fixed readme – GitLab dev user',
        '- [b6568db1](https://gitlab.example.org/mike/diaspora/-/commit/b6568db1bc1dcd7f8b4d5a946b0b91f9dacd7327) Update Catalan translation to e38cb41. – Jordi',
      ],
    ],
    [
      'gitlab-merge_request',
      [
        `${gitlab} Administrator opened merge request **[!1 MS-Viewport](https://gitlab.example.org/test/test/-/merge_requests/1)**`,
        '> For small screens.',
      ],
    ],
    [
      'gitlab-pipeline',
      [
        `❌ ${gitlab} **[Pipeline #31](https://gitlab.example.org/test/test/-/pipelines/31)** failed on \`main\` in 63 s`,
      ],
    ],
    [
      'alertmanager',
      [
        '🔥 **[Firing: HighLatency](https://alertmanager.example.org)** (1, page)',
        '> Requests take longer than 1 s.',
        '- 🔥 [a is slow](https://prometheus.example.org/graph?g0.expr=up%28%29) instance=a:9090',
        '- ✅ [HighLatency](https://prometheus.example.org/graph?g0.expr=b) instance=b:9090',
      ],
    ],
    [
      'grafana',
      [
        '✅ **[Resolved: Alerts](https://play.grafana.org/)** (1)',
        '- ✅ [This alert was triggered for zone us-1](https://play.grafana.org/alerting/1afz29v7z/edit) zone=us-1 · [panel](https://play.grafana.org/d/000000012?viewPanel=12) · [silence](https://play.grafana.org/alerting/silence/new?alertmanager=grafana)',
      ],
    ],
    [
      'grafana-legacy',
      [
        '🔥 **[[Alerting] Test notification](http://localhost:3000/)**',
        '> Someone is testing the alert notification within Grafana.',
        '- High value: 100',
      ],
    ],
  ])('%s', (name, lines) => expect(textOfNative(headers(name), fixture(name))?.split('\n')).toEqual(lines));

  it('says nothing of events that are no news, and knows nobody by a name of GitHub’s', () => {
    const push = fixture('github-push');
    expect(textOfNative(headers('github-star'), push)).toBe('');
    expect(textOfNative(headers('github-constructor'), push)).toBe('');
    expect(textOfNative(() => undefined, push)).toBeUndefined();
    expect(textOfNative(headers('github-issues'), { ...fixture('github-issues'), action: 'labeled' })).toBe(
      '',
    );
    const issue = {
      ...fixture('github-issues'),
      issue: { number: 7, title: 'ask @jo and @room', body: '@here #general' },
    };
    const text = textOfNative(headers('github-issues'), issue) ?? '';
    expect(text).toContain('@jo');
    expect(mentionsIn(text)).toEqual([]);
  });

  it('shows ten of many', () => {
    const push = fixture('github-push');
    const [commit] = push['commits'] as object[];
    const text = textOfNative(headers('github-push'), { ...push, commits: Array(40).fill(commit) });
    expect(text?.split('\n')).toHaveLength(12);
    expect(text).toContain('… and 30 more');
  });

  it('never throws, whatever stands where words, lists and objects are meant', () => {
    const names = [
      'github-push',
      'github-pull_request',
      'github-issues',
      'github-release',
      'github-workflow_run',
      'gitlab-push',
      'gitlab-merge_request',
      'gitlab-pipeline',
      'alertmanager',
      'grafana',
      'grafana-legacy',
    ];
    /** Replaces the value at one place of a body. */
    const replaced = (value: unknown, path: number[], by: unknown): unknown => {
      if (typeof value !== 'object' || value === null || path.length === 0) return by;
      const keys = Object.keys(value);
      const key = keys[(path[0] ?? 0) % Math.max(1, keys.length)];
      if (key === undefined) return by;
      const inner = replaced((value as Record<string, unknown>)[key], path.slice(1), by);
      return Array.isArray(value)
        ? value.map((one: unknown, i) => (String(i) === key ? inner : one))
        : { ...value, [key]: inner };
    };
    fc.assert(
      fc.property(
        fc.constantFrom(...names),
        fc.array(fc.nat(30), { minLength: 1, maxLength: 4 }),
        fc.jsonValue({ maxDepth: 2 }),
        (name, path, by) => {
          const body = replaced(fixture(name), path, by) as Record<string, unknown>;
          const text = textOfNative(headers(name), body);
          expect(text === undefined || typeof text === 'string').toBe(true);
          expect(text?.length ?? 0).toBeLessThan(20_000);
        },
      ),
      { seed: 24, numRuns: 1500 },
    );
  });
});
