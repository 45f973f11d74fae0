import type { RuntimeName } from '../config/model.ts';
import { askEngine } from '../runtimes/docker/engine.ts';
import { type Check, ok, warn } from './check.ts';

/** Only a fleet that is to run in containers misses an engine. */
export function docker(runtime: RuntimeName | 'auto' | undefined): Check {
  return {
    name: 'docker',
    async look() {
      const answer = await askEngine();
      if ('version' in answer) return ok(`engine ${answer.version}`);
      return runtime === 'docker'
        ? warn(answer.refusal, 'start Docker, or set runtime: process in the config')
        : ok(`${answer.refusal}; the process runtime needs none`);
    },
  };
}
