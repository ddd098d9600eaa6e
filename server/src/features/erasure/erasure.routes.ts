import { eraseMeInput, erasePersonInput, erasureView } from '@parley/shared/erasure';
import { objectId } from '@parley/shared/ids';
import { z } from 'zod';
import { route, type Routes } from '../../platform/http.js';
import { eraseMe, erasePerson, readErasure } from './erasure.actions.js';

const params = z.strictObject({ userId: objectId });

export function mountErasure(routes: Routes): void {
  route(
    routes,
    ['post', '/users/:userId/erase'],
    {
      summary: 'Delete somebody’s account for good, with what they wrote or without',
      answer: erasureView,
      params,
      body: erasePersonInput,
      proof: true,
    },
    (actor, { params: { userId }, body }) => erasePerson(actor, userId, body),
  );
  route(
    routes,
    ['get', '/users/:userId/erasure'],
    { summary: 'Read how far the deletion of an account is', answer: erasureView, params, scope: 'admin' },
    (actor, { params: { userId } }) => readErasure(actor, userId),
  );
  route(
    routes,
    ['post', '/me/erase'],
    {
      summary: 'Delete your own account for good',
      answer: erasureView,
      body: eraseMeInput,
      personal: true,
      secret: true,
    },
    (actor, { body }) => eraseMe(actor, body),
  );
}
