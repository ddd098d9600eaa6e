import { workspaceRoles } from '@parley/shared/permissions';
import type { PushTest } from '@parley/shared/push';
import { useCore } from '../../core/coreContext';
import { TestButton } from '../overview/public/TestButton';
import { roleName } from '../people/public/roles';
import { testMail } from '../workspace/public/commands';
import { testPush } from './commands';
import type { FieldWords } from './public/FieldInput';
import { SettingsHistory } from './public/SettingsHistory';
import { SettingsSection } from './public/SettingsSection';
import { t } from './text/text';

type Words = Readonly<Record<string, FieldWords>>;

const rateLimitWords: Words = {
  enabled: { label: t('setting.limits'), hint: t('setting.limitsHint') },
  signIns: { label: t('setting.signIns'), hint: t('setting.signInsHint') },
  registrations: { label: t('setting.registrations'), hint: t('setting.registrationsHint') },
  sends: { label: t('setting.sends') },
  changes: { label: t('setting.changes') },
  reads: { label: t('setting.reads'), hint: t('setting.readsHint') },
  searches: { label: t('setting.searches') },
  uploads: { label: t('setting.uploads') },
  webhookCalls: { label: t('setting.webhookCalls') },
  refusals: { label: t('setting.refusals'), hint: t('setting.refusalsHint') },
};

export const RateLimits = () => (
  <SettingsSection name="rateLimits" title={t('admin.rateLimits')} words={rateLimitWords} />
);

const roleWords = Object.fromEntries(workspaceRoles.map((role) => [role, roleName(role)]));

/** The workspace's own settings, as its history names them. */
const workspaceWords: Words = {
  name: { label: t('setting.name') },
  registration: { label: t('setting.registration') },
  renaming: { label: t('setting.renaming') },
  directory: { label: t('setting.directory') },
  fileMegabytes: { label: t('setting.fileMegabytes') },
  personMegabytes: { label: t('setting.personMegabytes') },
};

/** Who may come in, and by what. */
export const Security = () => (
  <>
    <SettingsSection
      name="registration"
      title={t('admin.registration')}
      words={{ emailDomains: { label: t('setting.emailDomains'), hint: t('setting.emailDomainsHint') } }}
    />
    <SettingsSection
      name="passwords"
      title={t('admin.passwords')}
      words={{ minLength: { label: t('setting.minLength'), hint: t('setting.minLengthHint') } }}
    />
    <SettingsSection
      name="secondFactor"
      title={t('admin.secondFactor')}
      words={{
        roles: { label: t('setting.factorRoles'), options: roleWords },
        graceDays: { label: t('setting.graceDays'), hint: t('setting.graceDaysHint') },
      }}
    />
    <section aria-label={t('admin.workspaceHistory')}>
      <h2 className="heading m-0 text-[15px]">{t('admin.workspaceHistory')}</h2>
      <SettingsHistory name="workspace" version={0} words={workspaceWords} onUndone={() => undefined} />
    </section>
  </>
);

/** What came of a test push to one device, in words. */
function pushWords({ service, outcome, status }: PushTest): string {
  if (outcome === 'sent') return t('admin.pushSent', { service });
  if (outcome === 'gone') return t('admin.pushGone', { service });
  if (status === null) return t('admin.pushUnreachable', { service });
  return status === 400 || status === 401 || status === 403
    ? t('admin.pushDenied', { service, status })
    : t('admin.pushFailed', { service, status });
}

/** Sends a letter to oneself, and says in words what came of it. */
function TestMail() {
  const core = useCore();
  const run = async (): Promise<string> => {
    await testMail(core);
    return t('admin.mailSent');
  };
  return <TestButton label={t('admin.testMail')} during={t('admin.mailSending')} run={run} />;
}

/** Sends a notification to one's own devices, and says in words what came of it on each. */
function TestPush() {
  const core = useCore();
  const run = async (): Promise<string> => {
    const words = { title: t('admin.pushTitle'), body: t('admin.pushBody') };
    return (await testPush(core, words)).map(pushWords).join(' ');
  };
  return <TestButton label={t('admin.testPush')} during={t('admin.pushSending')} run={run} />;
}

/** The mail server, and how push services reach the operator. */
export const MailAndPush = () => (
  <>
    <SettingsSection
      name="mail"
      title={t('admin.mail')}
      words={{
        smtpUrl: { label: t('setting.smtpUrl'), hint: t('setting.smtpUrlHint') },
        mailFrom: { label: t('setting.mailFrom'), hint: t('setting.mailFromHint') },
      }}
    >
      <TestMail />
    </SettingsSection>
    <SettingsSection
      name="push"
      title={t('admin.push')}
      words={{ contact: { label: t('setting.contact'), hint: t('setting.contactHint') } }}
    >
      <TestPush />
    </SettingsSection>
  </>
);
