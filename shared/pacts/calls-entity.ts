import { MatchersV3 } from '@pact-foundation/pact';
import type { ChangeOptions, WriteOptions } from '../client/index.ts';
import type { Referrer } from '../references/index.ts';
import type { Asked, ConsumerPact, State } from './consumer.ts';
import { ETAG } from './etag.ts';
import { stateOf } from './holders.ts';
import { type Made, NOBODY } from './made.ts';
import { refusedWith } from './refused-with.ts';

const { eachLike, like } = MatchersV3;

/** Any visible ASCII. */
const KEY = 'a-key';

type Values = Readonly<Record<string, unknown>>;

/** An entity as the typed client calls it. */
export interface CalledEntity {
  /** `a syllabus`. */
  readonly aNoun: string;
  /** `syllabi`. */
  readonly nouns: string;
  readonly made: Made;
  /** What must be there before one can be created. */
  readonly before?: readonly State[];
  /** What creates one; absent: it is not made of fields. */
  readonly input?: Values;
  /** Fields that clients cannot set: what they are at first is the service's to say. */
  readonly readOnly?: readonly string[];
  /** What is refused as input. */
  readonly refused?: Values;
  /** What changes something; absent: nothing can be changed. */
  readonly change?: Values;
  /** Who may forbid to delete it. */
  readonly held?: Pick<Referrer, 'nouns' | 'service' | 'field'>;
}

/** What of the client is called. */
export interface Called {
  get(id: string): Promise<unknown>;
  page(query: { readonly limit: number }): Promise<unknown>;
  update(id: string, change: never, options?: ChangeOptions): Promise<unknown>;
  delete(id: string): Promise<void>;
  /** There where resources are made of fields. */
  create?(fields: never, options?: WriteOptions): Promise<unknown>;
}

/**
 * Calls all that the typed client has for an entity, and asks for what its types promise to callers: what resources
 * carry, and the codes of what goes wrong.
 */
export async function callsEntity<C extends Called>(
  pact: ConsumerPact,
  { aNoun, nouns, made, before = [], input, readOnly = [], refused, change, held }: CalledEntity,
  clientAt: (url: string) => C,
): Promise<void> {
  const { id, path, states } = made;
  const at = `${path}/${id}`;
  const nobody: readonly State[] = [{ state: made.absence, params: { id: NOBODY } }];
  const whole = Object.fromEntries(Object.entries(made.fields).map(([name, value]) => [name, like(value)]));
  const found = { status: 200, headers: { etag: ETAG }, body: { ...whole, id } };
  const call = (
    description: string,
    asked: Omit<Asked, 'description'>,
    use: (client: C) => Promise<unknown> | undefined,
  ) => pact.asks({ description, ...asked }, async (url) => use(clientAt(url)));
  const fails = (code: string, ...[description, asked, use]: Parameters<typeof call>) =>
    refusedWith(
      code,
      call(`${description}: ${code}`, { ...asked, response: problem(asked.response.status, code) }, use),
    );

  const read = { states, request: { method: 'GET' as const, path: at }, response: found };
  await call(`to read ${aNoun}`, read, (client) => client.get(id));
  const missing = { method: 'GET' as const, path: `${path}/${NOBODY}` };
  await fails(
    'not_found',
    `to read ${aNoun}`,
    { states: nobody, request: missing, response: { status: 404 } },
    (client) => client.get(NOBODY),
  );

  const page = { items: eachLike({ ...whole, id: like(id) }), nextCursor: null };
  const list = { method: 'GET' as const, path, query: { limit: '2' } };
  await call(`to list ${nouns}`, { states, request: list, response: { status: 200, body: page } }, (client) =>
    client.page({ limit: 2 }),
  );

  if (input) {
    const headers = { 'idempotency-key': KEY };
    const create = { method: 'POST' as const, path, headers, body: input };
    const fresh = Object.fromEntries(Object.entries(whole).filter(([name]) => !readOnly.includes(name)));
    const created = { ...found, status: 201, body: { ...fresh, id: like(id) } };
    await call(`to create ${aNoun}`, { states: [...nobody, ...before], request: create, response: created }, (client) =>
      client.create?.(input as never, { idempotencyKey: KEY }),
    );
  }
  if (refused) {
    const create = { method: 'POST' as const, path, body: refused };
    await fails(
      'validation_failed',
      `to create ${aNoun}`,
      { states: nobody, request: create, response: { status: 422 } },
      (client) => client.create?.(refused as never),
    );
  }
  if (change) {
    const update = { method: 'PATCH' as const, path: at, body: change };
    const changed = { ...found, body: { ...found.body, ...change } };
    await call(`to change ${aNoun}`, { states, request: update, response: changed }, (client) =>
      client.update(id, change as never),
    );
    const stale = { ...update, headers: { 'if-match': '"0"' } };
    await fails(
      'stale_version',
      `to change ${aNoun}`,
      { states, request: stale, response: { status: 412 } },
      (client) => client.update(id, change as never, { ifMatch: '"0"' }),
    );
  }
  const remove = { method: 'DELETE' as const, path: at };
  await call(`to delete ${aNoun}`, { states, request: remove, response: { status: 204 } }, (client) =>
    client.delete(id),
  );
  if (held) {
    const holding = [...states, { state: stateOf(held) }];
    await fails(
      'reference_restricted',
      `to delete ${aNoun}`,
      { states: holding, request: remove, response: { status: 409 } },
      (client) => client.delete(id),
    );
  }
}

/** What callers go by. */
function problem(status: number, code: string): Asked['response'] {
  const errors = eachLike({ path: like('/name'), code: like('required'), message: like('is missing') });
  return {
    status,
    headers: { 'content-type': 'application/problem+json' },
    body: { code, detail: like('Why.'), ...(code === 'validation_failed' && { errors }) },
  };
}
