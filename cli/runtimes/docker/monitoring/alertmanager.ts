import type { Monitoring } from '../../../config/model.ts';
import { alertmanagerConfig } from '../../../monitoring/alertmanager.ts';
import { PUBLIC_IMAGES } from '../images/public.ts';
import type { Infrastructure } from '../infrastructure/contract.ts';
import { LIMITS } from '../infrastructure/limits.ts';
import { containerName, type Project, volumeName } from '../project.ts';
import { FILES } from '../spec.ts';
import { answersReady, NOBODY, readyCheck } from './answers.ts';

export const ALERTMANAGER_PORT = 9093;

/** Tells people what Prometheus has found; what it has told and what is silenced outlives it. */
export function alertmanager(project: Project, monitoring: Monitoring, webhook: string | undefined): Infrastructure {
  return {
    spec: {
      name: containerName(project, 'alertmanager'),
      kind: 'infrastructure',
      part: 'alertmanager',
      image: PUBLIC_IMAGES.alertmanager,
      command: [
        `--config.file=${FILES}/secrets/alertmanager.yml`,
        '--storage.path=/alertmanager',
        // It is alone.
        '--cluster.listen-address=',
      ],
      user: NOBODY,
      environment: {},
      files: [{ path: 'secrets/alertmanager.yml', text: alertmanagerConfig(monitoring, webhook), secret: true }],
      volumes: [{ name: volumeName(project, 'alertmanager', 'data'), target: '/alertmanager' }],
      tmpfs: ['/tmp'],
      ports: [{ container: ALERTMANAGER_PORT, host: 0 }],
      healthcheck: readyCheck(ALERTMANAGER_PORT),
      limits: LIMITS.alertmanager,
      dependsOn: [],
      stopSeconds: 10,
    },
    answers: answersReady,
  };
}
