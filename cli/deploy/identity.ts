import { randomBytes } from 'node:crypto';
import { hostname, userInfo } from 'node:os';

/** Who is at work, as people read it: in a pipeline whoever has started that. */
export function whoDeploys(env: NodeJS.ProcessEnv): string {
  const person = env.GITHUB_ACTOR ?? env.GITLAB_USER_LOGIN ?? userInfo().username;
  return `${person}@${hostname()}`;
}

/** Sorts by time, and differs from another of the same second. */
export function newDeployId(now: Date): string {
  const stamp = now.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
  return `${stamp}-${randomBytes(2).toString('hex')}`;
}
