import type { Agent } from 'node:http';
import type { DependencyStatus, Health } from './contract.ts';
import { http } from './http.ts';
import type { Role } from './stage.ts';

/** Longer than a service waits for what it stands on, so that it can tell what does not answer. */
const ANSWER_WITHIN_MS = 1_500;

export interface Readiness {
  /** It takes requests, perhaps without something that it can do without. */
  readonly accepting: boolean;
  readonly health: Exclude<Health, 'starting'>;
  /** Why it is not ready, in one line. */
  readonly reason?: string;
  /** As a service of ours tells. */
  readonly dependencies?: readonly DependencyStatus[];
  readonly build?: string;
  /** Which of two versions side by side it is, and whether it takes events; absent: its version knows of no roles. */
  readonly role?: Role;
  readonly consuming?: boolean;
}

/** Asks a service on this machine whether it is ready. */
export function readiness(port: number): Promise<Readiness> {
  return readinessAt(`http://127.0.0.1:${port}`);
}

/**
 * The same at any base URL. `down`: it does not answer; `degraded`: it does, and something it stands on is missing.
 * @param agent whose connections are kept; false: one of its own
 * @param withinMs for the way there as well
 */
export function readinessAt(
  url: string,
  agent: Agent | false = false,
  withinMs = ANSWER_WITHIN_MS,
): Promise<Readiness> {
  return new Promise((resolve) => {
    const unreachable = (error: Error) => resolve({ accepting: false, health: 'down', reason: error.message });
    const request = http.get(`${url}/health/ready`, { agent }, (response) => {
      response.toArray().then((chunks) => {
        resolve(judge(response.statusCode, Buffer.concat(chunks).toString('utf8')));
      }, unreachable);
    });
    request.setTimeout(withinMs, () => request.destroy(new Error(`no answer within ${withinMs} ms`)));
    request.once('error', unreachable);
  });
}

/** What a service's own report tells; any other server that answers 200 is ready. */
interface Report {
  readonly status?: string;
  readonly build?: string | null;
  readonly role?: Role;
  readonly consuming?: boolean;
  readonly dependencies?: readonly DependencyStatus[];
}

function judge(statusCode: number | undefined, body: string): Readiness {
  const { status, build, dependencies, role, consuming } = parse(body);
  const accepting = statusCode === 200;
  const told = {
    ...(dependencies && { dependencies: dependencies.map(toStatus) }),
    ...(build && { build }),
    ...(role !== undefined && { role }),
    ...(consuming !== undefined && { consuming }),
  };
  if (accepting && status !== 'degraded') return { accepting, health: 'ready', ...told };
  const missing = dependencies?.filter((each) => each.status === 'down') ?? [];
  const reasons = missing.map(({ name, lastError }) => (lastError ? `${name}: ${lastError}` : name));
  return {
    accepting,
    health: 'degraded',
    reason: reasons.join('; ') || `readiness says ${status ?? statusCode}`,
    ...told,
  };
}

/** Without what its check found, which is not of one form. */
function toStatus({ name, status, critical, latencyMs, since, lastError }: DependencyStatus): DependencyStatus {
  return { name, status, critical, latencyMs, since, ...(lastError !== undefined && { lastError }) };
}

function parse(body: string): Report {
  try {
    return Object(JSON.parse(body));
  } catch {
    return {};
  }
}
