import type { Referrer } from '../references/index.ts';
import type { Peer } from '../testing/index.ts';
import type { Provided } from './provider.ts';

/** Stands in for those who are asked before something is deleted: nobody refers to it, unless a state says so. */
export class Holders {
  readonly #referrers: readonly Referrer[];
  readonly #holding = new Set<Referrer>();

  constructor(referrers: readonly Referrer[]) {
    this.#referrers = referrers;
  }

  /** For `startTestService`. */
  peers(): Readonly<Record<string, Peer>> {
    const peer =
      (service: string): Peer =>
      ({ url }) => {
        const holds = [...this.#holding].some(
          (each) => each.service === service && url.startsWith(`${each.path}?filter[${each.field}]=`),
        );
        return { body: { items: holds ? [{}] : [], nextCursor: null } };
      };
    return Object.fromEntries(this.#referrers.map(({ service }) => [service, peer(service)]));
  }

  /** A state for each. */
  provided(): Provided {
    const states = this.#referrers.map((referrer) => [stateOf(referrer), async () => void this.#holding.add(referrer)]);
    return { states: Object.fromEntries(states) };
  }

  release(): void {
    this.#holding.clear();
  }
}

/** `syllabi of syllabus-service refer to it by subjectId` */
export function stateOf({ nouns, service, field }: Pick<Referrer, 'nouns' | 'service' | 'field'>): string {
  return `${nouns} of ${service} refer to it by ${field}`;
}
