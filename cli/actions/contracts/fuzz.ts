import { randomInt } from 'node:crypto';
import type { Fleet } from '../../config/model.ts';
import { answerFor, type Document, operationsOf } from '../../contracts/fuzz/document.ts';
import { type Find, type FuzzedService, type FuzzReport, type FuzzTarget, fuzz } from '../../contracts/fuzz/run.ts';
import { type ToldFind, toldFind } from '../../contracts/fuzz/summary.ts';
import { AuroraError } from '../../errors.ts';
import { interruptible } from '../../interruptible.ts';
import type { Narrator } from '../../narrator.ts';
import { logFilter } from '../../observe/log-filter.ts';
import { parseLogLine, shown } from '../../observe/log-record.ts';
import type { FleetStatus, LogLine, Runtime } from '../../runtimes/contract.ts';
import { requireRunning, requireServices } from '../running.ts';
import { abortable, withTerminalSignals } from '../terminal-signals.ts';
import { signToken } from '../token.ts';

export interface FuzzAsked {
  /** Empty: all. */
  readonly services: readonly string[];
  /** As `POST /api/v1/orders`; empty: all. */
  readonly operations: readonly string[];
  readonly runs: number;
  readonly seed?: number | undefined;
  readonly only?: string | undefined;
  readonly path?: string | undefined;
  readonly timeMs?: number | undefined;
  /** Past the gateway. */
  readonly direct: boolean;
  /** Also outside development. */
  readonly anywhere: boolean;
}

export type ToldReport = Omit<FuzzReport, 'finds'> & { readonly finds: readonly ToldFind[] };

const TOKEN_MS = 12 * 60 * 60 * 1000;
const LOG_LINES = 10;
const SAID_BY_ALL = ['version', 'colour', 'correlationId', 'traceId', 'spanId', 'parentSpanId', 'subject'];

/** Fuzzes the running fleet from the documents that its services tell. */
export async function fuzzFleet(
  fleet: Fleet,
  runtime: Runtime,
  asked: FuzzAsked,
  narrator: Narrator,
): Promise<ToldReport> {
  if (fleet.environment !== 'development' && !asked.anywhere) throw refusedHere(fleet);
  requireServices(fleet, asked.services);
  const status = await requireRunning(fleet, runtime);
  const services = await documentsOf(fleet, status, asked.direct);
  requireOperations(services, asked.operations);
  const target = await targetOf(fleet, services);
  const includes = (service: string, key: string) =>
    (asked.services.length === 0 || asked.services.includes(service)) &&
    (asked.operations.length === 0 || asked.operations.includes(key));
  const { runs, seed = randomInt(2 ** 31), only, path, timeMs } = asked;
  return withTerminalSignals(async (react) => {
    const signal = abortable(react);
    const report = await narrator.step('fuzz', (step) => {
      const hear = (operation: string, finds: number) =>
        step.note(`${operation}${finds > 0 ? `, ${finds} found` : ''}`);
      return fuzz(target, { runs, seed, only, path, timeMs, includes, signal, hear });
    });
    await interruptible(signal, stoppedBy(report), async () => signal.throwIfAborted());
    const finds: ToldFind[] = [];
    for (const find of report.finds) finds.push(await told(find, fleet, runtime, services));
    return { ...report, finds };
  });
}

function stoppedBy({ left }: FuzzReport): string {
  return left.length === 0 ? 'Stopped, and what it had made is gone.' : `Stopped; ${left.join(', ')}.`;
}

async function documentsOf(fleet: Fleet, status: FleetStatus, direct: boolean): Promise<FuzzedService[]> {
  const gateway = fleet.services.find(({ kind }) => kind === 'gateway');
  const gatewayUrl = status.services.find(({ name }) => name === gateway?.name)?.url;
  const own: FuzzedService[] = [];
  for (const { name, url } of status.services) {
    if (name === gateway?.name) continue;
    const document = await documentOf(name, url);
    const throughGateway = direct ? undefined : gatewayUrl;
    own.push({ name, document, baseUrlOf: ({ path }) => (path.startsWith('/api/') ? (throughGateway ?? url) : url) });
  }
  if (!gateway || gatewayUrl === undefined) return own;
  const served = new Set(
    own.flatMap(({ document }) => Object.keys(document.paths)).filter((path) => path.startsWith('/api/')),
  );
  const document = await documentOf(gateway.name, gatewayUrl);
  const paths = Object.fromEntries(Object.entries(document.paths).filter(([path]) => !served.has(path)));
  return [...own, { name: gateway.name, document: { ...document, paths }, baseUrlOf: () => gatewayUrl }];
}

