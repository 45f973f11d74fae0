import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Fleet } from '../config/model.ts';
import type { Narrator } from '../narrator.ts';
import type { Runtime } from '../runtimes/contract.ts';
import type { CheckResult, Target } from '../verify/contract.ts';
import { createEventWatch } from '../verify/events/watch.ts';
import { createHttp } from '../verify/http.ts';
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
const PATIENCE_MS = 10_000;
const LOG_LINES = 10;

/** Checks the running fleet from outside, as its clients meet it. */
export async function verify(
  fleet: Fleet,
  runtime: Runtime,
  options: VerifyOptions,
  narrator: Narrator,
): Promise<CheckResult[]> {
  const status = await requireRunning(fleet, runtime);
  await using events = createEventWatch(fleet, runtime);
  const target: Target = {
    fleet,
    status,
    http: createHttp(PATIENCE_MS),
    token: async (...scopes) => (await signToken(fleet, { subject: 'verify', scopes, expiresInMs: TOKEN_MS })).token,
    databases: (work) => runtime.withDatabases(fleet, work),
    events,
  };
  const tail = (service: string) => lastLines(fleet, runtime, service);
  const results = await runChecks(checksOf(target, options), target, tail, narrator);
  if (options.junit) {
    await mkdir(dirname(options.junit), { recursive: true });
    await writeFile(options.junit, junit(fleet.name, results));
  }
  return results;
}

async function lastLines(fleet: Fleet, runtime: Runtime, service: string): Promise<string[]> {
  const lines: string[] = [];
  for await (const { text } of runtime.logs(fleet, { services: [service], follow: false })) {
    lines.push(text);
    if (lines.length > LOG_LINES) lines.shift();
  }
  return lines;
}
