import { notReadyReason, type Planner } from '../planner.ts';
import type { Metrics } from './metrics.ts';
import type { HttpServer } from './server.ts';

/** For whoever watches over the service: is it up, can it be relied on, how is it doing. */
export function addHealthRoutes(app: HttpServer, planner: Planner, metrics: Metrics): void {
  app.get('/healthz', (_request, reply) => reply.header('cache-control', 'no-store').send({ status: 'up' }));

  app.get('/readyz', (_request, reply) => {
    const fleets = planner.states();
    const reasons =
      fleets.length === 0 ? ['the store holds no fleet'] : fleets.flatMap((state) => notReadyReason(state) ?? []);
    const ready = reasons.length === 0;
    const plans = fleets.flatMap(({ id, published }) =>
      published === null ? [] : [{ fleet: id, revision: published.plan.revision, status: published.plan.status }],
    );
    return reply
      .code(ready ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ status: ready ? 'ready' : 'not ready', reasons, plans });
  });

  app.get('/metrics', async (_request, reply) =>
    reply
      .header('cache-control', 'no-store')
      .type(metrics.contentType)
      .send(await metrics.text()),
  );
}
