import type { Fleet, Monitoring } from '../../config/model.ts';
import { alertmanagerConfig } from '../../monitoring/alertmanager.ts';
import { printRules } from '../../monitoring/print-rules.ts';
import { prometheusConfig } from '../../monitoring/prometheus.ts';
import { rulesFor } from '../../monitoring/rules/rules.ts';
import type { Ports } from '../../runtimes/ports/assign.ts';
import type { ExportedFile } from '../files.ts';
import { readme } from './readme.ts';

const TOKEN_FILE = 'metrics.token';
const RULES_FILE = 'rules.yml';
const ALERTMANAGER = '127.0.0.1:9093';

export interface PrometheusExport {
  readonly fleet: Fleet;
  readonly monitoring: Monitoring;
  /** Of the services on this machine. */
  readonly ports: Ports;
  readonly token: string;
  /** Absent: alerts are only shown. */
  readonly webhook: string | undefined;
}

/** Everything for a Prometheus and an Alertmanager on the machine of the fleet. */
export function prometheusFiles({ fleet, monitoring, ports, token, webhook }: PrometheusExport): ExportedFile[] {
  return [
    {
      path: 'prometheus.yml',
      content: prometheusConfig(fleet, monitoring, {
        targets: (service) => ({ address: `127.0.0.1:${ports(service)}` }),
        tokenFile: TOKEN_FILE,
        rulesFile: RULES_FILE,
        alertmanager: ALERTMANAGER,
      }),
    },
    { path: RULES_FILE, content: printRules(rulesFor(fleet, monitoring)) },
    { path: 'alertmanager.yml', content: alertmanagerConfig(monitoring, webhook), secret: webhook !== undefined },
    { path: TOKEN_FILE, content: token, secret: true },
    {
      path: '.gitignore',
      content: `# A token, and where alerts go.\n/${TOKEN_FILE}\n${webhook === undefined ? '' : '/alertmanager.yml\n'}`,
    },
    { path: 'README.md', content: readme(fleet, monitoring) },
  ];
}
