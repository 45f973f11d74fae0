import type { Problem } from '../../../api.ts';
import type { Known } from '../known.ts';

/** Events leave within a second where all is well. */
const OLD_SECONDS = 30;

/** What was given up on, and what does not leave. */
export function problemsOfEvents({ looks }: Known): Problem[] {
  return [...looks].flatMap(([service, { seen }]) => {
    const { outbox, consumers } = seen?.gauges ?? { outbox: null, consumers: [] };
    return [
      ...consumers.filter(({ parked }) => parked > 0).map(({ consumer, parked }) => parkedAt(consumer, parked)),
      ...(outbox && outbox.dead > 0 ? [dead(service, outbox.dead)] : []),
      ...(outbox && outbox.pending > 0 && outbox.oldestSeconds >= OLD_SECONDS ? [stuck(service, outbox)] : []),
    ];
  });
}

function parkedAt(consumer: string, parked: number): Problem {
  const text = `${consumer} has parked ${events(parked)} that it could not handle`;
  return { severity: 'critical', about: consumer, text, next: `aurora events parked --consumer ${consumer}` };
}

function dead(service: string, count: number): Problem {
  const text = `The broker refuses ${events(count)} of ${service}`;
  return { severity: 'critical', about: service, text, next: `aurora events parked --outbox ${service}` };
}

function stuck(service: string, outbox: { readonly pending: number; readonly oldestSeconds: number }): Problem {
  const text = `${events(outbox.pending)} of ${service} do not leave, the oldest for ${outbox.oldestSeconds} s`;
  return { severity: 'warning', about: service, text, next: 'aurora events status' };
}

function events(count: number): string {
  return count === 1 ? '1 event' : `${count} events`;
}
