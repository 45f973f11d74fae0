import { startPostgres } from '../../../shared/testing/index.ts';
import { conformance } from './conformance.ts';

conformance('the embedded broker', async () => {
  const postgres = await startPostgres();
  const url = await postgres.createDatabase('broker');
  return { url, kill9: postgres.kill9, restart: postgres.restart, stop: postgres.stop };
});
