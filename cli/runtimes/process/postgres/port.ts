import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { readSecret, writeSecret } from '../../secret-file.ts';
import type { PostgresHome } from '../control/protocol.ts';

/**
 * The port of the embedded PostgreSQL: the one it had last, so that a developer's client stays connected to the right fleet; a new
 * one, of the kernel's choice, if that is taken. Only for whoever has the claim of the fleet.
 */
export async function choosePort(home: PostgresHome): Promise<number> {
  const file = join(home.folder, 'port');
  const port = (await bind(Number(await readSecret(file)) || 0)) ?? (await bind(0));
  if (port === undefined) throw new Error('the kernel has no free port');
  await writeSecret(file, String(port));
  return port;
}

/** The port, 0 being any; undefined when it is taken. */
async function bind(port: number): Promise<number | undefined> {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return undefined;
    throw error;
  } finally {
    server.close();
  }
}
