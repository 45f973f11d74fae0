import type { Fleet } from '../../config/model.ts';
import { withEventBroker } from '../../events/connect.ts';
import { requireConsumer } from '../../events/consumers.ts';
import type { CloudEvent } from '../../events/fleet-code.ts';
import type { Runtime } from '../../runtimes/contract.ts';
import { requireRunning } from '../running.ts';

export interface TailWish {
  /** Only what this one handles. */
  readonly consumer: string | undefined;
  /** Only of these types; `*` stands for any text. */
  readonly type: string | undefined;
  readonly subject: string | undefined;
  readonly correlationId: string | undefined;
}

/** Shows what services of the running fleet publish from now on, until the signal ends it. */
export async function tailEvents(
  fleet: Fleet,
  runtime: Runtime,
  wish: TailWish,
  show: (event: CloudEvent) => void,
  signal: AbortSignal,
  started: () => void,
): Promise<void> {
  const isWished = filterOf(fleet, wish);
  await requireRunning(fleet, runtime);
  const showWished = (event: CloudEvent) => void (isWished(event) && show(event));
  try {
    await withEventBroker(fleet, runtime, (broker) => broker.tail(showWished, signal, started));
  } catch (error) {
    // Most often it has been stopped meanwhile, which says more than what that has led to.
    await requireRunning(fleet, runtime);
    throw error;
  }
}

function filterOf(fleet: Fleet, { consumer, type, subject, correlationId }: TailWish): (event: CloudEvent) => boolean {
  const handled = consumer === undefined ? undefined : new Set(requireConsumer(fleet, consumer).types.map(unversioned));
  const pattern = type === undefined ? undefined : patternOf(type);
  return (event) =>
    (handled === undefined || handled.has(unversioned(event.type))) &&
    (pattern === undefined || pattern.test(event.type)) &&
    (subject === undefined || event.subject === subject) &&
    (correlationId === undefined || event.correlationid === correlationId);
}

function patternOf(type: string): RegExp {
  const literal = type.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${literal.replaceAll('*', '.*')}$`);
}

/** A consumer gets all versions of what it handles. */
function unversioned(type: string): string {
  return type.replace(/\.v\d+$/, '');
}
