import type { CallOptions, ChangeOptions, Transport, WriteOptions } from './contract.ts';
import { rememberEtag } from './etags.ts';
import { send } from './send.ts';

/** The input may be left out where nothing in it has to be given. */
type Given<I, O> = Record<never, never> extends I ? [input?: I, options?: O] : [input: I, options?: O];

/** What a call takes and gives; generated for each. */
export interface OperationTypes {
  readonly input: object;
  readonly output: unknown;
}

/** A command or a query of the config's own, wherever it is called from. */
export interface OperationDefinition<Call> {
  on(transport: Transport): Call;
}

/** @param path with `:id` for the resource that it is about, e.g. `/api/v1/accounts/:id/transfer` */
export function defineResourceCommand<T extends OperationTypes>(path: string) {
  return define<(id: string, ...given: Given<T['input'], ChangeOptions>) => Promise<T['output']>>(
    (transport) => (id: string, input?: T['input'], options?: ChangeOptions) =>
      command<T['output']>(transport, pathOf(path, id), input, options),
  );
}

export function defineCommand<T extends OperationTypes>(path: string) {
  return define<(...given: Given<T['input'], WriteOptions>) => Promise<T['output']>>(
    (transport) => (input?: T['input'], options?: WriteOptions) =>
      command<T['output']>(transport, path, input, options),
  );
}

export function defineResourceQuery<T extends OperationTypes>(path: string) {
  return define<(id: string, ...given: Given<T['input'], CallOptions>) => Promise<T['output']>>(
    (transport) => (id: string, input?: T['input'], options?: CallOptions) =>
      query<T['output']>(transport, pathOf(path, id), input, options),
  );
}

export function defineQuery<T extends OperationTypes>(path: string) {
  return define<(...given: Given<T['input'], CallOptions>) => Promise<T['output']>>(
    (transport) => (input?: T['input'], options?: CallOptions) => query<T['output']>(transport, path, input, options),
  );
}

function define<Call>(on: (transport: Transport) => unknown): OperationDefinition<Call> {
  return { on: (transport) => on(transport) as Call };
}

function pathOf(path: string, id: string): string {
  return path.replace(':id', () => encodeURIComponent(id));
}

async function command<A>(transport: Transport, path: string, input?: object, options?: ChangeOptions): Promise<A> {
  const { body, headers } = await send<A>(transport, 'POST', path, options, input);
  return rememberEtag(body, headers.etag);
}

/** In a URL there is no null: what is not there is left out. */
async function query<A>(transport: Transport, path: string, input: object = {}, options?: CallOptions): Promise<A> {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(input)) {
    if (value !== undefined && value !== null) search.set(name, String(value));
  }
  const text = search.toString();
  const { body } = await send<A>(transport, 'GET', text === '' ? path : `${path}?${text}`, options);
  return body;
}
