import { ask, expectStatus } from '../ask.ts';
import { type Check, CheckFailed, type Subject } from '../contract.ts';

/** Every service answers for itself and for what it depends on. */
export function healthChecks({ status }: Subject): Check[] {
  return status.services.flatMap(({ name, url }): Check[] => [
    {
      area: 'health',
      claim: `${name} is alive`,
      service: name,
      run: async () => {
        await expectStatus(200, `${url}/health`);
      },
    },
    { area: 'health', claim: `${name} is ready`, service: name, run: () => requireReady(url) },
  ]);
}

interface Dependency {
  readonly name: string;
  readonly status: 'up' | 'down';
  readonly lastError?: string;
}

async function requireReady(url: string): Promise<void> {
  const { status, body } = await ask(`${url}/health/ready`);
  const { dependencies = [] } = Object(body) as { dependencies?: Dependency[] };
  const bad = dependencies
    .filter((each) => each.status !== 'up')
    .map(({ name, lastError }) => `${name} (${lastError})`);
  if (status === 200 && bad.length === 0) return;
  throw new CheckFailed(`GET ${url}/health/ready answered ${status}; not well: ${bad.join(', ') || 'itself'}`);
}
