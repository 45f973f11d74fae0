import type { FastifyRequest } from 'fastify';
import { addBelow, childOf, type RequestContext, spanClock } from '../../context/index.ts';
import type { RouteSpec } from '../table/specs.ts';
import type { Instance } from '../upstream/instance.ts';

/** One attempt of a sampled request, in a span of its own, which the instance hears of as the one above. */
export class TracedAttempt {
  readonly traceparent: string;
  /** Of the answer, once it has begun. */
  status: number | undefined;
  readonly #context: RequestContext;
  readonly #name: string;
  readonly #attributes: Readonly<Record<string, string | number | undefined>>;
  readonly #startedAt = spanClock();
  #over = false;

  /** @param resent attempts of the same request before this one */
  constructor({ context, method }: FastifyRequest, route: RouteSpec, instance: Instance, resent: number) {
    this.traceparent = childOf(context.traceparent);
    this.#context = context;
    this.#name = `${method} ${route.path}`;
    const { hostname, port } = new URL(instance.url);
    this.#attributes = {
      'http.request.method': method,
      'url.template': route.path,
      'server.address': hostname,
      'server.port': Number(port),
      'service.peer.name': route.service,
      'http.request.resend_count': resent > 0 ? resent : undefined,
    };
  }

  /** @param error of which kind; absent: the status says how it went */
  end(error?: string): void {
    if (this.#over) return;
    this.#over = true;
    const { status } = this;
    const type = error ?? (status !== undefined && status >= 400 ? String(status) : undefined);
    addBelow(
      this.#context,
      {
        kind: 'client',
        name: this.#name,
        startedAt: this.#startedAt,
        failed: type !== undefined,
        attributes: { ...this.#attributes, 'http.response.status_code': status, 'error.type': type },
      },
      this.traceparent,
    );
  }
}
