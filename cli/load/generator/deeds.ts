import type { Action, OwnRequest } from '../scenario/contract.ts';
import type { Data, Row } from './data.ts';
import { Failure, failureOf, failureWithout } from './failure.ts';
import type { Answer, Ask, Requester } from './requester.ts';

/** Something that is measured on its own. */
export interface Step {
  readonly name: string;
  /** Milliseconds before it that are counted in no latency. */
  readonly thinkMs: number;
  /** @throws Failure */
  run(carried: Map<string, string>): Promise<void>;
}

const JSON_HEADERS = { 'content-type': 'application/json' };
const PAGE = 20;

/** What an arrival of an action does. */
export function stepsOf({ does }: Action, data: Data, requester: Requester, random: () => number): readonly Step[] {
  const ask = async (wanted: Ask, expect?: number): Promise<Answer> => {
    const request = `${wanted.method} ${wanted.path}`;
    const answer = await requester.ask(wanted).catch((error) => {
      throw failureWithout(error, request);
    });
    if (expect === undefined ? answer.status >= 400 : answer.status !== expect) throw failureOf(answer, request);
    return answer;
  };
  const step = (name: string, run: Step['run']): Step => ({ name, thinkMs: 0, run });
  const one = (rows: readonly Row[]) => rows[Math.floor(random() * rows.length)] as Row;
  const get = async (path: string) => void (await ask({ method: 'GET', path }, 200));

  switch (does.verb) {
    case 'read':
      return [step('read', () => get(one(data.rows(does.entity)).path))];
    case 'page': {
      const path = `/api/v1/${data.entity(does.entity).path}?limit=${PAGE}`;
      return [step('page', () => get(path))];
    }
    case 'create':
      return [step('create', async () => void (await data.make(data.making(does.entity))))];
    case 'update': {
      const entity = data.entity(does.entity);
      const change = async () => {
        const { path } = one(data.rows(does.entity));
        const body = JSON.stringify(data.sample(entity));
        await ask({ method: 'PATCH', path, headers: JSON_HEADERS, body }, 200);
      };
      return [step('update', change)];
    }
    case 'delete': {
      const rows = new WeakMap<Map<string, string>, Row>();
      return [
        step('create', async (carried) => void rows.set(carried, await data.make(data.making(does.entity)))),
        step('delete', async (carried) => {
          const row = rows.get(carried) as Row;
          await ask({ method: 'DELETE', path: row.path }, 204);
          data.gone(row);
        }),
      ];
    }
    case 'upload':
      return [step('upload', async () => void (await data.make(data.uploading(does.bytes))))];
    case 'download':
      return [
        step('sign', async (carried) => {
          const { path } = one(data.files(does.bytes));
          const { body } = await ask({ method: 'GET', path: `${path}/download-url?expiresIn=60`, keep: true }, 200);
          const { pathname, search } = new URL(JSON.parse(body).url);
          carried.set('content', pathname + search);
        }),
        step('download', (carried) => get(carried.get('content') as string)),
      ];
    case 'requests':
      return does.requests.map((own) => ({
        name: `${own.method} ${own.path}`,
        thinkMs: own.thinkMs,
        run: (carried) => runOwn(own, carried, ask, data),
      }));
  }
}

async function runOwn(
  own: OwnRequest,
  carried: Map<string, string>,
  ask: (wanted: Ask, expect?: number) => Promise<Answer>,
  data: Data,
): Promise<void> {
  const filled = (text: string, write: (value: string) => string) =>
    text.replaceAll(/\{(\w+)\}/g, (whole, name) => {
      const value = carried.get(name);
      return value === undefined ? whole : write(value);
    });
  const { method, save, expect, body } = own;
  const path = filled(own.path, encodeURIComponent);
  const keep = Object.keys(save).length > 0;
  const sent =
    body === undefined ? {} : { body: filled(JSON.stringify(body), (value) => JSON.stringify(value).slice(1, -1)) };
  const headers = { ...(body !== undefined && JSON_HEADERS), ...own.headers };
  const answer = await ask({ method, path, headers, keep, ...sent }, expect);
  const { location } = answer.headers;
  if (answer.status === 201 && typeof location === 'string') data.adopt(`${method} ${path}`, location);
  if (!keep) return;
  const value = parse(answer.body, `${method} ${path}`);
  for (const [name, pointer] of Object.entries(save)) carried.set(name, textAt(value, pointer, `${method} ${path}`));
}

function parse(body: string, request: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new Failure('an answer that is no JSON', request);
  }
}

/** RFC 6901. */
function textAt(value: unknown, pointer: string, request: string): string {
  const steps = pointer.split('/').slice(1);
  const names = steps.map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  const found = names.reduce((at, name) => (at as Record<string, unknown> | undefined | null)?.[name], value);
  if (found === undefined || found === null) throw new Failure(`nothing at ${pointer}`, request);
  return String(found);
}
