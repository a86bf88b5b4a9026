import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import Type from 'typebox';
import { type ConsoleView, chartDocument, chartWidths, consoleAssets, renderConsole } from '../../console/index.ts';
import { styleSheet } from '../../report/pieces.ts';
import type { FleetState, Planner } from '../planner.ts';
import type { StoredPlan } from '../ports.ts';
import { JSON_TYPE, type Representation, sendConditional, textRepresentation } from './conditional.ts';
import { fleetRepresentation, REVISIONS, requireFleet, requirePlan } from './fleet-routes.ts';
import { wholeNumber, wholeNumberText } from './parameters.ts';
import { HttpProblem } from './problem-details.ts';
import type { HttpServer } from './server.ts';

/** The page, what its charts are drawn from, and the files that it loads: all of them from here. */

const pageQuery = Type.Object({ fleet: Type.Optional(Type.String()) });
const fleetParams = Type.Object({ id: Type.String() });
const chartQuery = Type.Object(
  {
    revision: wholeNumberText(),
    width: wholeNumberText(),
  },
  { additionalProperties: false },
);

const FOR_EVER = 'public, max-age=31536000, immutable';

export async function addPageRoutes(app: HttpServer, planner: Planner): Promise<void> {
  const echarts = findEcharts();
  const style = textRepresentation(styleSheet, 'text/css; charset=utf-8');
  await app.register(fastifyStatic, {
    root: consoleAssets,
    prefix: '/assets/',
    allowedPath: (path) => /\.(js|css|svg)$/.test(path),
    cacheControl: false,
    // Our own files change with every version under the same name: kept, but asked about. The library's version is in
    // its address, so a browser need never ask again.
    setHeaders: (reply, path) =>
      void reply.header('cache-control', path.startsWith(echarts.folder) ? FOR_EVER : 'no-cache'),
  });
  app.get('/assets/report.css', (request, reply) => sendConditional(request, reply, style));
  app.get(echarts.path, (_request, reply) => reply.sendFile(echarts.file, echarts.folder));

  const rendered = makePageCache(echarts.path);
  app.get('/', { schema: { querystring: pageQuery } }, (request, reply) => {
    const states = planner.states();
    const state = shownFleet(planner, request.query.fleet);
    return sendConditional(request, reply, rendered(viewOf(state, states)));
  });

  const drawn = makeChartCache();
  app.get('/v1/fleets/:id/charts', { schema: { params: fleetParams, querystring: chartQuery } }, (request, reply) => {
    const state = requireFleet(planner, request.params.id);
    const published = requirePlan(state);
    const revision = wholeNumber('querystring/revision', request.query.revision, REVISIONS);
    if (published.plan.revision !== revision) {
      throw new HttpProblem(404, `Charts are drawn for plan ${published.plan.revision}, the published one.`);
    }
    return sendConditional(request, reply, drawn(published, Number(request.query.width)));
  });
}

function shownFleet(planner: Planner, id: string | undefined): FleetState {
  if (id !== undefined) return requireFleet(planner, id);
  const [first] = planner.states();
  if (first === undefined) throw new HttpProblem(404, 'The store holds no fleet.');
  return first;
}

function viewOf(state: FleetState, states: readonly FleetState[]): ConsoleView {
  const { id, planning, published } = state;
  return {
    fleetIds: states.map((one) => one.id),
    fleetId: id,
    planning,
    stateTag: fleetRepresentation(state).tag,
    published:
      published === null
        ? null
        : { plan: published.plan, fleet: published.input.problem.fleet, publishedAt: published.publishedAt },
  };
}

/** The latest page of each fleet: a thousand jobs take a while to write, and a page that reloads asks for the same again. */
function makePageCache(echartsPath: string): (view: ConsoleView) => Representation {
  const known = new Map<string, { readonly key: string; readonly page: Representation }>();
  return (view) => {
    const key = JSON.stringify([view.stateTag, view.fleetIds]);
    const found = known.get(view.fleetId);
    if (found?.key === key) return found.page;
    const page = textRepresentation(renderConsole(view, echartsPath), 'text/html; charset=utf-8');
    known.set(view.fleetId, { key, page });
    return page;
  };
}

const MOST_DRAWINGS = 40;

/** Charts by plan and width. A window that is dragged wider asks for many, and a page for the same ones over and over. */
function makeChartCache(): (published: StoredPlan, width: number) => Representation {
  const { least, most, step } = chartWidths;
  const known = new Map<string, Representation>();
  return ({ plan, input }, asked) => {
    const width = Math.floor(Math.min(most, Math.max(least, asked)) / step) * step;
    const tag = `${plan.planDigest}-${width}`;
    const found = known.get(tag);
    if (found !== undefined) return found;
    const body = JSON.stringify(chartDocument(input.problem.fleet, plan, width));
    const made = { tag, type: JSON_TYPE, body };
    const [oldest] = known.keys();
    if (known.size >= MOST_DRAWINGS && oldest !== undefined) known.delete(oldest);
    known.set(tag, made);
    return made;
  };
}

/** The drawing library as it was installed. */
function findEcharts() {
  const manifest = fileURLToPath(import.meta.resolve('echarts/package.json'));
  const { version }: { version: string } = JSON.parse(readFileSync(manifest, 'utf8'));
  const file = 'echarts.min.js';
  return { path: `/assets/echarts-${version}.min.js`, folder: join(dirname(manifest), 'dist'), file };
}
