import { fail, ok, type Verdict, warn } from '../check.ts';
import type { Blind, Sight } from './sight.ts';

const NEXT: Readonly<Record<Blind['because'], string>> = {
  'no engine': 'start Docker; or DOCKER_HOST=… with the address of a manager: unix://, tcp:// or ssh://',
  'no manager': 'DOCKER_HOST=… with the address of a manager; or, for a swarm of this one engine: docker swarm init',
  'no leader':
    'half a minute later once more; then start managers that are down, of which more than half have to answer',
};

/** Whether anything can be changed, and how many managers may be lost until nothing can. */
export function managers(seen: Sight | Blind): Verdict {
  if ('because' in seen) return fail(seen.found, NEXT[seen.because]);
  const all = seen.nodes.filter(({ manages }) => manages !== undefined);
  const away = all.filter(({ manages }) => !manages).map(({ hostname }) => hostname);
  const needed = Math.floor(all.length / 2) + 1;
  if (away.length > 0) {
    return warn(
      `${all.length - away.length} of ${all.length} managers answer, ${needed} have to; ${away.join(', ')} not`,
      `start ${away.join(', ')}; or, if gone for good: docker node demote ${away[0]} && docker node rm ${away[0]}`,
    );
  }
  if (seen.nodes.length === 1) return ok(`a swarm of one engine, Docker ${seen.version}`);
  const spare = all.length - needed;
  if (spare > 0) return ok(`${all.length} managers, of which ${spare} may be lost, Docker ${seen.version}`);
  const count = all.length === 1 ? 'one manager, which must not be lost' : 'two managers, of which none may be lost';
  return warn(count, 'docker node promote …, until there are three');
}
