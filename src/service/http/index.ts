import type { Planner } from '../planner.ts';
import { addFleetRoutes } from './fleet-routes.ts';
import { addHealthRoutes } from './health-routes.ts';
import type { Metrics } from './metrics.ts';
import { addPageRoutes } from './page-routes.ts';
import { type HttpServer, refuseOtherMethods, watchRequests } from './server.ts';

/** The door of HTTP: a server, its measures, its routes. */

export { type Metrics, makeMetrics } from './metrics.ts';
export { type HttpServer, type LogSink, makeServer } from './server.ts';

/** All routes. The server listens afterwards. */
export async function addRoutes(app: HttpServer, planner: Planner, metrics: Metrics): Promise<void> {
  watchRequests(app, metrics);
  refuseOtherMethods(app);
  addHealthRoutes(app, planner, metrics);
  addFleetRoutes(app, planner);
  await addPageRoutes(app, planner);
}
