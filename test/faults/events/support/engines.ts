import { afterAll, beforeAll, it } from '@jest/globals';
import {
  mariadbMissing,
  type StartedDatabase,
  type StartedMariadb,
  type StartedPostgres,
  startMariadb,
  startPostgres,
} from '../../../../shared/testing/index.ts';
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

/** Where the suite's RabbitMQ comes from: Debian's server; a container's would do as well. */
const startBroker: () => Promise<StartedRabbit> = startRabbit;

interface Engines {
  postgres: StartedPostgres;
  rabbit: StartedRabbit;
  mariadb: StartedMariadb;
}

/** A case on a stage of its own. */
type Play = (stage: Stage, rabbit: StartedRabbit) => Promise<void>;

/**
 * Starts each engine once for all cases of a file.
 * @returns declares a case, once for each variant that it is to run on
 */
export function onEngines(
  ...used: readonly Variant[]
): (variants: readonly Variant[], title: string, play: Play) => void {
  const uses = (engine: string) => used.some(({ broker, database }) => broker === engine || database === engine);
  const engines: Partial<Engines> = {};
  let scenario = 0;

  beforeAll(async () => {
    const [postgres, rabbit, mariadb] = await Promise.all([
      startPostgres(),
      uses('RabbitMQ') && !rabbitMissing ? startBroker() : undefined,
      uses('MariaDB') && !mariadbMissing ? startMariadb() : undefined,
    ]);
    Object.assign(engines, { postgres, rabbit, mariadb });
  });
  afterAll(() => Promise.all(Object.values(engines).map((engine) => engine?.stop())));

  const open = async ({ broker, database }: Variant): Promise<Stage> => {
    const { postgres, rabbit, mariadb } = engines as Engines;
    const name = `stage${++scenario}`;
    const server: StartedDatabase = database === 'MariaDB' ? mariadb : postgres;
    const brokerUrl = broker === 'RabbitMQ' ? rabbit.url : await postgres.createDatabase(`${name}_broker`);
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
          await using stage = await open(variant);
          await play(stage, engines.rabbit as StartedRabbit);
        });
    }
  };
}
