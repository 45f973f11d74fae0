import { writeFile } from 'node:fs/promises';
import type { Fleet } from '../config/model.ts';
import type { Narrator } from '../narrator.ts';
import type { FleetStatus, Runtime } from '../runtimes/contract.ts';
import type { CheckResult, Subject } from '../verify/contract.ts';
import { junit } from '../verify/junit.ts';
import { checksOf, runChecks } from '../verify/run.ts';
import { requireRunning } from './running.ts';
import { signToken } from './token.ts';

export interface VerifyOptions {
  /** Only checks that write nothing. */
  readonly smoke: boolean;
  /** Where to write JUnit XML. */
  readonly junit?: string | undefined;
}

const TOKEN_MS = 10 * 60 * 1000;
const LOG_LINES = 10;

/** Checks the running fleet from outside, as its clients meet it. */
export async function verify(
  fleet: Fleet,
  runtime: Runtime,
  options: VerifyOptions,
  narrator: Narrator,
): Promise<CheckResult[]> {
  const status = await requireRunning(fleet, runtime);
  const subject: Subject = {
    fleet,
    status,
    entry: entryOf(fleet, status),
    token: async (...scopes) => (await signToken(fleet, { subject: 'verify', scopes, expiresInMs: TOKEN_MS })).token,
    databases: (work) => runtime.withDatabases(fleet, work),
  };
  const tail = (service: string) => lastLines(fleet, runtime, service);
  const results = await runChecks(checksOf(subject, options), subject, tail, narrator);
  if (options.junit) await writeFile(options.junit, junit(fleet.name, results));
  return results;
}

/** A fleet without a gateway is talked to at its only service. */
function entryOf(fleet: Fleet, { services }: FleetStatus): string {
  const gateway = fleet.services.find(({ kind }) => kind === 'gateway')?.name;
  return (services.find(({ name }) => name === gateway) ?? services[0])?.url ?? '';
}

async function lastLines(fleet: Fleet, runtime: Runtime, service: string): Promise<string[]> {
  const lines: string[] = [];
  for await (const { text } of runtime.logs(fleet, { services: [service], follow: false })) {
    lines.push(text);
    if (lines.length > LOG_LINES) lines.shift();
  }
  return lines;
}
