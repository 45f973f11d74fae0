// A service of a fleet that does nothing but what every service does: token, ids, metrics, access log.
import { startService } from '../../../shared/app/index.ts';

await startService({
  name: 'subject-service',
  fleet: 'aurora',
  title: 'Ping',
  needs: { database: false, broker: false, configService: false },
  routes: async (app) => {
    app.get('/api/v1/subjects/:id', { config: { scope: 'subjects:read' } }, async () => ({ ok: true }));
  },
});
