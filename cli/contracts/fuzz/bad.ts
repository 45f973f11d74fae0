import type { Document } from './document.ts';
import type { Draft } from './draft.ts';
import type { Entry } from './entry.ts';
import { openFields } from './good.ts';
import type { Shown } from './hunt.ts';
import type { LiveFleet } from './live-fleet.ts';
import { brokenBy, takenWrongly } from './oracle.ts';
import { shown } from './shown.ts';
import { count, type OperationTally } from './tally.ts';
import type { Violation } from './violation/contract.ts';

export interface Planted {
  readonly violation: Pick<Violation, 'kind' | 'where' | 'statuses'>;
  readonly draft: Draft;
}

/** Sends a request with one thing wrong: it has to be refused, in the way that the design has for that. */
export function badAttempt(entry: Entry, document: Document, live: LiveFleet, tally: OperationTally) {
  const { operation, conformity } = entry;
  const open = openFields(operation, document).length > 0;
  return async ({ violation, draft }: Planted): Promise<Shown | undefined> => {
    const { sent, reply } = await live.ask(entry, draft);
    const { kind, where } = violation;
    // Where only the service knows which bodies are good, it may find the body wrong before the header.
    const statuses = open && where.startsWith('header') ? [...violation.statuses, 422] : violation.statuses;
    count(tally, kind, reply);
    const accepted = reply.status > 0 && reply.status < 400 ? takenWrongly(reply, statuses) : undefined;
    const failure = accepted ?? brokenBy(operation, sent, reply, conformity) ?? takenWrongly(reply, statuses);
    if (!failure) return undefined;
    const [part] = where.split(' ');
    const { promise, says } = failure;
    return shown({ promise: `${promise} (${kind} in the ${part})`, says: `${kind}, ${where}: ${says}` }, [sent], reply);
  };
}
