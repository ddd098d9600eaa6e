import { deviceOf } from '@parley/shared/devices';
import type { PersonAccess as Access, SignInKind } from '@parley/shared/people';
import { KeyRound, Monitor } from 'lucide-react';
import { useCallback } from 'react';
import { useCore } from '../../../core/coreContext';
import { useAppSelector } from '../../../core/store';
import { useLoaded } from '../../../core/useLoaded';
import { sentenceOf } from '../../../platform/api';
import { Button } from '../../../ui/Button';
import { Failure } from '../../../ui/Failure';
import { SkeletonRows } from '../../../ui/Skeleton';
import { formatClock, formatDay } from '../../../ui/times';
import { deviceName } from '../../devices/public/deviceName';
import { endSessionOf, loadAccess, removeFactorOf, signOutPerson } from '../public/commands';
import { t } from '../text/text';

const kindNames: Record<SignInKind, string> = {
  password: t('people.byPassword'),
  passkey: t('people.byPasskey'),
  provider: t('people.byProvider'),
  directory: t('people.byDirectory'),
};

const heading = 'heading m-0 mb-1 text-[14px]';
const list = 'm-0 w-full list-none divide-y divide-line p-0';
const moment = (at: string): string => `${formatDay(Date.parse(at))} ${formatClock(at)}`;

/** By what they sign in, and their second factors. */
function SignIn({ access, onRemove }: { access: Access; onRemove: (factorId: string) => void }) {
  const { person, factors, recoveryCodes, identities } = access;
  const me = useAppSelector(({ session }) => session.me?.userId);
  const kinds = person.signIn.map((kind) => kindNames[kind]);
  return (
    <div className="w-full">
      <h3 className={heading}>{t('people.signIn')}</h3>
      <p className="m-0 text-[14px] text-soft">
        {kinds.length === 0 ? t('people.byNothing') : kinds.join(', ')}
        {identities.map(({ provider, name, label }) => (
          <span key={provider}>
            {' '}
            · {name} (<bdi>{label}</bdi>)
          </span>
        ))}
      </p>
      <h3 className={`${heading} mt-3`}>{t('people.factor')}</h3>
      {factors.length === 0 && <p className="m-0 text-[14px] text-soft">{t('people.factorWithout')}</p>}
      <ul aria-label={t('people.factor')} className={list}>
        {factors.map(({ factorId, kind, name, createdAt, lastUsedAt }) => (
          <li key={factorId} className="flex items-center gap-2 py-1.5 text-[14px]">
            <KeyRound size={16} strokeWidth={1.75} aria-hidden="true" className="text-soft" />
            <span className="min-w-0 flex-1 truncate">
              {kind === 'totp' ? t('people.totp') : <bdi>{name}</bdi>}
            </span>
            <span className="tabular text-[12px] text-soft">{moment(lastUsedAt ?? createdAt)}</span>
            {person.user.userId !== me && (
              <Button
                aria-label={t('people.removeFactorNamed', { name: name ?? t('people.totp') })}
                onClick={() => onRemove(factorId)}
              >
                {t('people.removeFactor')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {factors.length > 0 && (
        <p className="tabular m-0 text-[12px] text-soft">{t('people.codesLeft', { count: recoveryCodes })}</p>
      )}
    </div>
  );
}

interface SessionsProps {
  sessions: Access['sessions'];
  onEnd: (sessionId: string) => void;
  onEndAll: () => void;
}

/** Where they are signed in. */
const Sessions = ({ sessions, onEnd, onEndAll }: SessionsProps) => (
  <div className="w-full">
    <h3 className={heading}>{t('people.sessions')}</h3>
    {sessions.length === 0 && <p className="m-0 text-[14px] text-soft">{t('people.noSessions')}</p>}
    <ul aria-label={t('people.sessions')} className={list}>
      {sessions.map(({ sessionId, userAgent, address, lastUsedAt }) => (
        <li key={sessionId} className="flex items-center gap-3 py-2">
          <Monitor size={18} strokeWidth={1.75} className="text-soft" aria-hidden="true" />
          <div className="min-w-0 flex-1">
            <div className="truncate text-[14px]">{deviceName(deviceOf(userAgent))}</div>
            <div className="tabular truncate text-[12px] text-soft">
              {address} · {moment(lastUsedAt)}
            </div>
          </div>
          <Button onClick={() => onEnd(sessionId)}>{t('people.endSession')}</Button>
        </li>
      ))}
    </ul>
    {sessions.length > 0 && (
      <Button className="mt-2" onClick={onEndAll}>
        {t('people.signOut')}
      </Button>
    )}
  </div>
);

/** How a person signs in, and where they are: of the panel of one person. */
export function PersonAccess({ userId }: { userId: string }) {
  const core = useCore();
  const load = useCallback(() => loadAccess(core, userId), [core, userId]);
  const { value: access, failure, act } = useLoaded(load);
  return (
    <>
      <Failure>{failure !== undefined && sentenceOf(failure)}</Failure>
      {!access && failure === undefined && <SkeletonRows rows={2} />}
      {access && (
        <>
          <SignIn access={access} onRemove={(factorId) => void act(removeFactorOf(core, userId, factorId))} />
          <Sessions
            sessions={access.sessions}
            onEnd={(sessionId) => void act(endSessionOf(core, userId, sessionId))}
            onEndAll={() => void act(signOutPerson(core, userId))}
          />
        </>
      )}
    </>
  );
}
