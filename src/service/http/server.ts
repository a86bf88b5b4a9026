import helmet from '@fastify/helmet';
import { type TypeBoxTypeProvider, TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox';
import Fastify, { type FastifyInstance, LogController } from 'fastify';
import type { Metrics } from './metrics.ts';
import { answerError, answerNotFound, HttpProblem, PROBLEM_TYPE, problemBody } from './problem-details.ts';

/** Takes lines of text. */
export interface LogSink {
  write(line: string): unknown;
}

export interface ServerOptions {
  /** Where each request and event is logged, one JSON object a line; null: nowhere. */
  readonly logTo: LogSink | null;
  /** Answer whatever name the service is called by; otherwise only names of this machine itself. */
  readonly allowRemote: boolean;
}

/** A request is a line and a few headers: whoever needs longer than this to send it does not mean well. */
const REQUEST_MILLISECONDS = 30_000;
const LARGEST_BODY_BYTES = 1024 * 1024;
/** Names have up to 200 characters, each up to twelve in a URL. */
const LONGEST_PARAMETER = 2400;

/**
 * The server without its routes: what every answer has in common. Errors are problem details; validation takes values
 * as they are (no null becomes "", no unknown key is dropped); nothing is loaded from other hosts.
 */
export async function makeServer({ logTo, allowRemote }: ServerOptions) {
  const app = Fastify({
    logger: logTo === null ? false : { level: 'info', stream: { write: (line: string) => void logTo.write(line) } },
    logController: new LogController({ disableRequestLogging: true }),
    requestTimeout: REQUEST_MILLISECONDS,
    bodyLimit: LARGEST_BODY_BYTES,
    routerOptions: { maxParamLength: LONGEST_PARAMETER },
    frameworkErrors: (error, request, reply) => answerError(error, request, reply),
    clientErrorHandler(_error, socket) {
      if (!socket.writable) return;
      const body = problemBody(400, 'This is no HTTP request.');
      const head = `HTTP/1.1 400 Bad Request\r\nContent-Type: ${PROBLEM_TYPE}\r\nContent-Length: ${Buffer.byteLength(body)}`;
      socket.end(`${head}\r\nConnection: close\r\n\r\n${body}`);
    },
  }).withTypeProvider<TypeBoxTypeProvider>();
  app.setValidatorCompiler(TypeBoxValidatorCompiler);
  app.setErrorHandler(answerError);
  app.setNotFoundHandler(answerNotFound);
  if (!allowRemote) app.addHook('onRequest', async ({ headers: { host } }) => refuseForeignName(host));
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'"],
        connectSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    // Plain HTTP: whoever puts TLS in front of it says so there.
    strictTransportSecurity: false,
    referrerPolicy: { policy: 'no-referrer' },
  });
  return app;
}

export type HttpServer = Awaited<ReturnType<typeof makeServer>>;

/** Counts and logs every request once its answer is through. */
export function watchRequests(app: FastifyInstance, metrics: Metrics): void {
  app.addHook('onResponse', async (request, reply) => {
    const { method, url } = request;
    // The pattern and not the path: a label for each path that anyone makes up would fill the memory.
    const route = request.is404 ? 'none' : (request.routeOptions.url ?? 'none');
    const { statusCode, elapsedTime } = reply;
    metrics.observeRequest({ method, route, statusCode, seconds: elapsedTime / 1000 });
    request.log.info({ method, url, statusCode, milliseconds: Math.round(elapsedTime) }, 'request');
  });
}

const READING = ['GET', 'HEAD'];
const OTHERS = ['DELETE', 'OPTIONS', 'PATCH', 'POST', 'PUT', 'TRACE'];

/** To be called before routes are added: whatever can be read answers every other method with 405 instead of 404. */
export function refuseOtherMethods(app: FastifyInstance): void {
  const seen = new Set<string>();
  app.addHook('onRoute', ({ method, url }) => {
    if (![method].flat().includes('GET') || seen.has(url)) return;
    seen.add(url);
    app.route({
      method: OTHERS,
      url,
      // Before the body is read, which would be refused for its type or size instead.
      onRequest: async (request) => {
        const detail = `${request.method} is not possible here.`;
        throw new HttpProblem(405, detail, { headers: { allow: READING.join(', ') } });
      },
      handler: () => undefined,
    });
  });
}

/** Names and addresses by which a machine calls itself. */
const OWN_NAME = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * A page of another host can have its own name lead to this machine and then read what the service answers; but the
 * name stays in its requests.
 */
function refuseForeignName(host: string | undefined): void {
  if (host === undefined || OWN_NAME.test(host.toLowerCase().replace(/:\d*$/, ''))) return;
  throw new HttpProblem(421, 'This service answers to names of its own machine alone; --allow-remote changes that.');
}
