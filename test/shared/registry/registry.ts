import type { ServerResponse } from 'node:http';
import type { Registration, ServiceList } from '../../../shared/registry/index.ts';
import { startTarget, type Target } from '../http/target.ts';

/** A registry over real HTTP whose state a test holds in its hands. */
export interface FakeRegistry extends Target {
  readonly registered: Map<string, Registration>;
  /** `POST s1`, `PUT s1`, … in the order of arrival. */
  readonly calls: string[];
  /** Answers everything with 500 while true. */
  broken: boolean;
  publish(list: ServiceList): void;
}

export async function startRegistry({ ttlSeconds = 0.15 } = {}): Promise<FakeRegistry> {
  const registered = new Map<string, Registration>();
  const calls: string[] = [];
  const held = new Set<ServerResponse>();
  let list: ServiceList = { items: [] };
  let revision = 0;
  const state = { broken: false };

  const answer = (response: ServerResponse, status: number, body?: unknown) => {
    response.writeHead(status, { 'content-type': 'application/json', etag: `W/"${revision}"` });
    response.end(body === undefined ? undefined : JSON.stringify(body));
  };

  const target = await startTarget(
    async (request, response) => {
      if (state.broken) return answer(response, 500);
      const { method, url = '', headers } = request;
      if (url === '/registry/services') {
        const known = headers['if-none-match'] === `W/"${revision}"`;
        if (!known) return answer(response, 200, list);
        if (headers.prefer === 'wait=0') return answer(response, 304);
        held.add(response);
        response.on('close', () => held.delete(response));
        return;
      }
      if (method === 'POST') {
        const body = JSON.parse(await new Response(request as never).text()) as Registration;
        calls.push(`POST ${body.id}`);
        registered.set(body.id, body);
        return answer(response, 201, { ...body, ttlSeconds });
      }
      const id = url.split('/')[3] ?? '';
      calls.push(`${method} ${id}`);
      if (!registered.has(id)) return answer(response, 404);
      if (method === 'DELETE') registered.delete(id);
      answer(response, 204);
    },
    { retries: 0, timeoutMs: 1_000 },
  );

  return {
    ...target,
    registered,
    calls,
    get broken() {
      return state.broken;
    },
    set broken(value: boolean) {
      state.broken = value;
    },
    publish(next: ServiceList) {
      list = next;
      revision++;
      for (const response of held) answer(response, 200, list);
    },
  };
}

export function listing(services: Record<string, readonly string[]>): ServiceList {
  return {
    items: Object.entries(services).map(([name, urls]) => ({
      name,
      instances: urls.map((url) => ({
        id: url,
        url,
        version: '1.0.0',
        colour: null,
        expiresAt: '2026-01-01T00:00:00.000Z',
      })),
    })),
  };
}
