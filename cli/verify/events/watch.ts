import type { Fleet } from '../../config/model.ts';
import { AuroraError } from '../../errors.ts';
import { withEventBroker } from '../../events/connect.ts';
import type { CloudEvent } from '../../events/fleet-code.ts';
import type { Runtime } from '../../runtimes/contract.ts';
import { CheckFailed, CheckSkipped } from '../outcome.ts';
import type { EventWatch, WantedEvent } from './contract.ts';
import { isWanted, type Passing, PassingEvents } from './passing.ts';

/** An event leaves within milliseconds; a loaded machine takes longer. */
const PATIENCE_MS = 10_000;

/** One that listens from its first use on, until it is disposed of. */
export function createEventWatch(fleet: Fleet, runtime: Runtime): EventWatch & AsyncDisposable {
  const ending = new AbortController();
  const passing = new PassingEvents();
  let listening: { readonly started: Promise<void>; readonly ended: Promise<void> } | undefined;

  function listen() {
    const { promise: started, resolve, reject } = Promise.withResolvers<void>();
    const ended = withEventBroker(fleet, runtime, (broker) =>
      broker.tail((event) => passing.add(event), ending.signal, resolve),
    ).catch((error: Error) => {
      reject(new CheckSkipped(`events cannot be seen from here: ${whyNot(error)}`));
      passing.lose(whyNot(error));
    });
    return { started, ended };
  }

  async function open(): Promise<void> {
    listening ??= listen();
    await listening.started;
  }

  return {
    open,
    async expect(wanted, withinMs = PATIENCE_MS) {
      await open();
      const event = await passing.first((each) => isWanted(each, wanted), withinMs);
      if (event) return event;
      throw new CheckFailed(`no event ${told(wanted)} came within ${withinMs} ms; ${whatCame(passing, wanted)}`);
    },
    async [Symbol.asyncDispose]() {
      ending.abort();
      await listening?.ended;
    },
  };
}

function whyNot(error: Error): string {
  return (error instanceof AuroraError && error.details[0]) || error.message;
}

function told({ type, subject, correlationId }: WantedEvent): string {
  return [type, subject && `about ${subject}`, correlationId && `of the correlation id ${correlationId}`]
    .filter(Boolean)
    .join(' ');
}

/** Of other events, those that are most like the one that is missed. */
function whatCame({ all, lost }: Passing, wanted: WantedEvent): string {
  if (lost !== undefined) return `the broker has gone meanwhile: ${lost}`;
  const near = all.filter(
    ({ subject, correlationid, type }) =>
      subject === wanted.subject || correlationid === wanted.correlationId || type === wanted.type,
  );
  const tell = ({ type, subject }: CloudEvent) => `${type} about ${subject}`;
  if (near.length > 0) return `what came of it: ${near.slice(-5).map(tell).join(', ')}`;
  return all.length === 0 ? 'no event came at all' : `${all.length} came, none of them about this`;
}
