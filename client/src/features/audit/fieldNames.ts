import type { AuditEntryView } from '@parley/shared/audit';
import { t } from './text/text';

type FieldWords = Readonly<Record<string, () => string>>;

/** What fields of settings are called in a sentence, by their section. */
const sections: Readonly<Record<string, FieldWords>> = {
  workspace: {
    name: () => t('audit.fields.name'),
    registration: () => t('audit.fields.registration'),
    renaming: () => t('audit.fields.renaming'),
    directory: () => t('audit.fields.directory'),
    fileMegabytes: () => t('audit.fields.fileMegabytes'),
    personMegabytes: () => t('audit.fields.personMegabytes'),
  },
  registration: {
    emailDomains: () => t('audit.fields.emailDomains'),
  },
  passwords: {
    minLength: () => t('audit.fields.minLength'),
  },
  secondFactor: {
    roles: () => t('audit.fields.factorRoles'),
    graceDays: () => t('audit.fields.factorGrace'),
  },
  rateLimits: {
    enabled: () => t('audit.fields.limits'),
  },
  mail: {
    smtpUrl: () => t('audit.fields.smtpUrl'),
    mailFrom: () => t('audit.fields.mailFrom'),
  },
  push: {
    contact: () => t('audit.fields.contact'),
  },
  sessions: {
    days: () => t('audit.fields.sessionDays'),
    idleHours: () => t('audit.fields.idleHours'),
  },
  signInLinks: {
    enabled: () => t('audit.fields.signInLinks'),
  },
  audit: {
    days: () => t('audit.fields.auditDays'),
  },
  exports: {
    includePrivate: () => t('audit.fields.includePrivate'),
  },
  departure: {
    graceDays: () => t('audit.fields.departureDays'),
  },
  moderation: {
    reportDays: () => t('audit.fields.reportDays'),
  },
  ldap: {
    groupRules: () => t('audit.fields.groupRules'),
  },
};

/** What a field of an entry is called; one of a newer server has its own name. */
export function fieldName({ action, on }: AuditEntryView, field: string): string {
  if (action === 'workspace.changed') return sections['workspace']?.[field]?.() ?? field;
  if (action !== 'setting.changed' || on === null) return field;
  return sections[on.id]?.[field]?.() ?? (on.id === 'rateLimits' ? t('audit.fields.limit') : field);
}
