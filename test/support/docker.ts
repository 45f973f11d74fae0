import { askEngine, connectEngine } from '../../cli/runtimes/docker/engine.ts';
import { PUBLIC_IMAGES } from '../../cli/runtimes/docker/images/public.ts';

/** Why tests on Docker cannot run here; undefined: they can. */
export const dockerMissing = await look();

async function look(): Promise<string | undefined> {
  const answer = await askEngine();
  if ('refusal' in answer) return answer.refusal;
  const engine = await connectEngine();
  const { node } = PUBLIC_IMAGES;
  return engine
    .getImage(node)
    .inspect()
    .then(
      () => undefined,
      () => `the engine has no image ${node}`,
    );
}
