import { refusal } from '@parley/shared/refusals';
import { invalidField } from '@parley/shared/faults';
import { problemOf, type AppError, type Problem } from '@parley/shared/errors';
import { afterEach, describe, expect, it, vi } from 'vitest';

/** How a page in a language shows what the server refuses. */
async function page(language: string) {
  vi.resetModules();
  vi.stubGlobal('localStorage', { getItem: () => language });
  return await import('./api');
}

const sent = (error: AppError): Problem => problemOf(error, 'a-request');

afterEach(() => vi.unstubAllGlobals());

describe('what the server refuses', () => {
  it('is shown in the language of the page, with its values', async () => {
    const { ApiError, sentenceOf, fieldsOf } = await page('es');
    const pins = new ApiError(sent(refusal('pins.tooMany', { most: 100 })));
    expect(sentenceOf(pins)).toBe('Una sala tiene como máximo 100 mensajes fijados. Quita uno antes.');
    const field = new ApiError(sent(invalidField('name', 'tooLong', { most: 80 })));
    expect(fieldsOf(field)).toEqual({ name: 'debe tener como máximo 80 caracteres' });
    expect(sentenceOf(field)).toBe('name: debe tener como máximo 80 caracteres');
  });

  it('of a server that knows more, or less, is shown in English', async () => {
    const { ApiError, sentenceOf, fieldsOf } = await page('es');
    const problem = sent(refusal('pins.tooMany', { most: 100 }));
    const { key: _key, params: _params, ...older } = problem;
    for (const other of [older, { ...problem, key: 'pins.unheardOf' }, { ...problem, params: {} }])
      expect(sentenceOf(new ApiError(other))).toBe(
        'A room has at most 100 pinned messages. Unpin one first.',
      );
    const { errors: _errors, key: _none, ...field } = sent(invalidField('name', 'empty'));
    expect(fieldsOf(new ApiError(field))).toEqual({ name: 'must not be empty' });
    expect(sentenceOf(new ApiError(field))).toBe('name: must not be empty');
  });

  it('in an English page is the sentence of the server', async () => {
    const { ApiError, sentenceOf } = await page('en');
    expect(sentenceOf(new ApiError(sent(refusal('rooms.archived'))))).toBe('This room is archived.');
  });
});
