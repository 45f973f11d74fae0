import type { Journey, JourneyContext, Refusal } from '../../../shared/journeys/contract.ts';
import type { Target } from '../contract.ts';
import { CheckFailed } from '../outcome.ts';
import type { Clients } from './client.ts';
import type { Making } from './making.ts';
import { ownWord } from './own-word.ts';
import { rawHttp } from './raw-http.ts';
import type { Reach } from './reach.ts';
import type { Steps } from './steps.ts';
import type { Traffic } from './traffic.ts';
import { until } from './until.ts';

interface Parts {
  readonly target: Target;
  readonly reach: Reach;
  readonly clients: Clients;
  readonly traffic: Traffic;
  readonly making: Making;
  readonly steps: Steps;
  readonly mark: string;
  readonly signal: AbortSignal;
}

/** What a journey is called with. */
export function contextOf({ name, scopes }: Journey, parts: Parts): JourneyContext<unknown> {
  const { target, reach, clients, traffic, making, steps, mark, signal } = parts;
  let count = 0;
  return {
    client: clients(scopes),
    clientWith(wanted) {
      const more = wanted.filter((scope) => !scopes.includes(scope));
      if (more.length > 0) throw new TypeError(`"${name}" does not name the scope ${more.join(', ')}.`);
      return clients(wanted);
    },
    http: rawHttp(reach, traffic.fetch, scopes),
    events: { expect: (wanted, withinMs) => target.events.expect(wanted, withinMs) },
    step: (title, work) => steps.run(title, work),
    until: (what, look, withinMs) => until(what, look, signal, withinMs),
    refused,
    cleanup(undo) {
      if (typeof undo === 'function') making.work(() => traffic.undoing(async () => undo()));
      else making.request(undo, scopes);
    },
    unique(text, maxLength = Number.POSITIVE_INFINITY) {
      const end = `-${mark}${(count++).toString(36)}`;
      if (end.length > maxLength)
        throw new TypeError(`In ${maxLength} characters nothing is unique: it takes ${end.length}.`);
      return text.slice(0, maxLength - end.length) + end;
    },
    correlationId: target.correlationId,
    signal,
  };
}

async function refused(code: string, call: () => Promise<unknown>): Promise<Refusal> {
  try {
    await call();
  } catch (error) {
    const refusal = error as Refusal;
    if (refusal.code === code) return refusal;
    if ((error as Error).name !== 'ApiProblem' || ownWord(error)) throw error;
    const found = `${refusal.code} (${refusal.status}): ${refusal.message}`;
    throw new CheckFailed(`expected to be refused as ${code}, but it was refused as ${found}`, {
      expected: code,
      found,
    });
  }
  throw new CheckFailed(`expected to be refused as ${code}, but it was done`, { expected: code, found: 'it was done' });
}
