import { z } from 'zod';
import {
  items,
  labels,
  line,
  linked,
  listOf,
  message,
  oneLine,
  quote,
  said,
  strong,
  words,
} from './parts.js';

/**
 * Alerts of Alertmanager and of Grafana, whose body is the same with more fields.
 * Sources: prometheus.io/docs/alerting/latest/configuration/#webhook_config (version 4),
 * grafana.com/docs/grafana/latest/alerting/configure-notifications/manage-contact-points/integrations/webhook-notifier
 */
const alert = z.object({
  status: words,
  labels,
  annotations: labels,
  generatorURL: words,
  dashboardURL: words,
  panelURL: words,
  silenceURL: words,
  valueString: words,
});
type Alert = z.infer<typeof alert>;

const group = z.object({
  status: words,
  externalURL: words,
  groupLabels: labels,
  commonLabels: labels,
  commonAnnotations: labels,
  alerts: listOf(alert),
  truncatedAlerts: words,
});

const signOf = (status: string | undefined): string => (status === 'resolved' ? '✅' : '🔥');
const nameOf = (of: Record<string, string>): string => of['alertname'] ?? '';

/** The labels that distinguish one alert of a group: `instance=a, job=b`. */
const rest = (of: Record<string, string>, common: Record<string, string>): string =>
  Object.entries(of)
    .filter(([name]) => name !== 'alertname' && !Object.hasOwn(common, name) && !name.startsWith('__'))
    .slice(0, 6)
    .map(([name, value]) => `${name}=${oneLine(value, 60)}`)
    .join(', ');

function alertLine(one: Alert, common: Record<string, string>): string {
  const title =
    oneLine(one.annotations['summary'] ?? one.annotations['title'] ?? one.annotations['description']) ||
    nameOf(one.labels) ||
    'Alert';
  const more = rest(one.labels, common);
  const { panelURL, dashboardURL, silenceURL } = one;
  return line(
    said(`${signOf(one.status)} `),
    linked(title, one.generatorURL),
    said(more === '' ? '' : ` ${more}`),
    ...((panelURL ?? dashboardURL) ? [said(' · '), linked('panel', panelURL ?? dashboardURL)] : []),
    ...(silenceURL === undefined ? [] : [said(' · '), linked('silence', silenceURL)]),
  );
}

/** The text of a group of alerts. */
export function fromAlerts(payload: unknown): string {
  const it = group.parse(payload);
  const firing = it.alerts.filter(({ status }) => status !== 'resolved').length;
  const count = it.status === 'resolved' ? it.alerts.length : firing;
  const common = { ...it.commonLabels, ...it.groupLabels };
  const severity = common['severity'];
  const title = oneLine(nameOf(common) || Object.values(it.groupLabels).join(' ')) || 'Alerts';
  return message(
    line(
      said(`${signOf(it.status)} `),
      strong(`${it.status === 'resolved' ? 'Resolved' : 'Firing'}: ${title}`, it.externalURL),
      said(` (${count}${severity === undefined ? '' : `, ${oneLine(severity, 40)}`})`),
    ),
    quote(it.commonAnnotations['description']),
    items(
      it.alerts,
      (one) => alertLine(one, common),
      it.alerts.length + (Math.trunc(Number(it.truncatedAlerts ?? 0)) || 0),
    ),
  );
}

const legacy = z.object({
  title: words,
  ruleName: words,
  ruleUrl: words,
  state: words,
  message: words,
  evalMatches: listOf(z.object({ metric: words, value: words })),
});

/** The text of a Grafana alert in the form of before version 9. */
export function fromLegacyGrafana(payload: unknown): string {
  const it = legacy.parse(payload);
  return message(
    line(
      said(`${it.state === 'ok' ? '✅' : '🔥'} `),
      strong(oneLine(it.title) || oneLine(it.ruleName) || 'Alert', it.ruleUrl),
    ),
    quote(it.message),
    items(it.evalMatches, ({ metric, value }) => line(said(`${oneLine(metric)}: ${value ?? ''}`))),
  );
}