async function documentOf(service: string, url: string): Promise<Document> {
  const answer = await fetch(`${url}/openapi.json`).catch((cause: unknown) => ({
    ok: false as const,
    status: 0,
    cause,
  }));
  if (answer.ok) return (await answer.json()) as Document;
  throw new AuroraError('no_document', `${service} does not tell its OpenAPI document.`, {
    exit: 'failed',
    details: [answer.status === 0 ? `${url} does not answer.` : `${url}/openapi.json answered ${answer.status}.`],
    next: `aurora logs ${service}`,
  });
}

async function targetOf(fleet: Fleet, services: readonly FuzzedService[]): Promise<FuzzTarget> {
  const sign = async (...scopes: string[]) =>
    (await signToken(fleet, { subject: 'fuzz', scopes, expiresInMs: TOKEN_MS })).token;
  const entities = fleet.services.flatMap((service) =>
    service.kind === 'domain' ? service.entities.map((entity) => ({ service: service.name, entity })) : [],
  );
  const pathOf = new Map(entities.map(({ service, entity }) => [`${service}.${entity.name}`, entity.path]));
  const files = services.find(({ document }) => '/api/v1/files' in document.paths)?.name;
  const references = new Map<string, string>();
  for (const { entity } of entities) {
    for (const field of entity.fields) {
      if (field.type !== 'reference') continue;
      const path = pathOf.get(`${field.service}.${field.entity}`) ?? (field.service === files ? 'files' : undefined);
      if (path !== undefined) references.set(`/api/v1/${entity.path} ${field.name}`, `/api/v1/${path}`);
    }
  }
  return {
    services,
    tokens: { all: await sign('*'), other: await sign('nothing:here') },
    known: { service: fleet.services.map(({ name }) => name) },
    refersTo: (collection, field) => references.get(`${collection} ${field}`),
  };
}

async function told(find: Find, fleet: Fleet, runtime: Runtime, services: readonly FuzzedService[]): Promise<ToldFind> {
  const { document } = services.find(({ name }) => name === find.service) as FuzzedService;
  const operation = operationsOf(document).find(({ key }) => key === find.operation);
  const answer = operation && answerFor(operation, find.status);
  const log: string[] = [];
  const filter = logFilter({ level: 'info', correlationId: find.correlationId });
  for await (const line of runtime.logs(fleet, { services: [], follow: false, ...filter })) {
    if (log.length < LOG_LINES) log.push(shortly(line));
  }
  return toldFind(find, answer?.description ?? `nothing of ${find.status}`, log);
}

/** What a line says, without what all of this request say. */
function shortly(line: LogLine): string {
  const { time: _time, service, level, msg, ...rest } = parseLogLine(line);
  const others = Object.entries(rest).filter(([name]) => !SAID_BY_ALL.includes(name));
  return [service, level, msg, ...others.map(([name, value]) => `${name}=${shown(value)}`)].join(' ').slice(0, 1_000);
}

function requireOperations(services: readonly FuzzedService[], wanted: readonly string[]): void {
  const all = services.flatMap(({ document }) => operationsOf(document).map(({ key }) => key));
  const unknown = wanted.filter((each) => !all.includes(each));
  if (unknown.length === 0) return;
  throw new AuroraError('no_such_operation', `No running service has the operation ${unknown.join(', ')}.`, {
    exit: 'usage',
    details: [`Its operations: ${all.join(', ')}`],
    next: `aurora contracts fuzz --operation ${JSON.stringify(all[0])}`,
  });
}

function refusedHere({ environment }: Fleet): AuroraError {
  return new AuroraError(
    'not_development',
    `This is ${environment}: fuzzing makes, changes and deletes thousands of resources.`,
    {
      exit: 'usage',
      next: 'aurora contracts fuzz --allow-any-environment, when nobody else needs this fleet',
    },
  );
}
