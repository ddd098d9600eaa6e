import { t } from '../text/text';

const two = (number: number): string => String(number).padStart(2, '0');

/** @param seconds of a running call @returns them as a clock: "04:07", "1:04:07" */
export function clockOf(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const hours = Math.floor(whole / 3600);
  const rest = `${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
  return hours === 0 ? rest : `${hours}:${rest}`;
}

/** @param seconds of a call that has ended @returns them in words: "23 min", "1 h 5 min"; a minute at least */
export function lengthOf(seconds: number): string {
  const minutes = Math.max(1, Math.round(seconds / 60));
  return minutes < 60
    ? t('calls.minutes', { minutes })
    : t('calls.hours', { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
}
