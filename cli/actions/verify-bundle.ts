import { readFile } from 'node:fs/promises';
import { release } from 'node:os';
import { dirname } from 'node:path';
import { inspectFleet } from '../config/load.ts';
import { type LoadOptions, locate } from '../config/locate.ts';
import type { Fleet, RuntimeName } from '../config/model.ts';
import { contractStates } from '../contracts/states.ts';
import { AuroraError } from '../errors.ts';
import type { Narrator } from '../narrator.ts';
import { packageJson } from '../package.ts';
import type { FleetStatus, Runtime } from '../runtimes/contract.ts';
import { layoutOf } from '../runtimes/layout.ts';
import { selectLogged } from '../runtimes/select.ts';
import { writeZip } from '../verify/bundle/archive.ts';
import { collect, type Missing, type Part } from '../verify/bundle/collect.ts';
import { createRedactor, type Redactor } from '../verify/bundle/redactor.ts';
import { secretTexts } from '../verify/bundle/secret-texts.ts';
import { summary } from '../verify/report/summary.ts';
import type { VerifyReport } from '../verify/report.ts';
import { examine } from './doctor.ts';
import { eventsStatus } from './events/status.ts';
import { migrateStatus } from './migrate-status.ts';
import { signToken } from './token.ts';

export interface BundlePlace extends LoadOptions {
  readonly runtime?: RuntimeName | 'auto' | undefined;
}

/** Of each service. */
const LOG_LINES = 1_000;
const METRICS_MS = 5_000;

/**
 * Verifies, and writes the zip whatever comes of it: what keeps a fleet from being verified is what a bug report is about.
 * @param file undefined: no zip is wanted
 */
export async function bundled(
  file: string | undefined,
  place: BundlePlace,
  narrator: Narrator,
  verify: () => Promise<VerifyReport>,
): Promise<VerifyReport> {
  if (file === undefined) return verify();
  let report: VerifyReport;
  try {
    report = await verify();
  } catch (error) {
    const wasStopped = error instanceof AuroraError && error.exit === 'interrupted';
    if (!wasStopped) await writeBundle(file, place, narrator, { error });
    throw error;
  }
  await writeBundle(file, place, narrator, { report });
  return report;
}

type Result = { readonly report: VerifyReport } | { readonly error: unknown };

async function writeBundle(file: string, place: BundlePlace, narrator: Narrator, result: Result): Promise<void> {
  await narrator.step(`write ${file}`, async (step) => {
    const root = dirname(locate(place).file);
    const redactor = createRedactor(await secretTexts(layoutOf(root).secrets));
    const { found, missing } = await collect(await partsOf(place, result));
    const texts = new Map([...found].map(([path, value]) => [path, redacted(redactor, path, value)]));
    texts.set('README.txt', redactor.text(readme(texts, missing)));
    const bytes = await writeZip(file, new Map([...texts].sort(([a], [b]) => (a < b ? -1 : 1))));
    step.note(
      `${texts.size} files, ${Math.ceil(bytes / 1024)} KB${missing.length > 0 ? `, without ${missing.map(({ path }) => path).join(', ')}` : ''}`,
    );
  });
}

function redacted(redactor: Redactor, path: string, value: unknown): string {
  if (typeof value !== 'string') return redactor.json(value);
  return path.endsWith('.yaml') ? redactor.yaml(value) : redactor.text(value);
}

async function partsOf(place: BundlePlace, result: Result): Promise<Part[]> {
  const { fleet, findings, file } = await inspectFleet(place);
  const observe = async (of: Fleet) => (await selectLogged(of, place.runtime)).runtime.observe(of);
  return [
    ...resultParts(result),
    { path: 'versions.json', gather: async () => versions() },
    { path: 'config/aurora.config.yaml', gather: () => readFile(file, 'utf8') },
    { path: 'doctor.json', gather: () => examine(place, observe) },
    ...(findings.length > 0 ? [{ path: 'config/mistakes.json', gather: async () => findings }] : []),
    ...(fleet ? await fleetParts(fleet, place) : []),
  ];
}

