import { AuroraError } from '../../errors.ts';
import type { Sources } from './sources.ts';

/** Of a token; a new one is signed when half of it has gone. */
const GOOD_FOR_MS = 3_600_000;

/** For the metrics of services that are reached through an edge, where nobody comes from loopback. */
export class MetricsToken {
  readonly #sources: Pick<Sources, 'token'>;
  #signed: { readonly token: string; readonly at: number } | undefined;

  constructor(sources: Pick<Sources, 'token'>) {
    this.#sources = sources;
  }

  /** Undefined: nobody here may sign one, and the metrics stay unknown. */
  async get(): Promise<string | undefined> {
    if (this.#signed && Date.now() - this.#signed.at < GOOD_FOR_MS / 2) return this.#signed.token;
    try {
      this.#signed = { token: await this.#sources.token(['metrics:read']), at: Date.now() };
      return this.#signed.token;
    } catch (error) {
      if (error instanceof AuroraError) return undefined;
      throw error;
    }
  }
}
