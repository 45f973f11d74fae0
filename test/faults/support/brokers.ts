import { readFile } from 'node:fs/promises';
import { connect } from 'amqplib';
import pg from 'pg';
import type { Fleet } from '../../../cli/config/model.ts';
import { loginOf } from '../../../cli/runtimes/databases/of-service.ts';
import { publishedPort } from '../../../cli/runtimes/docker/containers/ports.ts';
import { connectEngine } from '../../../cli/runtimes/docker/engine.ts';
import { layoutOf } from '../../../cli/runtimes/layout.ts';

/** The events in a broker. */
export interface Broker extends AsyncDisposable {
  /** Those that it has yet to give to their consumers. */
  waiting(): Promise<number>;
  /** Those that nobody could handle. */
  parked(): Promise<number>;
}

export async function lookIntoEmbedded(urlFile: string): Promise<Broker> {
  const pool = new pg.Pool({ connectionString: await readFile(urlFile, 'utf8'), max: 1 });
  const count = async (table: string) => {
    const { rows } = await pool.query(`SELECT count(*)::int AS n FROM ${table}`);
    return rows[0].n;
  };
  return {
    waiting: () => count('aurora_events.message'),
    parked: () => count('aurora_events.parked'),
    [Symbol.asyncDispose]: () => pool.end(),
  };
}

export async function lookIntoRabbit({ root, name }: Fleet, container: string, consumer: string): Promise<Broker> {
  const [{ name: user, password }, port] = await Promise.all([
    loginOf('broker-administrator', layoutOf(root).docker),
    publishedPort(await connectEngine(), container, 5672),
  ]);
  const connection = await connect(`amqp://${user}:${password}@127.0.0.1:${port}/${name}`);
  const channel = await connection.createChannel();
  // What is wrong with the channel is told by what was asked on it.
  channel.on('error', () => undefined);
  const depth = async (queue: string) => (await channel.checkQueue(queue)).messageCount;
  return {
    waiting: () => depth(`${name}.${consumer}`),
    parked: () => depth(`${name}.${consumer}.parked`),
    [Symbol.asyncDispose]: () => connection.close(),
  };
}
