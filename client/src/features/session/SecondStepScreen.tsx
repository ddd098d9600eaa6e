import type { SecondStep } from '@parley/shared/errors';
import type { SignedIn } from '@parley/shared/sessions';
import { useCore } from '../../core/coreContext';
import { Button } from '../../ui/Button';
import { EnrolForm } from '../factors/public/EnrolForm';
import { SecondStepForm } from '../factors/public/SecondStepForm';
import { WaitingScreen } from './WaitingScreen';
import { SessionCard } from './SessionCard';
import { t } from './text/text';

interface SecondStepScreenProps {
  step: SecondStep;
  /** When the workspace's picture was set; null without one. */
  picture: string | null;
  onSignedIn: (granted: SignedIn) => Promise<unknown>;
  onBack: () => void;
}

/** What follows the password: the second step, or setting one up where the role demands it. */
export function SecondStepScreen({ step, picture, onSignedIn, onBack }: SecondStepScreenProps) {
  const { api } = useCore();
  const { ticket } = step;
  if (step.waiting)
    return <WaitingScreen ticket={ticket} picture={picture} onSignedIn={onSignedIn} onBack={onBack} />;
  return (
    <SessionCard picture={picture} title={step.enrol ? t('auth.enrolTitle') : t('auth.secondStep')}>
      {step.enrol ? (
        <EnrolForm ticket={ticket} onDone={onSignedIn} />
      ) : (
        <SecondStepForm
          step={step}
          onTake={async (body) => await onSignedIn(await api.signIn('POST /auth/second-step', { body }))}
          passkeyOptions={() => api.raw('POST /auth/second-step/options', { body: { ticket } })}
        />
      )}
      <Button kind="quiet" className="mt-3 w-full" onClick={onBack}>
        {t('auth.backToSignIn')}
      </Button>
    </SessionCard>
  );
}
