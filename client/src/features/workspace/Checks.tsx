import { Check, TriangleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useCore } from '../../core/coreContext';
import { useDialogs } from '../../core/dialogs';
import { sentenceOf } from '../../platform/api';
import { t } from './text/text';
import { announce } from '../../ui/announce';
import { Button } from '../../ui/Button';
import { noteChecked } from '../checklist/public/checked';
import { testMail } from './public/commands';

interface CheckRowProps {
  name: string;
  good: boolean;
  says: string;
  test?: { label: string; run: () => void };
}

function CheckRow({ name, good, says, test }: CheckRowProps) {
  const Icon = good ? Check : TriangleAlert;
  return (
    <li className="flex items-center gap-3 py-2.5">
      <Icon
        size={17}
        strokeWidth={2}
        className={good ? 'shrink-0 text-accent' : 'shrink-0 text-soft'}
        aria-label={good ? t('checks.good') : t('checks.open')}
      />
      <span className="min-w-0 flex-1 text-[14px]">
        {name}
        <span className="block text-[13px] text-soft">{says}</span>
      </span>
      {test && <Button onClick={test.run}>{test.label}</Button>}
    </li>
  );
}

/** What an owner configures outside of the page, each with its state and a way to test it. */
export function Checks({ mail }: { mail: boolean }) {
  const core = useCore();
  const { show } = useDialogs();
  const [sent, setSent] = useState<string>();
  useEffect(noteChecked, []);
  const tryMail = (): void => {
    const tell = (sentence: string): void => {
      setSent(sentence);
      announce(sentence);
    };
    tell(t('checks.mailOnItsWay'));
    testMail(core).then(
      () => tell(t('checks.mailSent')),
      (error: unknown) => tell(sentenceOf(error)),
    );
  };
  const secure = window.isSecureContext;
  return (
    <section aria-label={t('checks.title')} className="mt-5 border-t border-line pt-4">
      <h3 className="heading m-0 mb-1 text-[13px]">{t('checks.title')}</h3>
      <ul className="m-0 list-none divide-y divide-line p-0">
        <CheckRow
          name={t('checks.https')}
          good={secure}
          says={secure ? t('checks.httpsGood') : t('checks.httpsMissing')}
        />
        <CheckRow
          name={t('checks.push')}
          good={secure && 'PushManager' in window}
          says={t('checks.pushSays')}
          test={{ label: t('checks.test'), run: () => show({ kind: 'settings', tab: 'notifications' }) }}
        />
        <CheckRow
          name={t('checks.mail')}
          good={mail}
          says={sent ?? (mail ? t('checks.mailGood') : t('checks.mailMissing'))}
          {...(mail ? { test: { label: t('checks.test'), run: tryMail } } : {})}
        />
      </ul>
    </section>
  );
}
