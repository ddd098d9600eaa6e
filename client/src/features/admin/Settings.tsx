import { workspaceRoles } from '@parley/shared/permissions';
import { useState } from 'react';
import { useCore } from '../../core/coreContext';
import { sentenceOf } from '../../platform/api';
import { announce } from '../../ui/announce';
import { Button } from '../../ui/Button';
import { roleName } from '../people/public/roles';
import { testMail } from '../workspace/public/commands';
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

/** Sends a letter to oneself, and says in words what came of it. */
function TestMail() {
  const core = useCore();
  const [says, setSays] = useState<string>();
  const tell = (sentence: string): void => {
    setSays(sentence);
    announce(sentence);
  };
  const test = (): void => {
    tell(t('admin.mailSending'));
    testMail(core).then(
      () => tell(t('admin.mailSent')),
      (error: unknown) => tell(sentenceOf(error)),
    );
  };
  return (
    <div className="mb-8 flex flex-wrap items-center gap-3">
      <Button onClick={test}>{t('admin.testMail')}</Button>
      <span className="text-[14px] text-soft">{says}</span>
    </div>
  );
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
    />
    <TestMail />
    <SettingsSection
      name="push"
      title={t('admin.push')}
      words={{ contact: { label: t('setting.contact'), hint: t('setting.contactHint') } }}
    />
  </>
);
