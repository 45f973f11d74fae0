import type { Service } from '../../../config/model.ts';
import type { ServiceView } from '../../api.ts';
import type { Known } from './known.ts';

/** A service of the config, whether it runs or not. */
export function serviceView({ name, kind, port }: Service, { status, looks }: Known): ServiceView {
  const running = status?.services.find((each) => each.name === name);
  const look = looks.get(name);
  const seen = look?.seen;
  const reason = running ? running.reason : status ? 'not started' : undefined;
  return {
    name,
    kind,
    status: running?.status ?? 'down',
    ...(reason !== undefined && { reason }),
    port: running?.port ?? port,
    url: running?.url ?? `http://127.0.0.1:${port}`,
    instances: running?.instances ?? [],
    dependencies: look?.dependencies ?? [],
    now: seen?.point ?? null,
    outbox: seen?.gauges.outbox ?? null,
    consumers: seen?.gauges.consumers ?? [],
    migrationMissing: seen?.gauges.migrationMissing ?? false,
  };
}
