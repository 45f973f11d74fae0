import type { Check } from '../contract.ts';
import type { Place } from '../entry.ts';
import type { Http } from '../http.ts';
import { CheckFailed } from '../outcome.ts';

/** Every service answers for itself and for what it depends on. */
export function healthChecks({ status }: Place): Check[] {
  return status.services.flatMap(({ name, url }): Check[] => [
    {
      area: 'health',
      claim: `${name} is alive`,
      service: name,
      run: async ({ http }) => {
        await http.expect(200, `${url}/health`);
      },
    },
    {
      area: 'health',
      claim: `${name} is ready`,
      service: name,
      run: ({ http }) => requireReady(http, `${url}/health/ready`),
    },
  ]);
}

interface Dependency {
  readonly name: string;
  readonly status: 'up' | 'down';
  readonly lastError?: string;
}

async function requireReady(http: Http, url: string): Promise<void> {
  const { status, body } = await http.ask(url);
  const { dependencies = [] } = Object(body) as { dependencies?: readonly Dependency[] };
  const bad = dependencies
    .filter((each) => each.status !== 'up')
    .map(({ name, lastError }) => (lastError === undefined ? name : `${name} (${lastError})`));
  if (status === 200 && bad.length === 0) return;
  const what = bad.length > 0 ? `; not well: ${bad.join(', ')}` : '';
  const found = `${status}${what}`;
  throw new CheckFailed(`GET ${url} answered ${found}`, { where: `GET ${url}`, expected: '200, everything up', found });
}
