import { Pool } from 'undici';

export interface Ask {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** Whether the answer's body is wanted; that of an error always is. */
  readonly keep?: boolean;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Empty unless it was wanted. */
  readonly body: string;
}

export interface Requester extends AsyncDisposable {
  /** @throws whatever the connection failed with */
  ask(ask: Ask): Promise<Answer>;
}

export interface RequesterOptions {
  readonly origin: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly connections: { readonly max: number; readonly keepAlive: boolean };
  readonly timeoutMs: number;
}

/** What an error says is worth so much. */
const MOST_OF_AN_ERROR = 16_384;

/** One request a connection at a time, bodies read to their end and thrown away: `dispatch` is the cheapest way that undici has. */
export function createRequester({ origin, headers: own, connections, timeoutMs }: RequesterOptions): Requester {
  const { max, keepAlive } = connections;
  const pool = new Pool(origin, {
    connections: max,
    pipelining: 1,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    connect: { timeout: timeoutMs },
  });
  const ask = ({ method, path, headers, body, keep = false }: Ask) => {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    let status = 0;
    let received: Answer['headers'] = {};
    const chunks: Buffer[] = [];
    let size = 0;
    pool.dispatch(
      { method: method as 'GET', path, headers: { ...own, ...headers }, body: body ?? null, reset: !keepAlive },
      {
        onRequestStart() {},
        onResponseStart(_controller, code, fields) {
          status = code;
          received = fields;
        },
        onResponseData(_controller, chunk) {
          if (!keep && (status < 400 || size > MOST_OF_AN_ERROR)) return;
          size += chunk.length;
          chunks.push(chunk);
        },
        onResponseEnd: () => resolve({ status, headers: received, body: Buffer.concat(chunks).toString() }),
        onResponseError: (_controller, error) => reject(error),
      },
    );
    return promise;
  };
  return { ask, [Symbol.asyncDispose]: () => pool.destroy() };
}
