import type { FleetView, InstanceReport, InstanceView, KnownInstance, ServiceView, Status } from './contract.ts';

export interface FleetOptions {
  /** The services that there ought to be, and those that are there all the same. */
  readonly services: () => readonly string[];
  readonly instances: (service: string) => readonly KnownInstance[];
  /** Never rejects. */
  readonly ask: (instance: KnownInstance) => Promise<InstanceReport>;
  /** Epoch milliseconds. */
  readonly clock?: () => number;
}

/** Whoever asks within so many milliseconds gets the same: to look at a fleet must never be load. */
const FRESH_MS = 2_000;

/** One view over all services and their instances, each asked itself. */
export class Fleet {
  readonly #options: FleetOptions;
  readonly #since = new Map<string, Pick<InstanceView, 'status' | 'since'>>();
  #current: { readonly at: number; readonly view: Promise<FleetView> } | undefined;

  constructor(options: FleetOptions) {
    this.#options = options;
  }

  view(): Promise<FleetView> {
    const at = this.#now();
    if (this.#current === undefined || at - this.#current.at >= FRESH_MS) this.#current = { at, view: this.#look() };
    return this.#current.view;
  }

  async #look(): Promise<FleetView> {
    const { services, instances } = this.#options;
    const at = new Date(this.#now()).toISOString();
    const known = services().map((name) => ({ name, instances: instances(name) }));
    const views = await Promise.all(
      known.map(async ({ name, instances }): Promise<ServiceView> => {
        const asked = await Promise.all(instances.map((instance) => this.#lookAt(instance)));
        return { name, status: together(asked), instances: asked };
      }),
    );
    const there = new Set(known.flatMap(({ instances }) => instances.map(keyOf)));
    for (const key of this.#since.keys()) if (!there.has(key)) this.#since.delete(key);
    return { status: together(views), at, services: views };
  }

  async #lookAt(instance: KnownInstance): Promise<InstanceView> {
    const began = performance.now();
    const { version, ...report } = await this.#options.ask(instance);
    const latencyMs = Math.round((performance.now() - began) * 100) / 100;
    const { id, colour, url } = instance;
    const known = this.#since.get(keyOf(instance));
    const since = known?.status === report.status ? known.since : new Date(this.#now()).toISOString();
    this.#since.set(keyOf(instance), { status: report.status, since });
    const itself = version ?? instance.version;
    return {
      id,
      address: addressOf(url),
      colour,
      ...(itself !== null && { version: itself }),
      since,
      latencyMs,
      ...report,
    };
  }

  #now(): number {
    return this.#options.clock?.() ?? Date.now();
  }
}

const keyOf = ({ id, url }: KnownInstance): string => `${id} ${url}`;

function addressOf(url: string): string {
  return URL.parse(url)?.host ?? '';
}

/** What holds for all of them together: as long as one is of use, so is the whole, in part. Who leaves makes room for another. */
function together(parts: readonly { readonly status: Status }[]): Status {
  const has = (status: Status) => parts.some((part) => part.status === status);
  const staying = parts.filter(({ status }) => status !== 'draining');
  if (staying.length > 0 && staying.every(({ status }) => status === 'ready')) return 'ready';
  if (has('ready') || has('degraded')) return 'degraded';
  return (['starting', 'down', 'draining'] as const).find(has) ?? 'down';
}
