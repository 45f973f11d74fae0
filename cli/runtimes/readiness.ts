import type { Health } from './contract.ts';
import { http } from './http.ts';

const ANSWER_WITHIN_MS = 1_000;

export interface Readiness {
  /** It takes requests, perhaps without something that it can do without. */
  readonly accepting: boolean;
  readonly health: Exclude<Health, 'starting'>;
  /** Why it is not ready, in one line. */
  readonly reason?: string;
}

/** Asks a service whether it is ready. `down`: it does not answer; `degraded`: it does, and something it stands on is missing. */
export function readiness(port: number): Promise<Readiness> {
  return new Promise((resolve) => {
    const unreachable = (error: Error) => resolve({ accepting: false, health: 'down', reason: error.message });
    const request = http.get({ host: '127.0.0.1', port, path: '/health/ready', agent: false }, (response) => {
      response.toArray().then((chunks) => {
        resolve(judge(response.statusCode, Buffer.concat(chunks).toString('utf8')));
      }, unreachable);
    });
    request.setTimeout(ANSWER_WITHIN_MS, () => request.destroy(new Error(`no answer within ${ANSWER_WITHIN_MS} ms`)));
    request.once('error', unreachable);
  });
}

/** What a service's own report tells; any other server that answers 200 is ready. */
interface Report {
  readonly status?: string;
  readonly dependencies?: readonly { readonly name: string; readonly status: string; readonly lastError?: string }[];
}

function judge(statusCode: number | undefined, body: string): Readiness {
  const report = parse(body);
  const accepting = statusCode === 200;
  if (accepting && report.status !== 'degraded') return { accepting, health: 'ready' };
  const missing = report.dependencies?.filter(({ status }) => status === 'down') ?? [];
  const reasons = missing.map(({ name, lastError }) => (lastError ? `${name}: ${lastError}` : name));
  return {
    accepting,
    health: 'degraded',
    reason: reasons.join('; ') || `readiness says ${report.status ?? statusCode}`,
  };
}

function parse(body: string): Report {
  try {
    return Object(JSON.parse(body));
  } catch {
    return {};
  }
}
