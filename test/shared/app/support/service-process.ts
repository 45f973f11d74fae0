import { setTimeout as pause } from 'node:timers/promises';
import { startService } from '../../../../shared/app/index.ts';

await startService({
  fleet: 'test',
  name: 'thing-service',
  title: 'Thing service',
  needs: { database: process.env.NEEDS_DATABASE === '1', broker: false, configService: true },
  routes: async (app) => {
    app.get('/api/v1/slow', { config: { scope: null } }, async (request) => {
      request.log.info('begun');
      await pause(500);
      return { done: true };
    });
    app.get('/api/v1/stuck', { config: { scope: null } }, (request) => {
      request.log.info('begun');
      return new Promise(() => {});
    });
    app.get('/api/v1/throw', { config: { scope: null } }, async () => {
      setImmediate(() => {
        throw new Error('nobody catches me');
      });
      return {};
    });
    app.get('/api/v1/reject', { config: { scope: null } }, async () => {
      void Promise.reject(new Error('nobody awaits me'));
      return {};
    });
  },
});
