import { departureView, eraseMeInput, erasePersonInput, erasureView } from '@parley/shared/erasure';
import { objectId } from '@parley/shared/ids';
import { z } from 'zod';
import { route, type Routes } from '../../platform/http.js';
import { cancelDeparture, eraseMe, readDeparture } from './departures.actions.js';
import { erasePerson, readErasure } from './erasure.actions.js';

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
  mountOwn(routes);
}

/** The end of one's own account. */
function mountOwn(routes: Routes): void {
  route(
    routes,
    ['post', '/me/erase'],
    {
      summary: 'Delete your own account; it is erased after days of grace',
      answer: departureView,
      body: eraseMeInput,
      personal: true,
      secret: true,
    },
    (actor, { body }) => eraseMe(actor, body),
  );
  route(
    routes,
    ['get', '/me/departure'],
    { summary: 'Read whether your account is to be erased, and when', answer: departureView, personal: true },
    (actor) => readDeparture(actor),
  );
  route(
    routes,
    ['delete', '/me/departure'],
    { summary: 'Cancel the deletion of your account', personal: true },
    (actor) => cancelDeparture(actor),
  );
}
