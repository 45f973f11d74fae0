import { isDeepStrictEqual } from 'node:util';
import { type Pact, pairName } from '../pact.ts';
import type { Change } from './change.ts';
import { changeOf } from './operations.ts';
import type { RuleId } from './rules.ts';

/** Whether the provider served something before: an operation that a request asks for, or an event. Null: nobody knows. */
export type Served = (provider: string, asked: Asked) => boolean | null;

export type Asked =
  | { readonly kind: 'http'; readonly method: string; readonly path: string; readonly status: string }
  | { readonly kind: 'message'; readonly type: string };

interface Raw {
  readonly description: string;
  readonly request?: { readonly method?: string; readonly path?: string };
  readonly response?: { readonly status?: number };
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** What a consumer asks of its provider otherwise than before. */
export function comparePacts(before: Pact | null, after: Pact | null, served: Served): readonly Change[] {
  const pact = after ?? before;
  if (!pact) return [];
  const [old, now] = [interactionsOf(before), interactionsOf(after)];
  const add = (operation: string, rule: RuleId, what: string) =>
    changeOf({ rule, area: 'pacts', service: pairName(pact), operation, path: '', what });
  const rule = (raw: Raw): RuleId =>
    served(pact.provider, askedBy(raw)) === false ? 'pact-asks-more' : 'pact-asks-served';
  return [
    ...[...old].filter(([name]) => !now.has(name)).map(([name]) => add(name, 'pact-asks-less', 'no longer asked')),
    ...[...now].flatMap(([name, raw]) => {
      const earlier = old.get(name);
      if (!earlier) return [add(name, rule(raw), `asked: ${tell(askedBy(raw))}`)];
      return isDeepStrictEqual(earlier, raw) ? [] : [add(name, rule(raw), `asked otherwise: ${tell(askedBy(raw))}`)];
    }),
  ];
}

function interactionsOf(pact: Pact | null): ReadonlyMap<string, Raw> {
  const { interactions = [], messages = [] } = pact?.content ?? {};
  const stateless = [...interactions, ...messages] as readonly (Raw & {
    readonly providerStates?: readonly { readonly name: string }[];
  })[];
  return new Map(
    stateless.map((raw) => {
      const given = raw.providerStates?.map(({ name }) => name).join(' and ') ?? '';
      return [given === '' ? raw.description : `${raw.description}, given ${given}`, withoutTools(raw)];
    }),
  );
}

/** Where it comes from, and how tools take it, is not what is asked. */
function withoutTools(raw: Raw): Raw {
  return { ...raw, ...{ comments: undefined, key: undefined, pending: undefined } };
}

function askedBy({ request, response, metadata = {}, description }: Raw): Asked {
  if (!request) return { kind: 'message', type: typeIn(metadata) ?? description };
  const { method = 'GET', path = '/' } = request;
  return { kind: 'http', method: method.toUpperCase(), path, status: String(response?.status ?? 200) };
}

/** Of a CloudEvent, however its attributes are called on the way. */
function typeIn(metadata: Readonly<Record<string, unknown>>): string | undefined {
  const found = Object.entries(metadata).find(([name]) => /^(cloudEvents[_:]|ce-)?type$/i.test(name));
  return typeof found?.[1] === 'string' ? found[1] : undefined;
}

function tell(asked: Asked): string {
  return asked.kind === 'message' ? asked.type : `${asked.method} ${asked.path}, answered ${asked.status}`;
}
