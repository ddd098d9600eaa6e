// @vitest-environment happy-dom
import { AppError } from '@parley/shared/errors';
import { invalidField } from '@parley/shared/faults';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { draw } from '../../test/page';
import { PasswordForm } from './PasswordForm';

const field = (label: string) => screen.getByLabelText<HTMLInputElement>(label);
/** What is read out with a field. */
const noteOf = (input: HTMLInputElement) =>
  document.getElementById(input.getAttribute('aria-describedby') ?? '')?.textContent;
const send = () => userEvent.click(screen.getByRole('button', { name: 'Change password' }));

/** Fills the form in, and sends it to a server that answers so. */
async function change(answer: () => unknown) {
  const { requests } = await draw(<PasswordForm />, { answers: { 'POST /me/password': answer } });
  await userEvent.type(field('Current password'), 'what it was');
  await userEvent.type(field('New password'), 'what it will be');
  await send();
  return requests;
}

it.each([
  { at: 'currentPassword', wrong: 'Current password', right: 'New password' },
  { at: 'newPassword', wrong: 'New password', right: 'Current password' },
])('what is wrong with $at is said there alone', async ({ at, wrong, right }) => {
  await change(() => {
    throw invalidField(at, 'wrong');
  });
  await screen.findByText(`${wrong} is wrong.`);
  expect(noteOf(field(wrong))).toBe(`${wrong} is wrong.`);
  expect(field(wrong).getAttribute('aria-invalid')).toBe('true');
  expect(field(right).getAttribute('aria-invalid')).toBe('false');
  expect(noteOf(field(right))).not.toContain('wrong');
  expect(screen.queryByRole('alert')).toBeNull();
});

it('what is wrong with no field is said below them', async () => {
  await change(() => {
    throw new AppError('rate_limited');
  });
  const alert = await screen.findByRole('alert');
  expect(alert.textContent).toBe('Too many requests. Please wait a moment.');
  for (const label of ['Current password', 'New password'])
    expect(field(label).getAttribute('aria-invalid')).toBe('false');
});

it('a server that cannot be reached changes nothing of what was typed', async () => {
  await change(() => {
    throw new TypeError('Failed to fetch');
  });
  expect((await screen.findByRole('alert')).textContent).toBe('The server cannot be reached.');
  expect(field('New password').value).toBe('what it will be');
});

it('once it is changed, nothing is left of the error or of the passwords', async () => {
  let attempts = 0;
  const requests = await change(() => {
    if (++attempts === 1) throw new AppError('unavailable');
  });
  await screen.findByRole('alert');
  await send();
  expect((await screen.findByRole('status')).textContent).toBe('The password is changed.');
  expect(screen.queryByRole('alert')).toBeNull();
  expect(field('Current password').value + field('New password').value).toBe('');
  const sent = { currentPassword: 'what it was', newPassword: 'what it will be', keepTokens: false };
  expect(requests).toEqual(Array(2).fill(`POST /me/password ${JSON.stringify(sent)}`));
});
