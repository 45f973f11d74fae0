import { setTimeout as pause } from 'node:timers/promises';
import { Problem } from '../errors/index.ts';
import type { HttpClient } from '../http/index.ts';
import type { Logger } from '../logging/index.ts';
import type { LastGoodCopy } from '../settings/index.ts';
import type { Instance, ServiceList } from './contract.ts';
import { jittered } from './jitter.ts';

export interface DirectoryOptions {
  /** Of config-service. */
  readonly client: HttpClient;
  /** Read at start when the registry is away; absent: then nothing is known until it is back. */
  readonly copy?: LastGoodCopy<ServiceList> | undefined;
  readonly log: Logger;
}

const FIRST_FETCH_MS = 1_000;
const WAIT_SECONDS = 30;
/** Between two answers without news: a registry that cannot hold its answers is not hammered. */
const LEAST_INTERVAL_MS = 1_000;
const RETRY_MS = 1_000;

/**
 * All live instances of the fleet, kept up to date by long polls. While the registry is away what it said last holds:
 * an instance that is gone is found out by calling it, one that is left out could not be called at all.
 */
export class Directory {
  readonly #options: DirectoryOptions;
  readonly #closed = new AbortController();
  readonly #listeners = new Set<() => void>();
  readonly #turns = new Map<string, number>();
  #services: ReadonlyMap<string, readonly Instance[]> = new Map();
  #etag: string | undefined;
  #failure: unknown;

  constructor(options: DirectoryOptions) {
    this.#options = options;
  }

  /** Fetches the list, or takes the last good copy, and follows it from then on until closed. Never rejects. */
  async start(): Promise<void> {
    await this.#fetch({ signal: AbortSignal.timeout(FIRST_FETCH_MS) });
    const list = this.#failure === undefined ? undefined : await this.#options.copy?.read();
    // Another version may have written it.
    if (Array.isArray(list?.items)) this.#accept(list);
    void this.#follow();
  }

  close(): void {
    this.#closed.abort();
  }

  instances(service: string): readonly Instance[] {
    return this.#services.get(service) ?? [];
  }

  services(): readonly string[] {
    return [...this.#services.keys()];
  }

  /** Base URL of the next instance in turn; undefined: none is known. */
  resolve(service: string): string | undefined {
    const instances = this.instances(service);
    if (instances.length === 0) return undefined;
    const turn = this.#turns.get(service) ?? 0;
    this.#turns.set(service, (turn + 1) % Number.MAX_SAFE_INTEGER);
    return instances[turn % instances.length]?.url;
  }

  /** Calls back whenever instances have come or gone; returns how to stop that. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** For readiness: resolves with what is known, rejects with why the registry cannot be followed. */
  async check(): Promise<{ services: number }> {
    if (this.#failure !== undefined) throw this.#failure;
    return { services: this.#services.size };
  }

  async #follow(): Promise<void> {
    const { signal } = this.#closed;
    while (!signal.aborted) {
      const startedAt = performance.now();
      // After a failure the first answer is wanted at once: that it comes is the news.
      const news = await this.#fetch({ signal, wait: this.#failure === undefined ? WAIT_SECONDS : 0 });
      const rest = this.#failure ? jittered(RETRY_MS) : news ? 0 : LEAST_INTERVAL_MS - (performance.now() - startedAt);
      if (rest > 0) await pause(rest, undefined, { ref: false, signal }).catch(() => undefined);
    }
  }

  /** Whether there are news. */
  async #fetch({ signal, wait = 0 }: { signal: AbortSignal; wait?: number }): Promise<boolean> {
    const { client, copy, log } = this.#options;
    try {
      const { status, headers, body } = await client.request<ServiceList>({
        method: 'GET',
        path: '/registry/services',
        headers: this.#etag === undefined ? {} : { 'if-none-match': this.#etag },
        wait,
        signal,
      });
      if (status !== 200 && status !== 304) throw refused(status);
      if (this.#failure !== undefined) log.info('the registry can be followed again');
      this.#failure = undefined;
      if (status === 304) return false;
      this.#etag = String(headers.etag);
      this.#accept(body);
      await copy?.write(body).catch((err: unknown) => log.warn({ err }, 'the registry cannot be copied to disk'));
      return true;
    } catch (err) {
      if (this.#closed.signal.aborted) return false;
      if (this.#failure === undefined) log.warn({ err }, 'the registry is away; what it said last holds');
      this.#failure = err;
      return false;
    }
  }

  #accept({ items }: ServiceList): void {
    this.#services = new Map(items.map(({ name, instances }) => [name, instances]));
    for (const listener of this.#listeners) listener();
  }
}

function refused(status: number): Problem {
  return new Problem('upstream_failed', { detail: `The registry answered with status ${status}.` });
}
