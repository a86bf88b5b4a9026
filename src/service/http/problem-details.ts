import { STATUS_CODES } from 'node:http';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';

/** Every error as RFC 9457 says: one JSON object that a person can read and a program can tell apart. */

/** What is wrong with one part of a request. */
export interface RequestFault {
  /** `query/limit`, `params/revision`. */
  readonly where: string;
  readonly detail: string;
}

export interface ProblemExtras {
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly faults?: readonly RequestFault[];
}

/** An error that the client is told as it is. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem';
  readonly status: number;
  /** `about:blank` where the status says it all. */
  readonly type: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly faults: readonly RequestFault[];

  constructor(status: number, detail: string, more: ProblemExtras = {}) {
    super(detail);
    this.status = status;
    this.type = more.type ?? 'about:blank';
    this.headers = more.headers ?? {};
    this.faults = more.faults ?? [];
  }
}

export const PROBLEM_TYPE = 'application/problem+json';

/** The body of a problem; `faults` where parts of the request are to blame. */
export function problemBody(
  status: number,
  detail: string,
  type = 'about:blank',
  faults: readonly RequestFault[] = [],
) {
  const title = STATUS_CODES[status] ?? 'Error';
  return JSON.stringify({ type, title, status, detail, ...(faults.length > 0 ? { errors: faults } : {}) });
}

/** Fastify's error handler: problems as they are, faults of a request by name, everything else without a word of its inside. */
export function answerError(error: FastifyError | HttpProblem, request: FastifyRequest, reply: FastifyReply): void {
  if (error instanceof HttpProblem) {
    const { status, message, type, headers, faults } = error;
    send(reply.headers(headers), status, problemBody(status, message, type, faults));
    return;
  }
  if (error.validation !== undefined) {
    const part = error.validationContext ?? 'request';
    const faults = error.validation.map(({ instancePath, message }) => ({
      where: `${part}${instancePath}`,
      detail: message ?? 'is wrong',
    }));
    send(reply, 400, problemBody(400, 'The request is not as expected.', 'about:blank', faults));
    return;
  }
  // Fastify's own refusals (a body too large, a media type unknown) are about the request and safe to tell.
  const status = error.statusCode ?? 500;
  if (status >= 400 && status < 500) {
    send(reply, status, problemBody(status, error.message));
    return;
  }
  request.log.error({ err: error }, 'request failed');
  send(reply, 500, problemBody(500, 'Something went wrong here; the log of the service says what.'));
}

export function answerNotFound(request: FastifyRequest, reply: FastifyReply): void {
  send(reply, 404, problemBody(404, `There is nothing at ${pathOf(request)}.`));
}

function send(reply: FastifyReply, status: number, body: string): void {
  void reply.code(status).type(PROBLEM_TYPE).header('cache-control', 'no-store').send(body);
}

function pathOf(request: FastifyRequest): string {
  return request.url.split('?', 1)[0];
}
