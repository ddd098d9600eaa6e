import type { Router } from 'express';
import type { Server } from '../../platform/context.js';

/** Probes for a supervisor: alive at all, and able to serve. Outside `/api`, without signing in. */
export function mountHealth(router: Router, server: Server): void {
  router.get('/health/live', (_request, response) => {
    response.json({ status: 'ok' });
  });
  router.get('/health/ready', (_request, response) => {
    const answer = (database: 'ok' | 'unreachable'): void => {
      const ready = database === 'ok' && !server.lifecycle.draining;
      response.status(ready ? 200 : 503).json({
        status: ready ? 'ok' : 'unavailable',
        database,
        // Without Redis a node still serves: it should get requests all the same.
        redis: server.redis ? (server.redis.isUp() ? 'ok' : 'unreachable') : 'none',
        nodes: server.nodes.others + 1,
        ...(server.nodes.others > 0 && !server.redis ? { warning: 'several nodes, and no REDIS_URL' } : {}),
        draining: server.lifecycle.draining,
      });
    };
    const ping =
      server.connection.db?.command({ ping: 1 }, { timeoutMS: 2000 }) ??
      Promise.reject(new Error('not connected'));
    ping.then(
      () => answer('ok'),
      () => answer('unreachable'),
    );
  });
}
