// A service that can be several processes; the variable WORKERS says how many.
import { setTimeout as pause } from 'node:timers/promises';
import { Counter } from 'prom-client';
import { startService } from '../../../../shared/app/index.ts';

await startService({
  fleet: 'test',
  name: 'thing-service',
  title: 'Thing service',
  workers: true,
  needs: { database: false, broker: false, cache: true, configService: true },
  routes: async (app) => {
    const open = { config: { scope: null } };
    const asked = new Counter({ name: 'things_asked_total', help: 'Asked for a thing.', registers: [app.metrics] });
    app.get('/api/v1/thing', open, async () => {
      asked.inc();
      return { pid: process.pid };
    });
    app.get('/api/v1/slow', open, async (request) => {
      request.log.info('begun');
      await pause(500);
      return { pid: process.pid };
    });
    app.get('/api/v1/throw', open, async () => {
      setImmediate(() => {
        throw new Error('nobody catches me');
      });
      return {};
    });
    app.get('/api/v1/count', open, () => app.cache.increment('count', 60_000));
  },
});
