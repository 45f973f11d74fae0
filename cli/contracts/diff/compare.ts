import { AuroraError } from '../../errors.ts';
import type { Contract } from '../../generate/plan/contracts/schema.ts';
import { type Pact, readPact } from '../pact.ts';
import type { Change } from './change.ts';
import { compareAsyncApi, compareEvent } from './events.ts';
import { changeOf, compareOpenApi, type OpenApi, operationsOf } from './operations.ts';
import { type Asked, comparePacts } from './pacts.ts';
import type { ContractTree } from './tree.ts';

const OPENAPI = /^contracts\/openapi\/([^/]+)\.json$/;
const EVENT = /^contracts\/events\/([^/]+)\/[^/]+\.json$/;
const PACT = /^contracts\/pacts\/[^/]+\.json$/;
const ASYNCAPI = 'contracts/asyncapi.json';

/**
 * All in which the contracts of a fleet differ, those that break somebody first. Pure.
 * @throws AuroraError `contract_unreadable`
 */
export function compareContracts(before: ContractTree, after: ContractTree): readonly Change[] {
  const names = [...new Set([...before.keys(), ...after.keys()])].toSorted();
  const documents = new Map(
    [...before].flatMap(([name, text]) => {
      const service = OPENAPI.exec(name)?.[1];
      return service === undefined ? [] : [[service, read(name, text) as OpenApi] as const];
    }),
  );
  const changes = names.flatMap((name) => {
    const [old, now] = [before.get(name), after.get(name)];
    return old === now
      ? []
      : compareFile(name, old, now, (provider, asked) => served(before, documents, provider, asked));
  });
  return [
    ...changes.filter(({ severity }) => severity === 'breaking'),
    ...changes.filter(({ severity }) => severity === 'additive'),
  ];
}

function compareFile(
  name: string,
  old: string | undefined,
  now: string | undefined,
  isServed: (provider: string, asked: Asked) => boolean | null,
): readonly Change[] {
  const [, service] = OPENAPI.exec(name) ?? [];
  if (service !== undefined) {
    const at = { area: 'openapi', service, operation: '', path: '' } as const;
    if (old === undefined) return [changeOf({ ...at, rule: 'document-added', what: name })];
    if (now === undefined) return [changeOf({ ...at, rule: 'document-removed', what: name })];
    return compareOpenApi(service, read(name, old) as OpenApi, read(name, now) as OpenApi);
  }
  const [, teller] = EVENT.exec(name) ?? [];
  if (teller !== undefined) {
    const { $id: operation } = read(name, now ?? old ?? '') as Contract;
    const at = { area: 'events', service: teller, operation, path: '' } as const;
    if (old === undefined) return [changeOf({ ...at, rule: 'event-added', what: name })];
    if (now === undefined) return [changeOf({ ...at, rule: 'event-removed', what: name })];
    return compareEvent(teller, operation, read(name, old) as Contract, read(name, now) as Contract);
  }
  if (name === ASYNCAPI) return compareAsyncApi(read(name, old ?? '{}'), read(name, now ?? '{}'));
  if (PACT.test(name)) return comparePacts(pactIn(name, old), pactIn(name, now), isServed);
  return [];
}

/** By what the provider served before; of a fleet without documents nobody can tell. */
function served(
  before: ContractTree,
  documents: ReadonlyMap<string, OpenApi>,
  provider: string,
  asked: Asked,
): boolean | null {
  if (asked.kind === 'message') {
    const known = [...before].filter(([name]) => EVENT.exec(name)?.[1] === provider);
    return known.length === 0 ? null : known.some(([, text]) => text.includes(JSON.stringify(asked.type)));
  }
  const document = documents.get(provider);
  if (!document) return null;
  const path = asked.path.split('?', 1)[0] ?? '';
  // Every service has them, and none lists them.
  if (['/openapi.json', '/docs', '/metrics'].includes(path)) return true;
  const method = `${asked.method} `;
  return [...operationsOf(document)].some(
    ([key, { operation }]) =>
      key.startsWith(method) &&
      isAt(key.slice(method.length), path) &&
      (asked.status in (operation.responses ?? {}) || Number(asked.status) >= 400),
  );
}

function isAt(template: string, path: string): boolean {
  const [parts, given] = [template.split('/'), path.split('/')];
  return parts.length === given.length && parts.every((part, index) => part === '{}' || part === given[index]);
}

function pactIn(name: string, text: string | undefined): Pact | null {
  if (text === undefined) return null;
  return reading(name, () => readPact(text));
}

function read(name: string, text: string): object {
  return reading(name, () => JSON.parse(text));
}

function reading<T>(name: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw new AuroraError('contract_unreadable', `${name} cannot be read.`, {
      exit: 'failed',
      details: [(cause as Error).message],
      next: `git log -- ${name}, or: aurora contracts record`,
      cause,
    });
  }
}
