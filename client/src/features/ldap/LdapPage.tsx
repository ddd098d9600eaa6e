import type { DirectoryTestView } from '@parley/shared/directorySignIn';
import { useState } from 'react';
import { useCore } from '../../core/coreContext';
import { useAppSelector } from '../../core/store';
import { sentenceOf } from '../../platform/api';
import { announce } from '../../ui/announce';
import { Button } from '../../ui/Button';
import { Lead } from '../../ui/PageText';
import { SettingsSection } from '../admin/public/SettingsSection';
import { t } from './text/text';

const failures: Record<NonNullable<DirectoryTestView['failed']>, () => string> = {
  connect: () => t('ldap.failedConnect'),
  tls: () => t('ldap.failedTls'),
  bind: () => t('ldap.failedBind'),
  search: () => t('ldap.failedSearch'),
  groups: () => t('ldap.failedGroups'),
};

/** What came of a test, in words. */
function wordsOf({ failed, people, missingGroups }: DirectoryTestView): string {
  if (failed !== null) return failures[failed]();
  const found = people === 0 ? t('ldap.foundNobody') : t('ldap.works', { people: people ?? 0 });
  if (missingGroups.length === 0) return found;
  return `${found} ${t('ldap.missingGroups', { groups: missingGroups.join(', ') })}`;
}

/** Tries the directory, and says which step fails. */
function Test() {
  const core = useCore();
  const [busy, setBusy] = useState(false);
  const [says, setSays] = useState<{ sentence: string; detail?: string | null }>();
  const show = (sentence: string, detail?: string | null): void => {
    setSays({ sentence, detail: detail ?? null });
    announce(sentence);
  };
  const test = (): void => {
    setBusy(true);
    core.api
      .request('POST /directory/test')
      .then((result) => show(wordsOf(result), result.detail))
      .catch((error: unknown) => show(sentenceOf(error)))
      .finally(() => setBusy(false));
  };
  return (
    <div className="mb-8">
      <Button onClick={test} disabled={busy}>
        {busy ? t('ldap.testing') : t('ldap.test')}
      </Button>
      {says && (
        <div className="mt-3 text-[14px]">
          <p className="m-0">{says.sentence}</p>
          {says.detail != null && (
            <p dir="ltr" className="m-0 mt-1 font-mono text-[12px] break-words text-soft">
              {says.detail}
            </p>
          )}
        </div>
      )}
    </div>
  );
}

/** The directory that people sign in by: whether it works, and what its groups give. */
export function LdapPage() {
  const role = useAppSelector((state) => state.session.me?.role);
  return (
    <>
      <Lead>{t('ldap.lead')}</Lead>
      <Test />
      {role === 'owner' && (
        <SettingsSection
          name="ldap"
          title={t('ldap.groups')}
          words={{
            groupRules: { label: t('ldap.groupRules'), hint: t('ldap.groupRulesHint'), lines: true },
          }}
        />
      )}
    </>
  );
}
