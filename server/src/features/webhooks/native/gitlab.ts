import { z } from 'zod';
import { refName } from './github.js';
import {
  code,
  counted,
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

/** GitLab's webhooks. Source: docs.gitlab.com/user/project/integrations/webhook_events */

const titled = z.object({ iid: words, title: words, url: words });
const body = z.object({
  object_kind: words,
  user_name: words,
  ref: words,
  before: words,
  after: words,
  total_commits_count: words,
  user: maybe(z.object({ name: words, username: words })),
  project: maybe(z.object({ path_with_namespace: words, web_url: words })),
  commits: listOf(
    z.object({
      id: words,
      title: words,
      message: words,
      url: words,
      author: maybe(z.object({ name: words })),
    }),
  ),
  object_attributes: maybe(
    z.object({
      id: words,
      iid: words,
      title: words,
      url: words,
      action: words,
      description: words,
      note: words,
      noteable_type: words,
      status: words,
      detailed_status: words,
      ref: words,
      duration: words,
    }),
  ),
  issue: maybe(titled),
  merge_request: maybe(titled),
  // In events of releases these are at the top level.
  action: words,
  name: words,
  tag: words,
  url: words,
  description: words,
});
type Body = z.infer<typeof body>;

const place = ({ project }: Body) =>
  linked(`[${project?.path_with_namespace ?? 'GitLab'}]`, project?.web_url);
const who = ({ user, user_name: name }: Body): string => user?.name ?? name ?? 'Somebody';
const isNone = (hash = ''): boolean => /^0+$/u.test(hash);

function push(it: Body): string {
  const kind = it.ref?.startsWith('refs/tags/') ? 'tag' : 'branch';
  const name = code(oneLine(refName(it.ref), 100));
  const head = (what: string): string => line(place(it), said(` ${who(it)} ${what} ${kind} `), name);
  if (isNone(it.after)) return head('deleted');
  const total = Math.max(it.commits.length, Math.trunc(Number(it.total_commits_count ?? 0)) || 0);
  if (kind === 'tag' || total === 0) return isNone(it.before) ? head('made') : '';
  const compare =
    it.project?.web_url !== undefined && it.before !== undefined && !isNone(it.before)
      ? `${it.project.web_url}/-/compare/${it.before}...${it.after ?? ''}`
      : it.project?.web_url;
  return message(
    line(
      place(it),
      said(` ${who(it)} pushed `),
      linked(counted(total, 'commit'), compare),
      said(' to '),
      name,
    ),
    items(
      // The newest comes last.
      [...it.commits].reverse(),
      ({ id = '', title, message: text, url, author }) =>
        line(
          linked(id.slice(0, 8), url),
          said(` ${oneLine(title ?? text, 120)}`),
          said(author?.name ? ` – ${author.name}` : ''),
        ),
      total,
    ),
  );
}

const actions: Record<string, string> = {
  open: 'opened',
  close: 'closed',
  reopen: 'reopened',
  merge: 'merged',
  approved: 'approved',
};

function changed(it: Body, what: string, sign: string): string {
  const thing = it.object_attributes;
  const done = actions[thing?.action ?? ''];
  if (!thing || done === undefined) return '';
  return message(
    line(
      place(it),
      said(` ${who(it)} ${done} ${what} `),
      strong(`${sign}${thing.iid ?? ''} ${oneLine(thing.title)}`, thing.url),
    ),
    thing.action === 'open' ? quote(thing.description) : [],
  );
}

function note(it: Body): string {
  const thing = it.object_attributes;
  if (!thing) return '';
  const [about, sign] = it.merge_request ? [it.merge_request, '!'] : [it.issue, '#'];
  return message(
    line(
      place(it),
      said(` ${who(it)} commented on `),
      strong(
        about
          ? `${sign}${about.iid ?? ''} ${oneLine(about.title)}`
          : (thing.noteable_type ?? 'a commit').toLowerCase(),
        thing.url,
      ),
    ),
    quote(thing.note),
  );
}

const signs: Record<string, string> = { success: '✅', failed: '❌', canceled: '⚪' };

function pipeline(it: Body): string {
  const run = it.object_attributes;
  const sign = signs[run?.status ?? ''];
  if (!run || sign === undefined) return '';
  const url =
    run.url ??
    (it.project?.web_url === undefined ? undefined : `${it.project.web_url}/-/pipelines/${run.id ?? ''}`);
  const seconds = run.duration === undefined ? '' : ` in ${run.duration} s`;
  return line(
    said(`${sign} `),
    place(it),
    said(' '),
    strong(`Pipeline #${run.id ?? ''}`, url),
    said(` ${run.status ?? ''} on `),
    code(oneLine(run.ref, 100)),
    said(seconds),
  );
}

function release(it: Body): string {
  if (it.action !== 'create') return '';
  return message(
    line(place(it), said(' published release '), strong(oneLine(it.name) || oneLine(it.tag), it.url)),
    quote(it.description),
  );
}

const kinds: Record<string, (it: Body) => string> = {
  push,
  tag_push: push,
  issue: (it) => changed(it, 'issue', '#'),
  work_item: (it) => changed(it, 'work item', '#'),
  merge_request: (it) => changed(it, 'merge request', '!'),
  note,
  pipeline,
  release,
};

/** The text of a GitLab event; empty for an event that posts nothing. */
export function fromGitlab(payload: unknown): string {
  const it = body.parse(payload);
  const kind = it.object_kind ?? '';
  return Object.hasOwn(kinds, kind) ? (kinds[kind]?.(it) ?? '') : '';
}
