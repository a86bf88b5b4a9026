import { request } from 'node:http';
import { connect } from 'node:net';
import { type App, type AppOptions, startApp } from '../../src/app.ts';
import type { PlanInput } from '../../src/service/ports.ts';
import { smallInput } from '../store/store-support.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';

/** The whole service inside the test process: real store, real planning thread, real HTTP on a free port. */

type OnFinished = (cleanUp: () => void | Promise<void>) => void;

export interface TestApp {
  readonly app: App;
  readonly folder: string;
  readonly log: () => string;
  get(path: string, init?: RequestInit): Promise<Response>;
}

export async function startTestApp(
  onFinished: OnFinished,
  input: PlanInput | null = smallInput(),
  options: Partial<AppOptions> = {},
): Promise<TestApp> {
  const folder = options.dataDirectory ?? makeTemporaryFolder(onFinished);
  let log = '';
  const app = await startApp({
    dataDirectory: folder,
    host: '127.0.0.1',
    port: { port: 0, orNext: false },
    allowRemote: false,
    logTo: {
      write(line) {
        log += line;
      },
    },
    scenario: input === null ? null : { problem: input.problem, source: 'a test' },
    sample: () => Promise.reject(new Error('this test has no sample')),
    ...options,
  });
  onFinished(() => app.close());
  return { app, folder, log: () => log, get: (path, init) => fetch(new URL(path, app.address), init) };
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** A request as it is: fetch would mend the path and the Host. */
export function rawRequest(
  address: string,
  {
    path,
    method = 'GET',
    headers = {},
    body,
  }: { path: string; method?: string; headers?: Record<string, string>; body?: string },
): Promise<RawAnswer> {
  const { hostname, port } = new URL(address);
  return new Promise((resolve, reject) => {
    const asked = request({ hostname, port, path, method, headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: text }));
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

/** What comes back for these very bytes. */
export function rawBytes(address: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(address);
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    socket.setEncoding('utf8').on('data', (part: string) => {
      text += part;
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(text));
  });
}
