import type { Fleet } from '../../../config/model.ts';
import { webhookOf } from '../../alert-webhook.ts';
import type { Infrastructure } from '../infrastructure/contract.ts';
import type { Project } from '../project.ts';

/** What watches the fleet, where the config asks for it. The keys of the fleet are there. */
export async function monitoringOf(
  fleet: Fleet,
  project: Project,
  secrets: string,
): Promise<readonly Infrastructure[]> {
  const { monitoring } = fleet.infrastructure;
  if (monitoring === undefined) return [];
  const [{ alertmanager }, { prometheus }, { metricsToken }] = await Promise.all([
    import('./alertmanager.ts'),
    import('./prometheus.ts'),
    import('../../metrics-token.ts'),
  ]);
  const [token, webhook] = await Promise.all([metricsToken(fleet.name, secrets), webhookOf(fleet, monitoring)]);
  return [alertmanager(project, monitoring, webhook), prometheus(project, fleet, monitoring, token)];
}
