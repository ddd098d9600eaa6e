import { z } from 'zod';
import {
  code,
  counted,
  flag,
  items,
  line,
  linked,
  listOf,
  maybe,
  message,
  oneLine,
  quote,
  said,
  strong,
  words,
} from './parts.js';

/** GitHub's webhooks. Source: docs.github.com/en/webhooks/webhook-events-and-payloads */

const person = maybe(z.object({ login: words, name: words }));
const titled = maybe(
  z.object({
    number: words,
    title: words,
    html_url: words,
    body: words,
    merged: flag,
    draft: flag,
  }),
);
const body = z.object({
  action: words,
  ref: words,
  compare: words,
  created: flag,
  deleted: flag,
  forced: flag,
  zen: words,
  repository: maybe(z.object({ full_name: words, html_url: words })),
  organization: person,
  sender: person,
  pusher: person,
  commits: listOf(z.object({ id: words, message: words, url: words, author: person })),
  pull_request: titled,
  issue: titled,
  discussion: titled,
  comment: maybe(z.object({ body: words, html_url: words })),
  review: maybe(z.object({ body: words, html_url: words, state: words })),
  release: maybe(z.object({ name: words, tag_name: words, html_url: words, body: words, prerelease: flag })),
  workflow_run: maybe(
    z.object({
      name: words,
      conclusion: words,
      html_url: words,
      head_branch: words,
      run_number: words,
      event: words,
    }),
  ),
});
type Body = z.infer<typeof body>;

const place = ({ repository }: Body) =>
  linked(`[${repository?.full_name ?? 'GitHub'}]`, repository?.html_url);
const who = ({ sender, pusher }: Body): string => sender?.login ?? pusher?.name ?? 'Somebody';

/** The name of a branch or a tag. */
export const refName = (ref = ''): string => ref.replace(/^refs\/(?:heads|tags)\//u, '');

function push(it: Body): string {
  const kind = it.ref?.startsWith('refs/tags/') ? 'tag' : 'branch';
  const name = oneLine(refName(it.ref), 100);
  const head = (what: string) => line(place(it), said(` ${who(it)} ${what} ${kind} `), code(name));
  if (it.deleted) return head('deleted');
  if (it.commits.length === 0) return it.created ? head('made') : it.forced ? head('force-pushed to') : '';
  return message(
    line(
      place(it),
      said(` ${who(it)} ${it.forced ? 'force-pushed' : 'pushed'} `),
      linked(counted(it.commits.length, 'commit'), it.compare),
      said(' to '),
      code(name),
    ),
    items(it.commits, ({ id = '', message: text, url, author }) =>
      line(
        linked(id.slice(0, 7), url),
        said(` ${oneLine(text, 120)}`),
        said(author?.name ? ` – ${author.name}` : ''),
      ),
    ),
  );
}

const changes = new Set(['opened', 'closed', 'reopened', 'ready_for_review', 'created', 'answered']);

function changed(it: Body, what: string, thing: Body['issue']): string {
  if (!thing || !changes.has(it.action ?? '')) return '';
  const done = it.action === 'closed' && thing.merged ? 'merged' : (it.action ?? '').replace(/_/gu, ' ');
  return message(
    line(
      place(it),
      said(
        ` ${who(it)} ${done === 'ready for review' ? 'marked as ready' : done} ${thing.draft ? 'draft ' : ''}${what} `,
      ),
      strong(`#${thing.number ?? ''} ${oneLine(thing.title)}`, thing.html_url),
    ),
    it.action === 'opened' || it.action === 'created' ? quote(thing.body) : [],
  );
}

function commented(it: Body, thing: Body['issue'], what: string): string {
  const said_ = it.review ?? it.comment;
  if (!said_ || !['created', 'submitted'].includes(it.action ?? '')) return '';
  return message(
    line(
      place(it),
      said(` ${who(it)} ${what} `),
      strong(thing ? `#${thing.number ?? ''} ${oneLine(thing.title)}` : 'a commit', said_.html_url),
    ),
    quote(said_.body),
  );
}

const reviews: Record<string, string> = { approved: 'approved', changes_requested: 'asked for changes in' };

function release(it: Body): string {
  if (!it.release || it.action !== 'published') return '';
  const { name, tag_name: tag, html_url: url, prerelease } = it.release;
  return message(
    line(
      place(it),
      said(` ${who(it)} published ${prerelease ? 'pre-release' : 'release'} `),
      strong(oneLine(name) || oneLine(tag), url),
    ),
    quote(it.release.body),
  );
}

const signs: Record<string, string> = {
  success: '✅',
  failure: '❌',
  timed_out: '❌',
  startup_failure: '❌',
  cancelled: '⚪',
};

function workflow(it: Body): string {
  if (!it.workflow_run || it.action !== 'completed') return '';
  const { name, conclusion = '', html_url: url, head_branch: branch, run_number: number } = it.workflow_run;
  return line(
    said(`${signs[conclusion] ?? '⚪'} `),
    place(it),
    said(' '),
    strong(`${oneLine(name)} #${number ?? ''}`, url),
    said(` ${conclusion.replace(/_/gu, ' ')} on `),
    code(oneLine(branch, 100)),
  );
}

const events: Record<string, (it: Body) => string> = {
  ping: (it) => line(place(it), said(` calls this room from now on. ${oneLine(it.zen)}`)),
  push,
  pull_request: (it) => changed(it, 'pull request', it.pull_request),
  issues: (it) => changed(it, 'issue', it.issue),
  discussion: (it) => changed(it, 'discussion', it.discussion),
  issue_comment: (it) => commented(it, it.issue, 'commented on'),
  discussion_comment: (it) => commented(it, it.discussion, 'commented on'),
  commit_comment: (it) => commented(it, undefined, 'commented on'),
  pull_request_review_comment: (it) => commented(it, it.pull_request, 'commented on'),
  pull_request_review: (it) =>
    it.review?.state === 'commented' && (it.review.body ?? '') === ''
      ? ''
      : commented(it, it.pull_request, reviews[it.review?.state ?? ''] ?? 'reviewed'),
  release,
  workflow_run: workflow,
};

/** The text of a GitHub event; empty for an event that posts nothing. */
export const fromGithub = (event: string, payload: unknown): string =>
  Object.hasOwn(events, event) ? (events[event]?.(body.parse(payload)) ?? '') : '';
