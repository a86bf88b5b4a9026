import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** A body under an entity tag: a client that has it already gets 304 and no body. */
export interface Representation {
  /** Names these bytes and no others. */
  readonly tag: string;
  readonly type: string;
  readonly body: string;
}

export const JSON_TYPE = 'application/json; charset=utf-8';

/** A JSON value tagged by its own bytes. */
export function jsonRepresentation(value: unknown): Representation {
  return textRepresentation(JSON.stringify(value), JSON_TYPE);
}

export function textRepresentation(body: string, type: string): Representation {
  return { tag: createHash('sha256').update(body).digest('base64url'), type, body };
}

/** `no-cache`: may be kept, must be asked about before it is used again. */
export function sendConditional(request: FastifyRequest, reply: FastifyReply, { tag, type, body }: Representation) {
  void reply.header('etag', `"${tag}"`).header('cache-control', 'no-cache');
  if (hasTag(request.headers['if-none-match'], tag)) return reply.code(304).send();
  return reply.type(type).send(body);
}

function hasTag(ifNoneMatch: string | undefined, tag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch.trim() === '*') return true;
  return ifNoneMatch.split(',').some((one) => one.trim().replace(/^W\//, '') === `"${tag}"`);
}
