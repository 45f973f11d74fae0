import { COLOUR_HEADER } from '../../context/index.ts';
import type { Send } from '../../http/index.ts';
import { redactText } from '../../logging/index.ts';
import type { InstanceReport, KnownInstance, Status } from './contract.ts';

/** Longer than a service waits for what it stands on, so that it can tell what does not answer. */
const PATIENCE_MS = 1_500;

const STATUSES: ReadonlySet<unknown> = new Set<Status>(['ready', 'degraded', 'starting', 'down', 'draining']);

/** Asks an instance how it does. Never rejects: that it does not answer is an answer. */
export async function askInstance(
  send: Send,
  { url, colour }: Pick<KnownInstance, 'url' | 'colour'>,
): Promise<InstanceReport> {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  try {
    const { origin, pathname } = new URL(url);
    const path = `${pathname.replace(/\/$/, '')}/health/ready`;
    // Where two colours have one address, whatever stands before them finds the one that is meant.
    const headers: Record<string, string> = colour === null ? {} : { [COLOUR_HEADER]: colour };
    const { statusCode, body } = await send({ origin, path, method: 'GET', headers, body: null, signal });
    const report = Object(JSON.parse(await body.text()));
    if (STATUSES.has(report.status)) return told(report);
    return down(`its readiness is none of a service of ours; it answered with status ${statusCode}`);
  } catch (error) {
    if (signal.aborted) return down(`no answer within ${PATIENCE_MS} ms`);
    return down(error instanceof SyntaxError ? 'its answer is no JSON' : redactText((error as Error).message));
  }
}

/** What its checks have found besides is of interest to itself alone. */
function told({ status, version, build, startedAt, dependencies = [] }: InstanceReport): InstanceReport {
  return {
    status,
    ...(version !== undefined && { version }),
    ...(build !== undefined && { build }),
    ...(startedAt !== undefined && { startedAt }),
    dependencies: dependencies.map(({ name, status, critical, latencyMs, since, lastError }) => {
      return { name, status, critical, latencyMs, since, ...(lastError !== undefined && { lastError }) };
    }),
  };
}

function down(reason: string): InstanceReport {
  return { status: 'down', reason, dependencies: [] };
}
