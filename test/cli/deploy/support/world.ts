import { AuroraError } from '../../../../cli/errors.ts';
import type { Colour } from '../../../../cli/runtimes/colours.ts';
import type { Condition, Release, Role, Stage, Standing, Traffic } from '../../../../cli/runtimes/stage.ts';

/** What a SIGKILL is to code: it comes from outside, and nothing that follows is done. */
export class Killed extends Error {}

interface Instance {
  release: Release;
  running: boolean;
  role: Role;
  deploy: string | null;
  /** When it will take requests. */
  readyAt: number;
}

/** How new versions behave. */
export interface Fate {
  readonly neverReady?: string;
  /** Fails its requests once it is live. */
  readonly failing?: string;
  readonly migrationFails?: string;
}

const START_MS = 400;
const REQUESTS_PER_SECOND = 100;

/** An engine in memory, with clients that never stop asking: at each instant every service has to be answered by a whole version. */
export class World {
  now = 0;
  /** Acts until the kill; undefined: none comes. */
  killIn: number | undefined;
  /** Requests that met nobody. */
  readonly lost: string[] = [];
  /** Services whose events two instances took at once. */
  readonly doubled: string[] = [];
  readonly migrated: string[] = [];
  readonly services: readonly string[];
  readonly #places = new Map<string, Instance>();
  readonly #live = new Map<string, Colour>();
  readonly #weights = new Map<string, number>();
  readonly #counts = new Map<string, { requests: number; failed: number }>();
  readonly #fate: Fate;

  constructor(services: readonly string[], fate: Fate = {}) {
    this.services = services;
    this.#fate = fate;
    for (const service of services) {
      this.#live.set(service, 'blue');
      const release = { service, version: 'old', image: `${service}:old`, digest: 'old' };
      this.#places.set(`${service} blue`, { release, running: true, role: 'live', deploy: null, readyAt: 0 });
    }
  }

  version(service: string): string | undefined {
    return this.#places.get(`${service} ${this.#live.get(service)}`)?.release.version;
  }

  role(service: string, colour: Colour): Role | undefined {
    return this.#places.get(`${service} ${colour}`)?.role;
  }

  liveColour(service: string): Colour | undefined {
    return this.#live.get(service);
  }

  weightOf(service: string): number {
    return this.#weights.get(service) ?? 0;
  }

  stands(service: string, colour: Colour): boolean {
    return this.#places.has(`${service} ${colour}`);
  }

  /** Time goes on, clients ask, and somebody may pull the plug. */
  act(ms = 1): void {
    this.#pass(ms);
    if (this.killIn === undefined) return;
    this.killIn--;
    if (this.killIn >= 0) return;
    this.killIn = undefined;
    throw new Killed('killed');
  }

  #pass(ms: number): void {
    this.now += ms;
    for (const service of this.services) {
      const live = this.#live.get(service) as Colour;
      this.#ask(service, live, ms);
      if (this.weightOf(service) > 0) this.#ask(service, live === 'blue' ? 'green' : 'blue', ms);
    }
  }

  #ask(service: string, colour: Colour, ms: number): void {
    const key = `${service} ${colour}`;
    const instance = this.#places.get(key);
    const isWhole = instance?.running && this.#isReady(service, instance);
    if (!isWhole) this.lost.push(`${service} (${colour}) at ${this.now}`);
    const count = this.#counts.get(key) ?? { requests: 0, failed: 0 };
    const requests = (REQUESTS_PER_SECOND * ms) / 1000;
    const isFailing = this.#fate.failing === service && instance?.release.version === 'new';
    this.#counts.set(key, { requests: count.requests + requests, failed: count.failed + (isFailing ? requests : 0) });
  }

  #isReady(service: string, { release, readyAt }: Instance): boolean {
    return this.now >= readyAt && !(release.version === 'new' && this.#fate.neverReady === service);
  }

  readonly stage: Stage = {
    observe: async () => {
      this.act();
      return [...this.#places].map(([key, { release, running, deploy }]): Standing => {
        const [service = '', colour] = key.split(' ') as [string, Colour];
        return { service, colour, live: this.#live.get(service) === colour, running, release, deploy };
      });
    },
    releases: async (services) =>
      services.map((service) => ({ service, version: 'new', image: `${service}:new`, digest: null })),
    serves: async () => false,
    provide: async (releases) => {
      this.act(20);
      return releases.map((release) => ({ ...release, digest: release.version }));
    },
    migrate: async ({ service }, phase) => {
      this.act(10);
      if (this.#fate.migrationFails === service) {
        throw new AuroraError('migration_failed', 'no', { exit: 'failed', facts: { service } });
      }
      const name = `${service} ${phase}`;
      if (this.migrated.includes(name)) return [];
      this.migrated.push(name);
      this.act();
      return [name];
    },
    stand: async (release, colour, deploy) => {
      const key = `${release.service} ${colour}`;
      if (this.#live.get(release.service) === colour) throw new Error(`${key} is live`);
      this.act();
      this.#places.delete(key);
      this.act();
      const instance: Instance = { release, running: false, role: 'standby', deploy, readyAt: this.now + START_MS };
      this.#places.set(key, instance);
      this.act();
      instance.running = true;
      this.act(5);
    },
    revive: async (service, colour) => {
      this.act();
      const instance = this.#places.get(`${service} ${colour}`);
      if (instance) Object.assign(instance, { running: true, readyAt: this.now + START_MS });
    },
    condition: async (service, colour): Promise<Condition> => {
      this.act();
      const instance = this.#places.get(`${service} ${colour}`);
      if (!instance?.running) return { ready: false, reason: 'not there' };
      const { role } = instance;
      return { ready: this.#isReady(service, instance), role, consuming: role === 'live' };
    },
    previewUrl: async (service, colour) => `http://${service}.${colour}`,
    lastingPreviewUrl: async (service, colour) => `http://${service}.${colour}`,
    switchTo: async (colours) => {
      this.act();
      for (const [service, colour] of colours) {
        this.#live.set(service, colour);
        this.#weights.delete(service);
      }
      this.act(50);
    },
    weigh: async (services, percent) => {
      for (const service of services) {
        this.act();
        if (percent === 0) this.#weights.delete(service);
        else this.#weights.set(service, percent);
      }
    },
    assign: async (service, colour, role) => {
      this.act();
      const instance = this.#places.get(`${service} ${colour}`);
      const other = this.#places.get(`${service} ${colour === 'blue' ? 'green' : 'blue'}`);
      if (role === 'live' && other?.running && other.role === 'live') this.doubled.push(service);
      if (instance) instance.role = role;
      this.act();
    },
    traffic: async () => {
      this.act();
      return [...this.#counts].map(([key, count]): Traffic => {
        const [service = '', colour] = key.split(' ') as [string, Colour];
        return { service, colour, active: 0, ...count, meanMs: 1 };
      });
    },
    withdraw: async (service, colour) => {
      if (this.#live.get(service) === colour) throw new Error(`${service} ${colour} is live`);
      this.act();
      const instance = this.#places.get(`${service} ${colour}`);
      if (instance) instance.running = false;
      this.act();
      this.#places.delete(`${service} ${colour}`);
    },
    lastLines: async () => ['the last line'],
    prune: async () => [],
  };
}
