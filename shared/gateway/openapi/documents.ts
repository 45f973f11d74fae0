import type { OpenApiDocument } from '../../app/index.ts';
import type { HttpClient } from '../../http/index.ts';

/** What a service says of itself. */
export interface ServiceDocument {
  readonly service: string;
  /** The last one it gave; undefined: it never gave one. */
  readonly document: OpenApiDocument | undefined;
  /** Whether it gave it just now. */
  readonly available: boolean;
}

interface Fetched extends ServiceDocument {
  readonly at: number;
  /** How often documents may have become others before it. */
  readonly era: number;
}

/** Documents change with a deploy, and who has just deployed looks. */
const FRESH_MS = 5_000;

/** The OpenAPI documents of the services behind the gateway, fetched when somebody asks and kept for a moment. */
export class Documents {
  readonly #known = new Map<string, Promise<Fetched>>();
  readonly #timeoutMs: number;
  #era = 0;

  constructor(timeoutMs: number) {
    this.#timeoutMs = timeoutMs;
  }

  /** Other instances may say something else. */
  expire(): void {
    this.#era++;
  }

  /** Never rejects. */
  async of(service: string, client: HttpClient): Promise<ServiceDocument> {
    const before = this.#known.get(service);
    const last = await before;
    if (last !== undefined && last.era === this.#era && Date.now() - last.at < FRESH_MS) return last;
    // Who comes while it is being fetched waits for the same answer.
    const current = this.#known.get(service);
    if (current !== before) return this.of(service, client);
    const era = this.#era;
    const fetched = this.#fetch(service, client, last?.document).then((document) => ({ ...document, era }));
    this.#known.set(service, fetched);
    return fetched;
  }

  async #fetch(service: string, client: HttpClient, last: OpenApiDocument | undefined) {
    const answer = await client
      .request<OpenApiDocument>({ method: 'GET', path: '/openapi.json', timeoutMs: this.#timeoutMs })
      // That a service is away is no error of the document, which says so; the client has counted it.
      .catch(() => undefined);
    const available = answer?.status === 200;
    return { service, document: available ? answer.body : last, available, at: Date.now() };
  }
}
