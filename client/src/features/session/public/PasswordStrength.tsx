import { classes } from '../../../ui/classes';
import { t } from '../text/text';

/** 0–4, by length and variety: long beats odd, as NIST SP 800-63B advises. */
export function strengthOf(password: string): number {
  if (password.length < 8) return password.length === 0 ? 0 : 1;
  const different = new Set(password).size;
  if (different < 5) return 1;
  if (password.length >= 20 && different >= 10) return 4;
  if (password.length >= 14) return 3;
  return 2;
}

const words = [t('password.0'), t('password.1'), t('password.2'), t('password.3'), t('password.4')];

export function PasswordStrength({ password }: { password: string }) {
  const strength = strengthOf(password);
  return (
    <>
      <div aria-hidden="true" className="mt-2 mb-1.5 flex gap-1">
        {[1, 2, 3, 4].map((step) => (
          <span
            key={step}
            className={classes('h-1 flex-1 rounded-full', step <= strength ? 'bg-solid' : 'bg-line')}
          />
        ))}
      </div>
      {words[strength]}
    </>
  );
}
