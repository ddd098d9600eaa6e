import { useLayoutEffect, useState } from 'react';
import { nextStep, type Row, type Step } from './rows';

/**
 * Draws new rows in two steps, where they were added both in front of the drawn ones and behind them: the list can stay
 * in place for only one of the two at once.
 *
 * @param wanted all rows of the room
 * @returns the rows to draw now
 */
export function useSteps(roomId: string, wanted: Row[]): Step {
  const [step, setStep] = useState({ roomId, target: wanted, rows: wanted, inFront: false });
  if (step.target !== wanted || step.roomId !== roomId)
    setStep({ roomId, target: wanted, ...nextStep(step.roomId === roomId ? step.rows : [], wanted) });
  useLayoutEffect(() => {
    setStep((now) => (now.rows === now.target ? now : { ...now, rows: now.target, inFront: false }));
  }, [step]);
  return step;
}
