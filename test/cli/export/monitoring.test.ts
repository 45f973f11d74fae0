import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { exportGrafana, exportPrometheus } from '../../../cli/actions/export-monitoring.ts';
import { listSecrets } from '../../../cli/actions/secret.ts';
import type { Fleet, Monitoring } from '../../../cli/config/model.ts';
import { USUAL_MONITORING } from '../../../cli/config/monitoring.ts';
import { dashboardsFor } from '../../../cli/monitoring/dashboards/dashboards.ts';
import { isAlert } from '../../../cli/monitoring/rule.ts';
import { rulesFor } from '../../../cli/monitoring/rules/rules.ts';
import { setAlertWebhook } from '../../../cli/runtimes/alert-webhook.ts';
import { keyFiles } from '../../../cli/runtimes/keys.ts';
import { layoutOf } from '../../../cli/runtimes/layout.ts';
import { createVerifier, parseJwks } from '../../../shared/auth/index.ts';
import { fleetOf } from '../runtimes/support/fleet.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'aurora-monitoring-'));
});
afterEach(() => rm(root, { recursive: true }));

const fleet = (monitoring?: Partial<Monitoring>): Fleet => {
  const plain = fleetOf(undefined, { root });
  if (!monitoring) return plain;
  return { ...plain, infrastructure: { ...plain.infrastructure, monitoring: { ...USUAL_MONITORING, ...monitoring } } };
};
const wish = () => ({ out: join(root, 'out'), force: false, check: false, isolated: false });
const read = (path: string) => readFile(join(root, 'out', path), 'utf8');

describe('the export for Prometheus', () => {
  it('names every service, and opens its metrics with a token that opens nothing else', async () => {
    await exportPrometheus(fleet(), wish());
    const [job] = parse(await read('prometheus.yml')).scrape_configs;
    expect(job.static_configs.map(({ labels }: { labels: { service: string } }) => labels.service)).toEqual(
      fleet().services.map(({ name }) => name),
    );
    const jwks = parseJwks(await readFile(keyFiles(layoutOf(root).secrets).jwks, 'utf8'));
    const identity = await createVerifier({ jwks, fleet: fleet().name }).verify(await read('metrics.token'));
    expect(identity).toMatchObject({ subject: 'service:prometheus', scopes: ['metrics:read'] });
    expect((await stat(join(root, 'out', 'metrics.token'))).mode & 0o777).toBe(0o600);
  });

  it('is the same the second time, and says what differs when it is asked', async () => {
    await exportPrometheus(fleet(), wish());
    const again = await exportPrometheus(fleet(), wish());
    expect(new Set(again.files.map(({ action }) => action))).toEqual(new Set(['unchanged']));
    const check = { ...wish(), check: true };
    expect((await exportPrometheus(fleet(), check)).files).toEqual([]);
    await writeFile(join(root, 'out', 'rules.yml'), 'groups: []\n');
    const changed = fleet({ scrapeSeconds: 5 });
    expect((await exportPrometheus(changed, check)).files).toEqual([
      { path: 'prometheus.yml', action: 'updated' },
      { path: 'rules.yml', action: 'updated' },
      { path: 'alertmanager.yml', action: 'updated' },
    ]);
    await rm(join(root, 'out', 'README.md'));
    expect((await exportPrometheus(fleet(), check)).files).toEqual([
      { path: 'rules.yml', action: 'updated' },
      { path: 'README.md', action: 'created' },
    ]);
    expect(await read('rules.yml')).toBe('groups: []\n');
  });

  it('keeps a webhook to its owner, and out of every other file', async () => {
    await setAlertWebhook(fleet(), 'https://alerts.example/t0ken\n');
    await exportPrometheus(fleet({ webhook: 'https://alerts.example/for-all' }), wish());
    expect(parse(await read('alertmanager.yml')).receivers[0].webhook_configs).toEqual([
      { url: 'https://alerts.example/t0ken' },
    ]);
    expect((await stat(join(root, 'out', 'alertmanager.yml'))).mode & 0o777).toBe(0o600);
    expect(await read('.gitignore')).toContain('/alertmanager.yml');
    expect(await read('README.md')).not.toContain('t0ken');
  });

  it('takes no webhook but a URL, and lets go of it', async () => {
    const error = await setAlertWebhook(fleet(), 'file:///etc/passwd').catch((each) => each);
    expect(error).toMatchObject({ code: 'bad_webhook' });
    expect(`${error.message}${error.details}`).not.toContain('passwd');
    await setAlertWebhook(fleet(), 'https://alerts.example/t0ken');
    expect((await listSecrets(fleet())).map(({ kind }) => kind)).toContain('alert-webhook');
    await setAlertWebhook(fleet(), '');
    await exportPrometheus(fleet(), wish());
    expect(await read('alertmanager.yml')).not.toContain('webhook_configs');
  });
});

describe('rules', () => {
  it('are none about what the fleet does not have', () => {
    const plain = fleet();
    const alone = { ...plain, services: plain.services.filter(({ kind }) => kind === 'gateway') };
    const alertsOf = (of: Fleet) =>
      rulesFor(of, USUAL_MONITORING).flatMap(({ rules }) => rules.filter(isAlert).map(({ alert }) => alert));
    expect(alertsOf(alone)).not.toContain('OutboxStalled');
    expect(alertsOf(alone)).toContain('AvailabilityBudgetBurningFast');
    const without = { ...plain, services: plain.services.filter(({ kind }) => kind !== 'gateway') };
    expect(alertsOf(without)).not.toContain('AvailabilityBudgetBurningFast');
    expect(alertsOf(without)).toContain('OutboxStalled');
  });

  it('find whole seconds as every Prometheus spells them', () => {
    const slo = { ...USUAL_MONITORING.slo, latencyMs: 1000 };
    const expressions = rulesFor(fleet(), { ...USUAL_MONITORING, slo }).flatMap(({ rules }) =>
      rules.map(({ expr }) => expr),
    );
    expect(expressions.filter((expr) => expr.includes('le=~"1([.]0)?"'))).not.toEqual([]);
  });
});

describe('the export for Grafana', () => {
  it('draws panels that do not lie on each other, all from the one datasource', async () => {
    await exportGrafana(fleet(), { ...wish(), prometheus: 'http://prometheus:9090' });
    const { datasources } = parse(await read('provisioning/datasources/aurora.yml'));
    expect(datasources).toMatchObject([{ type: 'prometheus', url: 'http://prometheus:9090' }]);
    for (const name of dashboardsFor(fleet(), USUAL_MONITORING).keys()) {
      const { panels, uid } = JSON.parse(await read(`dashboards/${name}.json`));
      expect(uid.length).toBeLessThanOrEqual(40);
      expect(new Set(panels.map(({ id }: { id: number }) => id)).size).toBe(panels.length);
      const cells = panels.flatMap(({ gridPos: { x, y, w, h } }: { gridPos: Record<string, number> }) =>
        Array.from(
          { length: (w ?? 0) * (h ?? 0) },
          (_, at) => `${(x ?? 0) + (at % (w ?? 1))},${(y ?? 0) + Math.floor(at / (w ?? 1))}`,
        ),
      );
      expect(new Set(cells).size).toBe(cells.length);
      for (const { datasource, type } of panels) if (type !== 'row') expect(datasource.uid).toBe(datasources[0].uid);
    }
  });
});
