import type { SignedIn } from '@parley/shared/sessions';
import { useEffect, useState } from 'react';
import { useCore } from '../../core/coreContext';
import { ApiError, sentenceOf } from '../../platform/api';
import { Button } from '../../ui/Button';
import { SessionCard } from './SessionCard';
import { t } from './text/text';

/** How often it looks whether a moderator has decided, in ms. */
const EVERY_MS = 5000;

interface WaitingScreenProps {
  ticket: string;
  picture: string | null;
  onSignedIn: (granted: SignedIn) => Promise<unknown>;
  onBack: () => void;
}

/** While a new account waits for a moderator. It goes on by itself when the account is approved. */
export function WaitingScreen({ ticket, picture, onSignedIn, onBack }: WaitingScreenProps) {
  const { api } = useCore();
  const [over, setOver] = useState<string>();
  useEffect(() => {
    if (over !== undefined) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let stopped = false;
    const look = (): void =>
      void api.signIn('POST /auth/waiting', { body: { ticket } }).then(onSignedIn, (error: unknown) => {
        if (stopped) return;
        const decided =
          error instanceof ApiError && ['not_found', 'unauthenticated'].includes(error.problem.code);
        if (decided) setOver(sentenceOf(error));
        else timer = setTimeout(look, EVERY_MS);
      });
    timer = setTimeout(look, EVERY_MS);
    return () => {
      stopped = true;
      clearTimeout(timer);
    };
  }, [api, ticket, onSignedIn, over]);
  return (
    <SessionCard picture={picture} title={t('auth.waitingTitle')}>
      <p role="status" className="mt-0 mb-4 text-[15px] text-soft">
        {over ?? t('auth.waiting')}
      </p>
      <Button kind="quiet" className="w-full" onClick={onBack}>
        {t('auth.backToSignIn')}
      </Button>
    </SessionCard>
  );
}
