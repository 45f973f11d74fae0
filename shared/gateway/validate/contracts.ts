import { isDeepStrictEqual } from 'node:util';
import { Counter, type Registry } from 'prom-client';
import type { OpenApiDocument } from '../../app/index.ts';
import type { Logger } from '../../logging/index.ts';
import type { ServiceDocument } from '../openapi/documents.ts';
import { Contract } from './contract.ts';

export interface ContractsOptions {
  /** The document of a service as it is now, or was last. */
  readonly documentOf: (service: string) => Promise<ServiceDocument>;
  readonly metrics: Registry;
  readonly log: Pick<Logger, 'info' | 'warn'>;
}

interface Known {
  readonly document: OpenApiDocument | undefined;
  readonly contract: Contract | undefined;
  /** Fetched since instances last came or went, from one that was there. */
  readonly current: boolean;
}

export type Judgement = 'passed' | 'refused' | 'unchecked';

/** The contracts of all services. One that is known holds while its service is away, and until a newer one is there. */
export class Contracts {
  readonly #options: ContractsOptions;
  readonly #known = new Map<string, Known>();
  readonly #wanted = new Set<string>();
  readonly #missed = new Set<string>();
  readonly #judged: Counter<'service' | 'outcome'>;
  #era = 0;

  constructor(options: ContractsOptions) {
    this.#options = options;
    this.#judged = new Counter({
      name: 'gateway_validations_total',
      help: 'Requests that were checked against the OpenAPI of their service; unchecked: that says nothing of them, or is not known.',
      labelNames: ['service', 'outcome'],
      registers: [options.metrics],
    });
  }

  count(service: string, outcome: Judgement): void {
    this.#judged.inc({ service, outcome });
  }

  /** A request passes because nothing is known of its service. */
  miss(service: string): void {
    this.count(service, 'unchecked');
    if (this.#missed.has(service)) return;
    this.#missed.add(service);
    this.#options.log.warn({ target: service }, 'no OpenAPI document yet: its requests pass unchecked');
  }

  /** Fetches it before a request needs it, now and whenever instances have come or gone. */
  want(service: string): void {
    this.#wanted.add(service);
    void this.#fetch(service);
  }

  /** Instances have come or gone: theirs may be others. */
  expire(): void {
    this.#era++;
    for (const [service, known] of this.#known) this.#known.set(service, { ...known, current: false });
    for (const service of this.#wanted) void this.#fetch(service);
  }

  /** At once where it is known; undefined: it never was. Never rejects. */
  of(service: string): Contract | undefined | Promise<Contract | undefined> {
    const known = this.#known.get(service);
    if (known?.current) return known.contract;
    const fetched = this.#fetch(service);
    return known?.contract ?? fetched;
  }

  async #fetch(service: string): Promise<Contract | undefined> {
    const era = this.#era;
    const { document, available } = await this.#options.documentOf(service);
    const before = this.#known.get(service);
    const contract = isDeepStrictEqual(document, before?.document) ? before?.contract : this.#read(service, document);
    this.#known.set(service, { document, contract, current: available && era === this.#era });
    return contract;
  }

  #read(service: string, document: OpenApiDocument | undefined): Contract | undefined {
    const { log } = this.#options;
    if (document === undefined) return undefined;
    try {
      const contract = new Contract(document, (where, err) =>
        log.warn({ target: service, where, err }, 'not understood: it passes unchecked'),
      );
      log.info({ target: service }, 'requests are checked against its OpenAPI document');
      return contract;
    } catch (err) {
      log.warn({ target: service, err }, 'its OpenAPI document is not understood: its requests pass unchecked');
      return undefined;
    }
  }
}
