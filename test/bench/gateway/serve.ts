import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Tells the parent where a server listens, and on every question how much CPU this process has used (µs). */
export async function serve(server: Server, more: Record<string, unknown> = {}): Promise<void> {
  if (!server.listening) await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    process.send?.({ cpu: user + system });
  });
  process.once('disconnect', () => process.exit());
  process.send?.({ url: `http://127.0.0.1:${port}`, ...more });
}
