import { setTimeout as delay } from 'node:timers/promises';
import type { Fleet } from '../../../config/model.ts';
import type { FleetStatus } from '../../../runtimes/contract.ts';
import type { DeployView, Series, Snapshot } from '../../api.ts';
import { deploysOf } from '../picture/deploys.ts';
import type { FailedAction, Known, Look } from '../picture/known.ts';
import { Problems } from '../picture/problems/problems.ts';
import { snapshotOf } from '../picture/snapshot.ts';
import { type Topology, topologyOf } from '../picture/topology.ts';
import { Revivals } from './revivals.ts';
import { ServiceWatch } from './service-watch.ts';

/** Of a snapshot. */
const EVERY_MS = 1_000;
/** Of looking who runs: a service that is killed comes back in less than a second. */
const STATUS_EVERY_MS = 500;
/** A snapshot is made of what is known by then: whoever answers later is in the next one. */
const ANSWERS_MS = 500;
const FAILURES_SHOWN_MS = 120_000;

export interface CollectorParts {
  readonly fleet: Fleet;
  readonly observe: () => Promise<{ readonly status: FleetStatus } | null>;
  /** For the metrics of services that are not reached from loopback; undefined: none is to be had. */
  readonly metricsToken: () => Promise<string | undefined>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Looks at the fleet for as long as somebody watches, and tells what it sees. */
export class Collector {
  readonly #parts: CollectorParts;
  readonly #topology: Topology;
  readonly #problems = new Problems();
  readonly #revivals = new Revivals();
  readonly #watches: ReadonlyMap<string, ServiceWatch>;
  readonly #listeners = new Set<(snapshot: Snapshot) => void>();
  #failures: FailedAction[] = [];
  #status: FleetStatus | null = null;
  #trouble: string | undefined;
  #asking: Promise<void> | undefined;
  #latest: Snapshot | undefined;

  constructor(parts: CollectorParts) {
    this.#parts = parts;
    this.#topology = topologyOf(parts.fleet);
    this.#watches = new Map(parts.fleet.services.map(({ name }) => [name, new ServiceWatch()]));
  }

  /** Undefined: nobody has looked yet. */
  get latest(): Snapshot | undefined {
    return this.#latest;
  }

  listen(listener: (snapshot: Snapshot) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Undefined: there is no such service. */
  series(service: string, minutes: number): Series | undefined {
    return this.#watches.get(service)?.history.series(service, this.#parts.now() / 1000 - minutes * 60);
  }

  deploys(): DeployView[] {
    return deploysOf(this.#known());
  }

  /** An action that somebody asked for has failed meanwhile. */
  failed(failure: Omit<FailedAction, 'at'>): void {
    this.#failures = [{ ...failure, at: this.#parts.now() }, ...this.#failures].slice(0, 10);
    this.#publish();
  }

  /** Until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    await Promise.all([
      this.#repeat(STATUS_EVERY_MS, () => this.askStatus(), signal),
      this.#repeat(EVERY_MS, () => this.look(), signal),
    ]);
  }

  /** Looks who runs, now or with whoever is looking already; a change is told at once. */
  askStatus(): Promise<void> {
    this.#asking ??= this.#askStatus().finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  /** Looks at every service, and tells what is known after half a second: those that hang delay nobody. */
  async look(): Promise<void> {
    const { now } = this.#parts;
    if (!this.#latest) await Promise.race([this.askStatus(), delay(ANSWERS_MS)]);
    const running = (this.#status?.services ?? []).filter(({ status }) => status !== 'down');
    const token =
      running.length > 0 && this.#status?.runtime !== 'process' ? await this.#parts.metricsToken() : undefined;
    const looks = running.map(({ name, url }) => this.#watches.get(name)?.look({ url, token }, now));
    await Promise.race([Promise.all(looks), delay(ANSWERS_MS)]);
    for (const watch of this.#watches.values()) watch.note(now());
    this.#publish();
  }

  async #askStatus(): Promise<void> {
    const before = JSON.stringify([this.#status, this.#trouble]);
    try {
      this.#status = (await this.#parts.observe())?.status ?? null;
      this.#trouble = undefined;
    } catch (error) {
      this.#trouble = (error as Error).message;
    }
    this.#revivals.notice(this.#status, this.#parts.now());
    if (this.#latest && JSON.stringify([this.#status, this.#trouble]) !== before) this.#publish();
  }

  #publish(): void {
    this.#latest = snapshotOf(this.#known(), this.#topology, this.#problems);
    for (const listener of this.#listeners) listener(this.#latest);
  }

  #known(): Known {
    const at = this.#parts.now();
    this.#failures = this.#failures.filter((failure) => at - failure.at < FAILURES_SHOWN_MS);
    const looks = [...this.#watches].map(([name, watch]): [string, Look] => [
      name,
      {
        seen: watch.seen(at),
        dependencies: watch.dependencies(at),
        waitedMs: watch.waited(at),
        history: watch.history,
      },
    ]);
    return {
      at,
      fleet: this.#parts.fleet,
      status: this.#status,
      trouble: this.#trouble,
      looks: new Map(looks),
      revivals: this.#revivals.recent(at),
      failures: this.#failures,
    };
  }

  async #repeat(everyMs: number, work: () => Promise<void>, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const started = performance.now();
      await work();
      const left = Math.max(everyMs - (performance.now() - started), 0);
      // Its end is the signal's, which the loop sees.
      await delay(left, undefined, { signal }).catch(() => undefined);
    }
  }
}
