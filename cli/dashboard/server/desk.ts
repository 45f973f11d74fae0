import type { Fleet } from '../../config/model.ts';
import { AuroraError } from '../../errors.ts';
import type { FleetStatus } from '../../runtimes/contract.ts';
import type { Collector } from './collect/collector.ts';
import type { StreamPlaces } from './http/event-stream.ts';
import { Refusal } from './http/refusal.ts';
import type { Sources } from './sources.ts';
import type { TraceIndex } from './traces/trace-index.ts';

/** What the routes work with. */
export interface Desk {
  /** As the config has it now. */
  readonly fleet: Fleet;
  readonly sources: Sources;
  readonly collector: Collector;
  readonly streams: StreamPlaces;
  readonly traces: TraceIndex;
  /** Keeps the fleet looked at; returns how to leave. */
  readonly watch: () => () => void;
  /** Outside of development the page shows and changes nothing, unless whoever started it allows it. */
  readonly mayAct: boolean;
}

/** @throws Refusal 403 */
export function requireActing({ mayAct, fleet }: Desk): void {
  if (mayAct) return;
  const detail = `This is ${fleet.environment}: the page only shows.`;
  throw new Refusal(403, 'read_only', detail, `aurora dashboard --env ${fleet.environment} --allow-actions`);
}

/** @throws Refusal 404 */
export function requireService({ fleet }: Desk, name: string): string {
  if (fleet.services.some((service) => service.name === name)) return name;
  throw new Refusal(404, 'no_such_service', `The fleet ${fleet.name} has no service ${name}.`);
}

/** The fleet as it is now; what is looked up in it is asked of the fleet that runs. @throws AuroraError `not_running` */
export async function requireUp({ fleet, sources }: Desk): Promise<FleetStatus> {
  const running = await sources.observe();
  if (running) return running.status;
  throw new AuroraError('not_running', `The fleet ${fleet.name} is not running here.`, {
    exit: 'notRunning',
    next: 'aurora up -d',
  });
}

/** Where its gateway, or its config-service, is. @throws AuroraError, Refusal */
export async function urlOf(desk: Desk, kind: 'gateway' | 'config'): Promise<string> {
  const { services } = await requireUp(desk);
  const name = desk.fleet.services.find((service) => service.kind === kind)?.name;
  const service = services.find((each) => each.name === name);
  if (service && service.status !== 'down') return service.url;
  if (name === undefined) throw new Refusal(409, 'no_such_service', `The fleet ${desk.fleet.name} has no ${kind}.`);
  throw new Refusal(
    409,
    'service_down',
    `${name} is down${service?.reason ? `: ${service.reason}` : ''}.`,
    `aurora up -d ${name}`,
  );
}