function resultParts(result: Result): Part[] {
  if ('error' in result) return [{ path: 'results.json', gather: async () => ({ error: told(result.error) }) }];
  const { report } = result;
  return [
    { path: 'results.json', gather: async () => report },
    { path: 'results.txt', gather: async () => `${summary(report, { timing: true }).join('\n')}\n` },
  ];
}

async function fleetParts(fleet: Fleet, { runtime: wanted }: BundlePlace): Promise<Part[]> {
  const selected = selectLogged(fleet, wanted);
  // Each part says for itself what keeps it from being there.
  selected.catch(() => undefined);
  const on = async <T>(work: (runtime: Runtime) => Promise<T>) => work((await selected).runtime);
  const status = () => on((runtime) => runtime.observe(fleet));
  // A database could be started for the purpose; whoever reports a bug wants things left as they are.
  const onRunning = <T>(work: (runtime: Runtime) => Promise<T>) =>
    on(async (runtime) => {
      if (await status()) return work(runtime);
      throw new Error('the fleet is down');
    });
  return [
    { path: 'config/resolved.json', gather: async () => fleet },
    { path: 'status.json', gather: async () => (await status()) ?? { running: false } },
    { path: 'migrations.json', gather: () => onRunning((runtime) => migrateStatus(fleet, runtime)) },
    { path: 'contracts.json', gather: () => contractStates(fleet) },
    { path: 'events.json', gather: () => onRunning((runtime) => eventsStatus(fleet, runtime)) },
    { path: 'logs/', gather: () => on((runtime) => logsOf(fleet, runtime)) },
    { path: 'metrics/', gather: async () => metricsOf(fleet, await status()) },
  ];
}

async function logsOf(fleet: Fleet, runtime: Runtime): Promise<Map<string, string>> {
  const lines = new Map<string, string[]>();
  for await (const { service, text } of runtime.logs(fleet, { services: [], tail: LOG_LINES, follow: false })) {
    const own = lines.get(`${service}.log`) ?? [];
    own.push(text);
    lines.set(`${service}.log`, own);
  }
  return new Map([...lines].map(([name, all]) => [name, `${all.join('\n')}\n`]));
}

async function metricsOf(fleet: Fleet, status: FleetStatus | null): Promise<Map<string, string>> {
  const token = await signToken(fleet, { subject: 'verify', scopes: ['metrics:read'] }).then(
    (signed) => signed.token,
    () => null, // outside of development; from this machine they can be had without
  );
  const asked = (status?.services ?? []).map(async ({ name, url }): Promise<[string, string]> => {
    try {
      const headers = { ...(token !== null && { authorization: `Bearer ${token}` }) };
      const answer = await fetch(`${url}/metrics`, { headers, signal: AbortSignal.timeout(METRICS_MS) });
      return [`${name}.txt`, answer.ok ? await answer.text() : `# answered ${answer.status}\n`];
    } catch (error) {
      return [`${name}.txt`, `# no answer: ${(error as Error).message}\n`];
    }
  });
  return new Map(await Promise.all(asked));
}

function versions() {
  const { name, version } = packageJson();
  return {
    aurora: `${name} ${version}`,
    node: process.version,
    system: `${process.platform} ${process.arch} ${release()}`,
    writtenAt: new Date().toISOString(),
  };
}

function told(error: unknown) {
  if (!(error instanceof AuroraError)) return { message: String((error as Error).stack ?? error) };
  const { code, message, details, next } = error;
  return { code, message, details, next };
}

function readme(texts: ReadonlyMap<string, string>, missing: readonly Missing[]): string {
  return [
    'What `aurora verify --bundle` found, for a bug report.',
    'Secrets of the fleet, tokens, passwords in URLs and values under telling names are taken out: [redacted].',
    'What your services logged of people is in it. Look through it before you hand it on.',
    '',
    ...[...texts.keys()].sort(),
    ...(missing.length > 0 ? ['', 'Not to be had:', ...missing.map(({ path, because }) => `${path}: ${because}`)] : []),
    '',
  ].join('\n');
}
