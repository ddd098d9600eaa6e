import { objectId } from '@parley/shared/ids';
import { mergeInput, mergePreview, mergeQuery, mergeView } from '@parley/shared/merging';
import { z } from 'zod';
import { route, type Routes } from '../../platform/http.js';
import { mergePeople, previewMerge, readMerge } from './merging.actions.js';

const params = z.strictObject({ userId: objectId });

export function mountMerging(routes: Routes): void {
  route(
    routes,
    ['post', '/people/:userId/merge'],
    {
      summary: 'Merge somebody’s account into another',
      answer: mergeView,
      params,
      body: mergeInput,
      proof: true,
    },
    (actor, { params: { userId }, body }) => mergePeople(actor, userId, body),
  );
  route(
    routes,
    ['get', '/people/:userId/merge'],
    { summary: 'Read how far a merge is', answer: mergeView, params, scope: 'admin' },
    (actor, { params: { userId } }) => readMerge(actor, userId),
  );
  route(
    routes,
    ['get', '/people/:userId/merge/preview'],
    {
      summary: 'Count what a merge would move',
      answer: mergePreview,
      params,
      query: mergeQuery,
      scope: 'admin',
    },
    (actor, { params: { userId }, query: { into } }) => previewMerge(actor, userId, into),
  );
}
