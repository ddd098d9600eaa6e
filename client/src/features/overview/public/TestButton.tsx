import { useState } from 'react';
import { sentenceOf } from '../../../platform/api';
import { announce } from '../../../ui/announce';
import { Button } from '../../../ui/Button';

interface TestButtonProps {
  label: string;
  /** What it says while it runs. */
  during: string;
  /** Returns what it says when it has ended; a refusal of the server is said as it is. */
  run: () => Promise<string>;
}

/** Tests something outside of Parley, and says in words what came of it. */
export function TestButton({ label, during, run }: TestButtonProps) {
  const [says, setSays] = useState<string>();
  const [busy, setBusy] = useState(false);
  const say = (sentence: string): void => {
    setSays(sentence);
    announce(sentence);
  };
  const test = (): void => {
    say(during);
    setBusy(true);
    run()
      .then(say, (error: unknown) => say(sentenceOf(error)))
      .finally(() => setBusy(false));
  };
  return (
    <div className="flex flex-wrap items-center gap-3">
      <Button disabled={busy} onClick={test}>
        {label}
      </Button>
      <span className="text-[14px] text-soft">{says}</span>
    </div>
  );
}
