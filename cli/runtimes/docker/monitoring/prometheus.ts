import type { Fleet, Monitoring } from '../../../config/model.ts';
import { printRules } from '../../../monitoring/print-rules.ts';
import { prometheusConfig } from '../../../monitoring/prometheus.ts';
import { rulesFor } from '../../../monitoring/rules/rules.ts';
import { PUBLIC_IMAGES } from '../images/public.ts';
import type { Infrastructure } from '../infrastructure/contract.ts';
import { LIMITS } from '../infrastructure/limits.ts';
import { containerName, type Project, volumeName } from '../project.ts';
import { FILES } from '../spec.ts';
import { ALERTMANAGER_PORT } from './alertmanager.ts';
import { answersReady, NOBODY, readyCheck } from './answers.ts';

const PORT = 9090;
const TOKEN = 'secrets/metrics.token';
const RULES = 'rules.yml';
/** Of the engine's disk, whatever the days that the config asks for. */
const MOST_DATA = '4GB';

/** Asks all instances of all services for their metrics; what it keeps outlives it. */
export function prometheus(project: Project, fleet: Fleet, monitoring: Monitoring, token: string): Infrastructure {
  const ports = new Map(fleet.services.map(({ name, port }) => [name, port]));
  const configuration = prometheusConfig(fleet, monitoring, {
    // The name of a service in the network is that of all its containers.
    targets: (service) => ({ dns: service, port: ports.get(service) ?? 0 }),
    tokenFile: `${FILES}/${TOKEN}`,
    rulesFile: `${FILES}/${RULES}`,
    alertmanager: `alertmanager:${ALERTMANAGER_PORT}`,
  });
  return {
    spec: {
      name: containerName(project, 'prometheus'),
      kind: 'infrastructure',
      part: 'prometheus',
      image: PUBLIC_IMAGES.prometheus,
      command: [
        `--config.file=${FILES}/prometheus.yml`,
        '--storage.tsdb.path=/prometheus',
        `--storage.tsdb.retention.time=${monitoring.retentionDays}d`,
        `--storage.tsdb.retention.size=${MOST_DATA}`,
      ],
      user: NOBODY,
      environment: {},
      files: [
        { path: 'prometheus.yml', text: configuration, secret: false },
        { path: RULES, text: printRules(rulesFor(fleet, monitoring)), secret: false },
        { path: TOKEN, text: token, secret: true },
      ],
      volumes: [{ name: volumeName(project, 'prometheus', 'data'), target: '/prometheus' }],
      tmpfs: ['/tmp'],
      ports: [{ container: PORT, host: project.isolated ? 0 : (monitoring.port ?? 0) }],
      healthcheck: readyCheck(PORT),
      limits: LIMITS.prometheus,
      dependsOn: [...ports.keys()],
      // It writes down what it has in memory.
      stopSeconds: 30,
    },
    answers: answersReady,
  };
}
