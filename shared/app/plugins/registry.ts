import { type AddressInfo, isIPv6 } from 'node:net';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';
import { Directory, Lease, type ServiceList } from '../../registry/index.ts';
import { LastGoodCopy } from '../../settings/index.ts';
import { whenReachable } from '../when-reachable.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** All live instances of the fleet; undefined where it has no config-service. */
    registry: Directory | undefined;
  }
}

/** Knows where the other services are, and lets them know where this one is from when it listens until it drains. */
export const registryPlugin = fp(
  async (app) => {
    const { configService: client, environment } = app;
    const log = app.log;
    if (client === undefined) {
      app.decorate('registry', undefined);
      return;
    }
    const { stateDir, serviceName } = environment;
    const copy = stateDir ? new LastGoodCopy<ServiceList>(join(stateDir, `${serviceName}.registry.json`)) : undefined;
    const directory = new Directory({ client, copy, log });
    app.decorate('registry', directory);
    app.readiness.add({ name: 'registry', critical: false, check: () => directory.check() });
    await whenReachable(app, () => directory.start());

    let lease: Lease | undefined;
    app.addHook('onListen', (done) => {
      const register = () => {
        lease = new Lease(registrationOf(app), {
          client,
          log,
          yields: app.role.current === 'standby',
          isShared: environment.advertisedAs !== undefined,
        });
      };
      // Both colours are reached at one URL, so the registry has one of them: the live one.
      app.role.onChange((role) => (role === 'live' ? lease?.claim() : lease?.yield()));
      // Workers are one instance together, and so have one lease.
      if (app.workers) app.workers.onSpeak(register);
      else register();
      done();
    });
    // Before the listener closes: who still has this instance on its list is still answered.
    app.addHook('preClose', async () => {
      directory.close();
      if (!app.workers?.failed) await lease?.release();
    });
  },
  { name: 'registry', dependencies: ['config-service', 'health', 'role'] },
);

function registrationOf({ environment, server }: FastifyInstance) {
  const { serviceName: service, instanceId, serviceVersion: version, serviceColour: colour } = environment;
  const { host, advertisedUrl, advertisedAs } = environment;
  const { port } = server.address() as AddressInfo;
  const id = advertisedAs ?? instanceId;
  return { service, id, version, colour, url: advertisedUrl ?? `http://${isIPv6(host) ? `[${host}]` : host}:${port}` };
}
