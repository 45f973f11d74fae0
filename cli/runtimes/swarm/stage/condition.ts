import type { Readiness } from '../../readiness.ts';
import type { Condition } from '../../stage.ts';
import type { Observed, ObservedService, ObservedTask } from '../observe.ts';
import { hasFailed, isAlive } from '../tasks.ts';

/** One crash may be another's fault; the second is its own. */
const CRASHES = 2;

/** Who is asked how it does. */
export interface Asking {
  /** A task by itself. */
  task(task: ObservedTask): Promise<Readiness>;
  /** To how many of its tasks each edge sends requests, at the least. */
  reached(): Promise<number>;
}

/** How a service does in one of its places: as each of its tasks says itself, and as the edges reach them. */
export async function conditionOf(
  service: ObservedService | undefined,
  nodes: Pick<Observed, 'nodes'>,
  ask: Asking,
): Promise<Condition> {
  if (!service) return { ready: false, reason: 'there is no service of it' };
  const ended = endOf(service);
  if (ended !== undefined) return { ready: false, ended };
  const tasks = currentOf(service).filter((task) => isAlive(task, nodes));
  const answers = await Promise.all(tasks.map((task) => ask.task(task)));
  const roles = rolesIn(answers);
  const reason = whyNotWhole(service, answers);
  if (reason !== undefined) return { ready: false, reason, ...roles };
  if ((await ask.reached()) > 0) return { ready: true, ...roles };
  return { ready: false, reason: 'an edge does not reach it yet', ...roles };
}

function currentOf({ tasks, taskFingerprint }: ObservedService): readonly ObservedTask[] {
  return tasks.filter((task) => task.isWanted && task.fingerprint === taskFingerprint);
}

function endOf({ tasks, taskFingerprint }: ObservedService): string | undefined {
  const own = tasks.filter((task) => task.fingerprint === taskFingerprint);
  const ends = own.filter(hasFailed).toSorted((one, other) => (one.createdAt < other.createdAt ? 1 : -1));
  const [last] = ends;
  if (!last || ends.length < CRASHES || own.some(({ state }) => state === 'running')) return undefined;
  return `ended ${ends.length} times, last with ${last.exitCode ?? last.error ?? last.state}`;
}

function whyNotWhole(service: ObservedService, answers: readonly Readiness[]): string | undefined {
  const wanted = service.replicas ?? 1;
  if (wanted === 0) return 'it is scaled to 0';
  if (answers.length < wanted) {
    const error = currentOf(service).find((task) => task.state !== 'running' && task.error)?.error;
    return [`${answers.length} of ${wanted} run`, ...(error ? [error] : [])].join('; ');
  }
  const unready = answers.filter(({ accepting }) => !accepting);
  return unready.length === 0 ? undefined : `${unready.length} of ${wanted} are not ready: ${unready[0]?.reason}`;
}

/** The role that all of them have taken up; where they differ, or one does not say, it is one that nobody waits for. */
function rolesIn(answers: readonly Readiness[]): Pick<Condition, 'role' | 'consuming'> {
  if (answers.every(({ role, health }) => role === undefined && health !== 'down')) return {};
  if (answers.every(({ role }) => role === 'standby')) {
    return { role: 'standby', consuming: answers.some(({ consuming }) => consuming !== false) };
  }
  return { role: 'live', consuming: answers.every(({ role, consuming }) => role === 'live' && consuming === true) };
}
