import type { FastifyInstance } from 'fastify';
import type { Command } from '../cqrs/index.ts';
import type { CloudEvent } from '../events/index.ts';
import type { Provided, StateParams } from './provider.ts';
import { toldBy } from './told-by.ts';

/** An entity of the provider, and how its tests make one. */
export interface ProvidedEntity {
  /** `a subject`. */
  readonly aNoun: string;
  /** `subject`. */
  readonly noun: string;
  /** Values of fields that a state does not name. */
  readonly fields: StateParams;
  /** A change that changes something; null: there is nothing to change. */
  readonly change: StateParams | null;
  readonly commands: {
    readonly create: Command<never, unknown>;
    readonly update: Command<never, unknown>;
    readonly delete: Command<never, unknown>;
  };
  /** Types of its events. */
  readonly created: string;
  readonly updated: string;
  readonly deleted: string;
  /** What else is told of it. */
  readonly extra?: readonly ExtraEvent[];
}

interface ExtraEvent {
  readonly type: string;
  /** Such as it carries. */
  readonly data: object;
  /** The service's own code, which makes it of a resource. */
  readonly tell: (resource: never, data: never) => CloudEvent;
}

/**
 * States and events of one entity, brought about by the service's own commands: `a subject exists`, with an id and fields;
 * `no subject exists`; created, updated, deleted.
 */
export function entityStates(
  { database }: Pick<FastifyInstance, 'database'>,
  { aNoun, noun, fields, change, commands, created, updated, deleted, extra = [] }: ProvidedEntity,
): Provided {
  const by = (command: Command<never, unknown>, input: object) =>
    toldBy(database, (transaction) => command(input as never, transaction));
  let creation: CloudEvent | undefined;
  const last = (): CloudEvent => {
    if (!creation) throw new Error(`${aNoun} must exist before anything can be told of it`);
    return creation;
  };
  return {
    states: {
      [`${aNoun} exists`]: async (params) => {
        creation = await by(commands.create, { ...fields, ...params });
        return undefined;
      },
      // The service begins empty.
      [`no ${noun} exists`]: async () => undefined,
    },
    messages: {
      [created]: async () => last(),
      [updated]: async () => {
        if (change === null) throw new Error(`there is nothing to change in ${aNoun}`);
        return by(commands.update, { id: last().subject, change });
      },
      [deleted]: async () => by(commands.delete, { id: last().subject }),
      ...Object.fromEntries(
        extra.map(({ type, data, tell }) => [type, async () => tell(last().data as never, data as never)]),
      ),
    },
  };
}
