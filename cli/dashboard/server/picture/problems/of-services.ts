import type { Problem } from '../../../api.ts';
import type { Known } from '../known.ts';

/** An answer that takes longer than this makes a service worth a look. */
const PATIENCE_MS = 400;

/** What does not run, does not answer, or lacks something that it stands on. */
export function problemsOfServices(known: Known): Problem[] {
  const { status, trouble } = known;
  const { fleet } = known.config;
  if (trouble !== undefined) return [{ severity: 'critical', about: fleet.name, text: trouble, next: 'aurora status' }];
  if (!status) {
    return [{ severity: 'critical', about: fleet.name, text: 'The fleet is not running.', next: 'aurora up -d' }];
  }
  return [
    ...fleet.services.flatMap(({ name }) => problemsOfService(known, name)),
    ...status.infrastructure.flatMap(({ name, status: health, detail }): Problem[] => {
      if (health === 'ready') return [];
      const text = `${name} is ${health}${detail ? `: ${detail}` : ''}`;
      return [{ severity: health === 'down' ? 'critical' : 'warning', about: name, text, next: 'aurora status' }];
    }),
    ...known.revivals.map(({ service, at }): Problem => {
      const text = `${service} ended and was started again`;
      return { severity: 'warning', about: service, text, next: logsOf(service), since: new Date(at).toISOString() };
    }),
    ...known.failures.map(({ about, text, next, at }): Problem => {
      return { severity: 'warning', about, text, ...(next && { next }), since: new Date(at).toISOString() };
    }),
  ];
}

function problemsOfService({ status, looks }: Known, name: string): Problem[] {
  const service = status?.services.find((each) => each.name === name);
  if (!service) {
    return [{ severity: 'critical', about: name, text: `${name} is not started`, next: `aurora up -d ${name}` }];
  }
  const look = looks.get(name);
  const { status: health, reason } = service;
  const because = reason ? `: ${reason}` : '';
  if (health === 'down') {
    return [{ severity: 'critical', about: name, text: `${name} is down${because}`, next: logsOf(name) }];
  }
  const missing = (look?.dependencies ?? []).filter(({ status }) => status === 'down');
  const dependencies = missing.map(({ name: dependency, critical, lastError, since }): Problem => {
    const text = `${name} is without its ${dependency}${lastError ? `: ${lastError}` : ''}`;
    return { severity: critical ? 'critical' : 'warning', about: name, text, next: logsOf(name), since };
  });
  const waits = look !== undefined && look.waitedMs > PATIENCE_MS;
  return [
    // What it lacks says more than that it lacks something.
    ...(health === 'ready' || dependencies.length > 0
      ? []
      : [{ severity: 'warning', about: name, text: `${name} is ${health}${because}`, next: logsOf(name) } as const]),
    ...dependencies,
    ...(look?.trouble && !waits
      ? [{ severity: 'warning', about: name, text: `${name} does not tell its metrics: ${look.trouble}` } as const]
      : []),
    ...(waits && health === 'ready'
      ? [{ severity: 'warning', about: name, text: `${name} is slow to say how it does`, next: logsOf(name) } as const]
      : []),
  ];
}

export function logsOf(service: string): string {
  return `aurora logs --service ${service} --since 5m`;
}
