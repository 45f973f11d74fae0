import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { json } from 'node:stream/consumers';
import type { RuntimeName } from '../../cli/config/model.ts';
import { connectEngine } from '../../cli/runtimes/docker/engine.ts';

/** As Alertmanager sends it to a webhook. */
export interface Alert {
  readonly status: 'firing' | 'resolved';
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

export interface AlertReceiver extends AsyncDisposable {
  readonly url: string;
  /** All that have come so far. */
  readonly alerts: readonly Alert[];
}

/**
 * A webhook that keeps what it is told.
 * @param runtime where Alertmanager runs: to containers this machine is the gateway of the engine's own network
 */
export async function receiveAlerts(runtime: RuntimeName): Promise<AlertReceiver> {
  const alerts: Alert[] = [];
  const server = createServer(async (request, response) => {
    const { alerts: told } = (await json(request)) as { alerts: Alert[] };
    alerts.push(...told);
    response.end();
  });
  const host = runtime === 'docker' ? await gateway() : '127.0.0.1';
  server.listen(0, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${host}:${port}/alerts`,
    alerts,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await closed(server);
    },
  };
}

async function gateway(): Promise<string> {
  const { IPAM } = await (await connectEngine()).getNetwork('bridge').inspect();
  const [own] = IPAM?.Config ?? [];
  if (!own?.Gateway) throw new Error('the engine has no network of its own');
  return own.Gateway;
}

async function closed(server: Server): Promise<void> {
  server.close();
  await once(server, 'close');
}
