import { mistakesBy } from '../app/index.ts';
import { type CloudEvent, createEvent } from '../events/index.ts';
import type { Resource } from '../repository/index.ts';

/** What happened to a resource beside its creation, changes and deletion, by the names that the config gives. */
export type ExtraEvents<R extends Resource, Data> = {
  /**
   * Carries `data`, and the version that the resource has through it.
   * @throws TypeError where the data does not match its schema
   */
  readonly [K in keyof Data]: (resource: R, data: Data[K]) => CloudEvent<Data[K]>;
};

/** One kind of them. */
interface Kind {
  /** Past tense in kebab-case, as in the event type, e.g. `money-transferred`. */
  readonly verb: string;
  /** Of what it carries; 1 unless a breaking change made a newer one. */
  readonly schemaVersion?: number;
  /** JSON Schema of what it carries. */
  readonly data: object;
}

/** Makes an entity's events of the config's own, e.g. `bank.bank-service.account.money-transferred.v1`. */
export function extraEventsOf<R extends Resource, Data>(
  origin: { readonly fleet: string; readonly service: string; readonly entity: string },
  kinds: { readonly [K in keyof Data]: Kind },
): ExtraEvents<R, Data> {
  const makers = Object.entries<Kind>(kinds).map(([name, { data: schema, ...kind }]) => {
    const mistakesIn = mistakesBy(schema);
    const make = ({ id, version }: Resource, given: unknown) => {
      // The check spells moments anew.
      const data = structuredClone(given);
      const wrong = mistakesIn(data);
      if (wrong.length > 0)
        throw new TypeError(`The event ${name} of ${origin.entity} cannot carry this: ${tell(wrong)}`);
      return createEvent({ ...origin, ...kind, aggregateId: id, aggregateVersion: version, data });
    };
    return [name, make];
  });
  return Object.fromEntries(makers);
}

/** Paths and what is wrong there, never the values: they are somebody's. */
function tell(wrong: readonly { readonly path: string; readonly message: string }[]): string {
  return wrong.map(({ path, message }) => `${path || 'it'} ${message}`).join(', ');
}
