import { setTimeout as pause } from 'node:timers/promises';
import { Problem } from '../errors/index.ts';
import type { HttpClient } from '../http/index.ts';
import type { Logger } from '../logging/index.ts';
import type { Registration } from './contract.ts';
import { jittered } from './jitter.ts';

export interface LeaseOptions {
  /** Of config-service. */
  readonly client: HttpClient;
  readonly log: Logger;
  /** Whether it is another colour's turn to begin with: see `yield`. */
  readonly yields?: boolean;
  /** Whether several keep it together: the last one lets it run out. */
  readonly isShared?: boolean;
}

/** Heartbeats a lease: two may be lost before it runs out. */
const HEARTBEATS = 3;
const RETRY_MS = 1_000;
/** On the way out nobody waits for the registry: the lease runs out by itself. */
const GOODBYE_MS = 1_000;

/** Keeps one instance registered, through restarts of the registry, until it is released. */
export class Lease {
  readonly #client: HttpClient;
  readonly #log: Logger;
  readonly #registration: Registration;
  readonly #released = new AbortController();
  readonly #kept: Promise<void>;
  #failing = false;
  /** Milliseconds between two heartbeats; undefined: not registered. */
  #rhythm: number | undefined;
  #yields: boolean;
  readonly #isShared: boolean;
  #woken = new AbortController();

  constructor(registration: Registration, { client, log, yields = false, isShared = false }: LeaseOptions) {
    this.#client = client;
    this.#log = log;
    this.#registration = registration;
    this.#yields = yields;
    this.#isShared = isShared;
    this.#kept = this.#keep();
  }

  /**
   * Leaves the place in the registry to another instance at the same URL, which will take it: keeps it until then, so that there is always
   * one, and does not take it back.
   */
  yield(): void {
    this.#yields = true;
  }

  /** Takes the place, whoever has it. */
  claim(): void {
    this.#yields = false;
    this.#rhythm = undefined;
    this.#woken.abort();
  }

  /** Gives the lease back; others see the instance no more. Never rejects. */
  async release(): Promise<void> {
    this.#released.abort();
    await this.#kept;
    // Whoever takes its place does so by itself; until then calls reach that one at the same URL.
    if (this.#rhythm === undefined || this.#yields || this.#isShared) return;
    try {
      await this.#client.request({ method: 'DELETE', path: this.#path, timeoutMs: GOODBYE_MS });
    } catch (err) {
      this.#log.debug({ err }, 'not deregistered; the lease runs out by itself');
    }
  }

  get #path(): string {
    return `/registry/instances/${encodeURIComponent(this.#registration.id)}`;
  }

  async #keep(): Promise<void> {
    const { signal } = this.#released;
    while (!signal.aborted) {
      this.#woken = new AbortController();
      try {
        if (this.#rhythm !== undefined) await this.#beat();
        else if (!this.#yields) await this.#register();
        this.#failing = false;
      } catch (err) {
        this.#fail(err);
      }
      const rest = this.#failing ? RETRY_MS : (this.#rhythm ?? (this.#yields ? RETRY_MS : 0));
      const awake = AbortSignal.any([signal, this.#woken.signal]);
      await pause(jittered(rest), undefined, { ref: false, signal: awake }).catch(() => undefined);
    }
  }

  async #register(): Promise<void> {
    const { status, body } = await this.#client.request<{ ttlSeconds: number }>({
      method: 'POST',
      path: '/registry/instances',
      body: this.#registration,
      idempotent: true,
    });
    if (status !== 201) throw refused(status);
    this.#rhythm = (body.ttlSeconds * 1000) / HEARTBEATS;
    this.#log.info({ instance: this.#registration.id, url: this.#registration.url }, 'registered');
  }

  async #beat(): Promise<void> {
    const { status } = await this.#client.request({ method: 'PUT', path: `${this.#path}/heartbeat` });
    if (status === 404) {
      if (!this.#yields) this.#log.info('the registry has forgotten this instance; it registers again');
      this.#rhythm = undefined;
    } else if (status !== 204) throw refused(status);
  }

  #fail(err: unknown): void {
    if (!this.#failing && !this.#released.signal.aborted) this.#log.warn({ err }, 'the registry cannot be told');
    this.#failing = true;
  }
}

function refused(status: number): Problem {
  return new Problem('upstream_failed', { detail: `The registry refused this instance with status ${status}.` });
}
