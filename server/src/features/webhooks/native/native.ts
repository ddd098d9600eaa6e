import { fromAlerts, fromLegacyGrafana } from './alerts.js';
import { fromGithub } from './github.js';
import { fromGitlab } from './gitlab.js';

/**
 * The text for a body of GitHub, GitLab, Alertmanager or Grafana, recognized by headers or shape.
 * @param header reads a header of the request
 * @returns its text, empty for an event that posts nothing; undefined for a body of none of them
 */
export function textOfNative(
  header: (name: string) => string | undefined,
  payload: Record<string, unknown>,
): string | undefined {
  const github = header('x-github-event');
  if (github !== undefined) return fromGithub(github, payload);
  if (
    header('x-gitlab-event') !== undefined ||
    (typeof payload['object_kind'] === 'string' && 'project' in payload)
  )
    return fromGitlab(payload);
  if (Array.isArray(payload['alerts']) && ('groupLabels' in payload || 'orgId' in payload))
    return fromAlerts(payload);
  if (typeof payload['ruleUrl'] === 'string' && 'state' in payload) return fromLegacyGrafana(payload);
  return undefined;
}
