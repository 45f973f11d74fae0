import { join } from 'node:path';
import fp from 'fastify-plugin';
import { Problem } from '../../errors/index.ts';
import type { HttpClient } from '../../http/index.ts';
import { setLogLevel } from '../../logging/index.ts';
import { LastGoodCopy, LiveSettings, type SettingsSource } from '../../settings/index.ts';
import { whenReachable } from '../when-reachable.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** What can change while the service runs. */
    settings: LiveSettings;
  }
}

/** Follows the service's settings; a new log level is in force at once. */
export const settingsPlugin = fp(
  async (app) => {
    const { serviceName, stateDir, logLevel } = app.environment;
    const settings = new LiveSettings({
      schemas: app.definition.settings,
      initial: { logLevel },
      source: app.configService && sourceBehind(app.configService, serviceName),
      copy: stateDir ? new LastGoodCopy(join(stateDir, `${serviceName}.settings.json`)) : undefined,
      log: app.log,
    });
    app.decorate('settings', settings);
    settings.onChange((changed) => setLogLevel(app.log, changed.logLevel));
    await whenReachable(app, () => settings.start());
    app.addHook('preClose', (done) => {
      settings.close();
      done();
    });
    if (app.configService) app.readiness.add({ name: 'settings', critical: false, check: () => settings.check() });
  },
  { name: 'settings', dependencies: ['config-service', 'health'] },
);

/** Settings as config-service gives them. */
export function sourceBehind(client: HttpClient, service: string): SettingsSource {
  return {
    async fetch({ etag, waitSeconds, signal }) {
      const { status, headers, body } = await client.request<{ values: Record<string, unknown> }>({
        method: 'GET',
        path: `/api/v1/config/${service}`,
        headers: etag === undefined ? {} : { 'If-None-Match': etag },
        ...(etag !== undefined && waitSeconds > 0 && { wait: waitSeconds }),
        signal,
      });
      if (status === 304) return undefined;
      if (status !== 200) throw new Problem('upstream_failed', { detail: `config-service answered ${status}.` });
      return { etag: String(headers.etag ?? ''), settings: body.values };
    },
  };
}
