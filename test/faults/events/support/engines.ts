import { afterAll, beforeAll, it } from '@jest/globals';
import {
  mariadbMissing,
  type StartedDatabase,
  type StartedMariadb,
  type StartedPostgres,
  startMariadb,
  startPostgres,
} from '../../../../shared/testing/index.ts';
import { LONG } from '../../../support/long.ts';
import { rabbitMissing, type StartedRabbit, startRabbit } from '../../../support/rabbitmq.ts';
import { Stage } from './stage.ts';

/** What a case runs on. */
export interface Variant {
  readonly broker: 'RabbitMQ' | 'the embedded broker';
  readonly database: 'PostgreSQL' | 'MariaDB';
}

export const RABBITMQ: Variant = { broker: 'RabbitMQ', database: 'PostgreSQL' };
export const EMBEDDED: Variant = { broker: 'the embedded broker', database: 'PostgreSQL' };
export const MARIADB: Variant = { broker: 'RabbitMQ', database: 'MariaDB' };

/** The variants of a file's next case: in the short form they take turns, in the long one each case runs on all. */
export function inTurn(variants: readonly Variant[]): () => readonly Variant[] {
  let turn = 0;
  return () => (LONG ? variants : [variants[turn++ % variants.length] as Variant]);
}

/** Where the suite's RabbitMQ comes from: Debian's server; a container's would do as well. */
const startBroker: () => Promise<StartedRabbit> = startRabbit;

interface Engines {
  postgres: StartedPostgres;
  mariadb: StartedMariadb;
  rabbit: StartedRabbit;
  /** Of the embedded broker, so that it can fall alone. */
  tables: StartedPostgres;
}

/** A case on a stage of its own; the server of its broker, and RabbitMQ where it is on that. */
type Play = (stage: Stage, server: Pick<StartedRabbit, 'kill9' | 'restart'>, rabbit: StartedRabbit) => Promise<void>;

const engines: Partial<Engines> = {};
let stages = 0;
afterAll(() => Promise.all(Object.values(engines).map((engine) => engine?.stop())));

/**
 * Starts each engine once, where it is first used, for all cases.
 * @returns declares a case, once for each variant that it is to run on
 */
export function onEngines(
  ...used: readonly Variant[]
): (variants: readonly Variant[], title: string, play: Play) => void {
  const uses = (engine: string) => used.some(({ broker, database }) => broker === engine || database === engine);

  beforeAll(async () => {
    await Promise.all(
      Object.entries({
        postgres: startPostgres,
        ...(uses('MariaDB') && !mariadbMissing && { mariadb: startMariadb }),
        ...(uses('RabbitMQ') && !rabbitMissing && { rabbit: startBroker }),
        ...(uses('the embedded broker') && { tables: startPostgres }),
      })
        .filter(([name]) => !(name in engines))
        .map(async ([name, start]) => Object.assign(engines, { [name]: await start() })),
    );
  });

  const open = async ({ broker, database }: Variant): Promise<Stage> => {
    const { postgres, mariadb, rabbit, tables } = engines as Engines;
    const name = `stage${++stages}`;
    const server: StartedDatabase = database === 'MariaDB' ? mariadb : postgres;
    const brokerUrl = broker === 'RabbitMQ' ? rabbit.url : await tables.createDatabase(name);
    return Stage.set(server, name, brokerUrl);
  };

  return (variants, title, play) => {
    for (const variant of variants) {
      const on = `${title} (${variant.broker}, ${variant.database})`;
      const missing =
        (variant.broker === 'RabbitMQ' && rabbitMissing) || (variant.database === 'MariaDB' && mariadbMissing);
      if (missing) it.skip(`${on}: ${missing}`, () => undefined);
      else
        it(on, async () => {
          const { rabbit, tables } = engines as Engines;
          const server = variant.broker === 'RabbitMQ' ? rabbit : tables;
          await using stage = await open(variant);
          try {
            await play(stage, server, rabbit);
          } catch (error) {
            // What fails may leave it down; the next case has to find it.
            await server.restart();
            throw error;
          }
        });
    }
  };
}
