import pg from 'pg';
import type { Logger } from '../../logging/index.ts';
import { backoff } from '../backoff.ts';
import { ensureSchema } from './schema.ts';

/** Notifications carry the name of a queue that has got something. */
export const CHANNEL = 'aurora_events';

/** A connection that carries nothing any more looks like one on which nothing happens. */
const HEARTBEAT_MS = 10_000;
const PATIENCE_MS = 5_000;

export interface SessionOptions {
  readonly url: string;
  readonly applicationName: string;
  readonly log: Logger;
  readonly onNotification: (queue: string) => void;
  /** Connected, or lost again; with it go all locks. */
  readonly onChange: () => void;
}

/** The one connection that listens and holds locks; comes back by itself when it is lost. */
export class Session {
  readonly #options: SessionOptions;
  #client: pg.Client | undefined;
  #connecting: Promise<void>;
  #timer: NodeJS.Timeout | undefined;
  #failures = 0;
  #closed = false;
  #queries: Promise<unknown> = Promise.resolve();
  #heartbeat: NodeJS.Timeout | undefined;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#connecting = this.#connect();
  }

  /** Changes its identity with every reconnect; undefined while there is none. */
  get connection(): object | undefined {
    return this.#client;
  }

  /** Resolves when the attempt to connect that is under way has ended, well or not. */
  get attempted(): Promise<void> {
    return this.#connecting;
  }

  /** One after the other, as a connection works. @throws whatever the database says, or that it is away */
  query(text: string, values: readonly unknown[]): Promise<pg.QueryResult> {
    const client = this.#client;
    if (client === undefined) return Promise.reject(new Error('the event broker is away'));
    const result = this.#queries.then(() => client.query(text, [...values]));
    this.#queries = result.catch(() => undefined);
    return result;
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    clearInterval(this.#heartbeat);
    await this.#connecting;
    await this.#client?.end();
  }

  async #connect(): Promise<void> {
    const { url, applicationName, log, onNotification, onChange } = this.#options;
    const client = new pg.Client({
      connectionString: url,
      application_name: applicationName,
      connectionTimeoutMillis: 3_000,
      keepAlive: true,
      query_timeout: PATIENCE_MS,
    });
    let over = false;
    const lost = (error: Error) => {
      if (over) return;
      over = true;
      clearInterval(this.#heartbeat);
      client.end().catch(() => undefined);
      if (!this.#closed) this.#reconnect(error);
    };
    client.on('error', lost);
    client.on('end', () => lost(new Error('the connection has ended')));
    client.on('notification', ({ payload }) => onNotification(payload ?? ''));
    try {
      await client.connect();
      await ensureSchema(client);
      await client.query(`LISTEN ${CHANNEL}`);
      if (this.#failures > 0) log.info({ attempts: this.#failures + 1 }, 'event broker is back');
      this.#failures = 0;
      this.#client = client;
      this.#heartbeat = setInterval(() => {
        client.query('SELECT 1').catch(lost);
      }, HEARTBEAT_MS).unref();
      onChange();
    } catch (error) {
      lost(error as Error);
    }
  }

  #reconnect(error: Error): void {
    const { log, onChange } = this.#options;
    this.#client = undefined;
    onChange();
    const delay = backoff(++this.#failures);
    const level = this.#failures === 1 ? 'warn' : 'debug';
    log[level]({ reason: error.message, retryInMs: Math.round(delay) }, 'event broker is away');
    this.#timer = setTimeout(() => {
      this.#connecting = this.#connect();
    }, delay);
  }
}
