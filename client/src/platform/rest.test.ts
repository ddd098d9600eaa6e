import { describe, expect, expectTypeOf, it } from 'vitest';
import type { Api } from './api';
import { addressOf, type AnswerOf, type FormRoute, type InputOf } from './rest';

describe('the address of a route', () => {
  it.each([
    ['GET /sync', undefined, ['GET', '/sync']],
    ['GET /rooms/{roomId}', { path: { roomId: 'r1' } }, ['GET', '/rooms/r1']],
    [
      'PUT /messages/{messageId}/reactions/{emoji}',
      { path: { messageId: 'm1', emoji: '👍' } },
      ['PUT', '/messages/m1/reactions/%F0%9F%91%8D'],
    ],
    ['GET /search', { query: { q: 'a&b c', limit: 5 } }, ['GET', '/search?q=a%26b+c&limit=5']],
    ['GET /inbox', { query: { before: undefined } }, ['GET', '/inbox']],
  ])('%s with %o', (route, input, address) => {
    expect(addressOf(route, input)).toEqual(address);
  });
});

describe('the types of a route', () => {
  it('say what is taken and answered', () => {
    expectTypeOf<AnswerOf<'GET /push/key'>>().toEqualTypeOf<{ publicKey: string }>();
    expectTypeOf<AnswerOf<'DELETE /me/sessions'>>().toEqualTypeOf<undefined>();
    expectTypeOf<FormRoute>().toEqualTypeOf<
      'PUT /me/picture' | 'PUT /workspace/picture' | 'POST /rooms/{roomId}/files'
    >();
    expectTypeOf<InputOf<'POST /me/email'>['body']>().toEqualTypeOf<{ code: string }>();
  });

  it('refuse what the route does not take or answer', () => {
    // Never called: `npm run check:types` reads it. Each line must not compile, for the reason beside it; one that does is an error there.
    const mistakes = async (api: Api): Promise<void> => {
      // @ts-expect-error the API has no route of this path
      await api.request('GET /nowhere');
      // @ts-expect-error the path has no such method
      await api.request('PATCH /sync');
      // @ts-expect-error `roomId` of the path is missing
      await api.request('GET /rooms/{roomId}');
      // @ts-expect-error the path has no parameter `messageId`
      await api.request('GET /rooms/{roomId}', { path: { messageId: 'm1' } });
      // @ts-expect-error `q` of the query is missing
      await api.request('GET /search');
      // @ts-expect-error the query has no field `colour`
      await api.request('GET /search', { query: { q: 'x', colour: 'red' } });
      // @ts-expect-error `worst` is no value of `sort`
      await api.request('GET /search', { query: { q: 'x', sort: 'worst' } });
      // @ts-expect-error the body is missing
      await api.request('PATCH /me');
      // @ts-expect-error the body has no such field
      await api.request('PATCH /me', { body: { colour: 'red' } });
      // @ts-expect-error the route takes no body and no query
      await api.request('POST /rooms/{roomId}/join', { path: { roomId: 'r1' }, body: {} });
      // @ts-expect-error the answer has no such field
      void (await api.request('GET /me')).colour;
    };
    expect(mistakes).toBeTypeOf('function');
  });
});
