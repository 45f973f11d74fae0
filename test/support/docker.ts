import { askEngine, connectEngine } from '../../cli/runtimes/docker/engine.ts';
import { presentImages } from '../../cli/runtimes/docker/images/present.ts';
import { PUBLIC_IMAGES } from '../../cli/runtimes/docker/images/public.ts';

/** Without these no fleet comes up. */
const NEEDED = (
  ['node', 'postgres', 'mariadb', 'rabbitmq', 'redis', 'haproxy', 'prometheus', 'alertmanager'] as const
).map((name) => PUBLIC_IMAGES[name]);

/** Why tests on Docker cannot run here; undefined: they can. */
export const dockerMissing: string | undefined = await whyNot();

async function whyNot(): Promise<string | undefined> {
  const answer = await askEngine();
  if ('refusal' in answer) return `${answer.refusal} (./bin/test --prepare as root on Debian installs one)`;
  const present = await presentImages(await connectEngine(), NEEDED);
  const absent = NEEDED.filter((image) => !present.has(image));
  return absent.length === 0 ? undefined : `the engine has no ${absent.join(', ')}`;
}
