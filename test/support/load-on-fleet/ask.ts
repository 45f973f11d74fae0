import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { type Dispatcher, Pool } from 'undici';

/** So long a client waits: a loaded machine is slow, and that is no failure. */
const PATIENCE_MS = 60_000;

export interface Asked {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent as it is, with what `headers` say of it. */
  readonly body?: Buffer | Readable;
  readonly headers?: Readonly<Record<string, string>>;
  /** Every other status is a failure. */
  readonly status?: number;
  /** On a connection of its own, which ends with it. */
  readonly isFresh?: boolean;
  /** Milliseconds that it takes on purpose. */
  readonly takesMs?: number;
}

/** Asks the gateway as a client does that tries nothing twice. */
export class Asker implements AsyncDisposable {
  readonly #url: string;
  readonly #token: string;
  readonly #pool: Pool;

  constructor(url: string, token: string, connections = 64) {
    this.#url = url;
    this.#token = token;
    this.#pool = new Pool(url, { connections, pipelining: 1 });
  }

  /** @throws Error that says what came instead, as short as can be counted */
  // biome-ignore lint/suspicious/noExplicitAny: what an answer holds is for who asks to say
  async ask(path: string, asked: Asked = {}): Promise<{ body: any; headers: Dispatcher.ResponseData['headers'] }> {
    const { method = 'GET', json, isFresh = false, status = 200, takesMs = 0 } = asked;
    const options = {
      method,
      path,
      headers: {
        authorization: `Bearer ${this.#token}`,
        ...(method !== 'GET' && { 'idempotency-key': randomUUID() }),
        ...(json !== undefined && { 'content-type': 'application/json' }),
        ...asked.headers,
      },
      body: json === undefined ? (asked.body ?? null) : JSON.stringify(json),
      signal: AbortSignal.timeout(PATIENCE_MS + takesMs),
    };
    if (!isFresh) return read(await this.#pool.request(options), status);
    const connection = new Pool(this.#url, { connections: 1 });
    try {
      return await read(await connection.request(options), status);
    } finally {
      await connection.close();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#pool.destroy();
  }
}

async function read({ statusCode, headers, body }: Dispatcher.ResponseData, wanted: number) {
  const text = await body.text();
  const parsed = text === '' ? undefined : JSON.parse(text);
  if (statusCode === wanted) return { body: parsed, headers };
  throw new Error(`${statusCode} ${parsed?.code ?? ''}`.trim());
}

/** Why a request failed, without what differs from one to the next. */
export function reasonOf(error: unknown): string {
  const { name, code, message } = error as Error & { code?: string | number };
  if (name === 'TimeoutError') return `no answer in time`;
  return typeof code === 'string' ? `${code} ${message.replaceAll(/:\d+/g, '')}` : message;
}
