import { jobName, jobView } from '@parley/shared/overview/jobs';
import { z } from 'zod';
import { route, type Routes } from '../../platform/http.js';
import { listJobs, startJob } from './jobs.actions.js';

export function mountJobs(routes: Routes): void {
  route(
    routes,
    ['get', '/admin/jobs'],
    {
      summary: 'List the background jobs with their last runs',
      scope: 'admin',
      answer: z.strictObject({ jobs: z.array(jobView) }),
    },
    async (actor) => ({ jobs: await listJobs(actor) }),
  );
  route(
    routes,
    ['post', '/admin/jobs/:name/run'],
    {
      summary: 'Start a background job now; its end is not waited for',
      scope: 'admin',
      params: z.strictObject({ name: jobName }),
    },
    (actor, { params }) => startJob(actor, params.name),
  );
}
