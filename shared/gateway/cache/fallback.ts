import { Counter, type Registry } from 'prom-client';
import { runInContext } from '../../context/index.ts';
import type { Around } from '../proxy/handler.ts';
import { Witnesses } from '../proxy/witnesses.ts';
import type { Fallback } from '../settings/index.ts';
import { isUpstreams } from './recording.ts';

export interface FallbackOptions {
  /** Of this gateway, in the header `Cache-Status` (RFC 9211). */
  readonly name: string;
  readonly onFallback: () => void;
}

/** Answers reads with what a rule says where their service gives no answer, or says that it cannot. A write would be lied to. */
export function orFallback({ status = 200, body }: Fallback, { name, onFallback }: FallbackOptions): Around {
  const text = JSON.stringify(body);
  return (ask) => (request, reply, witness) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return ask(request, reply, witness);
    const fallback = {
      refuses: (answered: number) => answered >= 502 && answered <= 504,
      onFailure(problem: Parameters<typeof isUpstreams>[0]) {
        if (!isUpstreams(problem)) return false;
        onFallback();
        runInContext(request.context, () => {
          request.log.warn({ err: problem }, 'answered with the fallback');
          reply
            .code(status)
            .headers({ 'Cache-Status': `${name}; fwd=miss; detail=fallback`, 'Cache-Control': 'no-store' })
            .type('application/json; charset=utf-8')
            .send(text);
        });
        return true;
      },
    };
    ask(request, reply, witness === undefined ? fallback : new Witnesses(witness, fallback));
  };
}

/** Counts answers that were none of a service, by route. */
export function countFallbacks(registry: Registry): (route: string) => void {
  const fallbacks = new Counter({
    name: 'gateway_fallbacks_total',
    help: 'Requests answered with the fallback of their rule.',
    labelNames: ['route'] as const,
    registers: [registry],
  });
  return (route) => fallbacks.inc({ route });
}
