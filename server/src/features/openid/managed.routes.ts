import { openidProviderId } from '@parley/shared/openid';
import {
  managedProviders,
  orderProvidersInput,
  providerTest,
  providerVersion,
  putProviderInput,
} from '@parley/shared/openidAdmin';
import { z } from 'zod';
import { route, type Routes } from '../../platform/http.js';
import { listManagedProviders, orderProviders, putProvider, removeProvider } from './managed.actions.js';
import { testProvider } from './trying.actions.js';

const params = z.strictObject({ provider: openidProviderId });

/** The sign-in providers, for those who set them up. */
export function mountManaged(routes: Routes): void {
  route(
    routes,
    ['get', '/providers'],
    { summary: 'List the sign-in providers to manage them', scope: 'admin', answer: managedProviders },
    (actor) => listManagedProviders(actor),
  );
  route(
    routes,
    ['put', '/providers'],
    {
      summary: 'Set the order of the sign-in providers',
      answer: managedProviders,
      body: orderProvidersInput,
      proof: true,
    },
    (actor, { body }) => orderProviders(actor, body),
  );
  route(
    routes,
    ['put', '/providers/:provider'],
    {
      summary: 'Add a sign-in provider, or change it',
      answer: managedProviders,
      params,
      body: putProviderInput,
      proof: true,
      secret: true,
    },
    (actor, { params: { provider }, body }) => putProvider(actor, provider, body),
  );
  route(
    routes,
    ['delete', '/providers/:provider'],
    {
      summary: 'Remove a sign-in provider',
      answer: managedProviders,
      params,
      query: providerVersion,
      proof: true,
    },
    (actor, { params: { provider }, query }) => removeProvider(actor, provider, query.version),
  );
  route(
    routes,
    ['post', '/providers/:provider/test'],
    {
      summary: 'Test a sign-in provider, without signing anybody in',
      scope: 'admin',
      answer: providerTest,
      params,
    },
    (actor, { params: { provider } }) => testProvider(actor, provider),
  );
}
