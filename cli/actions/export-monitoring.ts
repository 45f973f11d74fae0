import { resolve } from 'node:path';
import type { Fleet } from '../config/model.ts';
import { USUAL_MONITORING } from '../config/monitoring.ts';
import { exportDrift } from '../export/drift.ts';
import type { ExportChange, ExportedFile } from '../export/files.ts';
import { exportSecrets } from '../export/secrets.ts';
import { writeExport } from '../export/write.ts';

export interface MonitoringExportWish {
  readonly out: string;
  readonly force: boolean;
  /** Writes nothing. */
  readonly check: boolean;
}

export interface MonitoringExported {
  /** Absolute. */
  readonly folder: string;
  readonly files: readonly ExportChange[];
}

/** Writes what a Prometheus and an Alertmanager need, also for a fleet whose config asks for none. */
export async function exportPrometheus(
  fleet: Fleet,
  { isolated, ...wish }: MonitoringExportWish & { readonly isolated: boolean },
): Promise<MonitoringExported> {
  const [{ prometheusFiles }, { webhookOf }, { ensureKeys }, { metricsToken }, { assignPorts }] = await Promise.all([
    import('../export/prometheus/plan.ts'),
    import('../runtimes/alert-webhook.ts'),
    import('../runtimes/keys.ts'),
    import('../runtimes/metrics-token.ts'),
    import('../runtimes/ports/assign.ts'),
  ]);
  const { monitoring = USUAL_MONITORING } = fleet.infrastructure;
  const secrets = exportSecrets(fleet);
  await ensureKeys(fleet, secrets);
  const [token, webhook, ports] = await Promise.all([
    metricsToken(fleet.name, secrets),
    webhookOf(fleet, monitoring),
    assignPorts(fleet, isolated),
  ]);
  return written(wish, prometheusFiles({ fleet, monitoring, ports, token, webhook }));
}

/** Writes dashboards, and what leads Grafana to them and to its Prometheus. */
export async function exportGrafana(
  fleet: Fleet,
  { prometheus, ...wish }: MonitoringExportWish & { readonly prometheus: string },
): Promise<MonitoringExported> {
  const { grafanaFiles } = await import('../export/grafana/plan.ts');
  return written(wish, grafanaFiles(fleet, fleet.infrastructure.monitoring ?? USUAL_MONITORING, prometheus));
}

async function written(
  { out, force, check }: MonitoringExportWish,
  files: readonly ExportedFile[],
): Promise<MonitoringExported> {
  const folder = resolve(out);
  return { folder, files: check ? await exportDrift(folder, files) : await writeExport(folder, files, force) };
}
