import { http } from '../../http.ts';
import type { Colour, Condition, Role } from '../../stage.ts';
import { previewUrl } from '../edge/preview.ts';
import { type Engine, statusOf } from '../engine.ts';

const ANSWER_WITHIN_MS = 2_000;
/** One crash may be another's fault; the second is its own. */
const CRASHES = 2;

/** How a service does in one of its places, as it says itself; what has ended, says the engine. */
export async function conditionOf(
  engine: Engine,
  edge: string,
  container: string,
  service: string,
  colour: Colour,
): Promise<Condition> {
  const info = await inspect(engine, container);
  if (!info) return { ready: false, reason: 'there is no container of it' };
  const { State, RestartCount } = info;
  if (State.Status === 'exited' || State.Status === 'dead') {
    return { ready: false, reason: `it ended with ${State.ExitCode}`, ended: `ended with ${State.ExitCode}` };
  }
  if (RestartCount >= CRASHES && State.Status !== 'running') {
    return { ready: false, ended: `ended ${RestartCount} times, last with ${State.ExitCode}` };
  }
  return ask(`${await previewUrl(engine, edge, service, colour)}/health/ready`);
}

async function inspect(engine: Engine, container: string) {
  try {
    return await engine.getContainer(container).inspect();
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}

/** What a service of ours tells; of another kind of server nothing but its status counts. */
interface Report {
  readonly status?: string;
  readonly role?: Role;
  readonly consuming?: boolean;
  readonly dependencies?: readonly { readonly name: string; readonly status: string; readonly lastError?: string }[];
}

function ask(url: string): Promise<Condition> {
  return new Promise((resolve) => {
    const unreachable = (error: Error) => resolve({ ready: false, reason: error.message });
    const request = http.get(url, { agent: false }, (response) => {
      response.toArray().then((chunks) => {
        resolve(judge(response.statusCode, Buffer.concat(chunks).toString('utf8')));
      }, unreachable);
    });
    request.setTimeout(ANSWER_WITHIN_MS, () => request.destroy(new Error(`no answer within ${ANSWER_WITHIN_MS} ms`)));
    request.once('error', unreachable);
  });
}

function judge(statusCode: number | undefined, body: string): Condition {
  const { status, role, consuming, dependencies = [] } = parse(body);
  if (statusCode === 200) return { ready: true, role, consuming };
  const missing = dependencies.filter((each) => each.status === 'down');
  const reasons = missing.map(({ name, lastError }) => (lastError ? `${name}: ${lastError}` : name));
  return { ready: false, reason: reasons.join('; ') || `readiness says ${status ?? statusCode}`, role, consuming };
}

function parse(body: string): Report {
  try {
    return Object(JSON.parse(body));
  } catch {
    return {};
  }
}
