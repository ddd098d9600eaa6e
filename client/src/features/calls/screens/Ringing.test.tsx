// @vitest-environment happy-dom
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { expect, it } from 'vitest';
import { draw } from '../../../test/page';
import { Ringing } from './Ringing';
import { people } from './test/callFixtures';

/** Renders a composer, in which one may be typing when a call comes in. @returns what was answered */
async function incoming(title: string, typing = false) {
  const done: string[] = [];
  function Page() {
    const [rings, setRings] = useState(false);
    return (
      <>
        <div id="announcer" role="log" />
        <textarea aria-label="composer" onChange={() => setRings(true)} />
        {(rings || !typing) && (
          <Ringing
            caller="ana"
            title={title}
            onAccept={() => done.push('accept')}
            onDecline={() => done.push('decline')}
            onAcceptMuted={() => done.push('muted')}
          />
        )}
      </>
    );
  }
  await draw(<Page />, { users: people });
  if (typing) await userEvent.type(screen.getByLabelText('composer'), 'x');
  return done;
}

const card = (name: string) => screen.getByRole('alertdialog', { name });

it.each([
  ['Ana', 'Ana is calling'],
  ['Ana, Cy', 'Ana is calling in Ana, Cy'],
])('a call in "%s" says who calls, and is announced with its keys', async (title, name) => {
  await incoming(title);
  expect(card(name)).toBeDefined();
  await waitFor(() =>
    expect(screen.getByRole('log').textContent).toBe(`${name}. Ctrl+Shift+A accepts, Ctrl+Shift+D declines.`),
  );
});

it('it is answered with Tab and Enter; a key that is on its way answers nothing', async () => {
  const done = await incoming('Ana');
  expect(document.activeElement).toBe(card('Ana is calling'));
  await userEvent.keyboard(' {Enter}');
  expect(done).toEqual([]);
  await userEvent.keyboard('{Tab}{Enter}{Tab}{Enter}{Tab}{Enter}');
  expect(done).toEqual(['decline', 'accept', 'muted']);
});

it('Escape declines where the focus is in it', async () => {
  const done = await incoming('Ana');
  await userEvent.keyboard('{Escape}');
  expect(done).toEqual(['decline']);
});

it('who is typing goes on typing, and answers with the keys', async () => {
  const done = await incoming('Ana', true);
  const composer = screen.getByLabelText<HTMLTextAreaElement>('composer');
  expect(document.activeElement).toBe(composer);
  await userEvent.keyboard('yz{Escape}');
  expect(composer.value).toBe('xyz');
  await userEvent.keyboard('{Control>}a{/Control}');
  expect(done).toEqual([]);
  await userEvent.keyboard('{Control>}{Shift>}A{/Shift}{/Control}');
  await userEvent.keyboard('{Control>}{Shift>}D{/Shift}{/Control}');
  expect(done).toEqual(['accept', 'decline']);
});
