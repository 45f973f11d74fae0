import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { ciFiles } from '../../../../cli/export/ci/plan.ts';
import { fleetOf } from '../../../cli/runtimes/support/fleet.ts';
import { repository } from '../../../support/aurora.ts';

/** Those of a later version: their jobs are not run before somebody names a runner for an environment. */
const LATER = ['deploy', 'rollback'];

it('pipelines call commands that there are, with flags that they have', async () => {
  const fleet = fleetOf(undefined, { images: { registry: 'registry.example.org/team' } });
  const files = ciFiles(
    {
      fleet,
      environments: ['staging'],
      scripts: [],
      branch: 'main',
      check: 'export ci --check --provider all --branch main',
    },
    'all',
  );
  const lines = files.flatMap(({ content }) => content.match(/\.\/bin\/aurora [^;|>\n]*/g) ?? []);
  const calls = [...new Set(lines.map((line) => line.trim()))].filter((line) => line !== './bin/aurora --version');
  expect(calls.length).toBeGreaterThan(10);
  for (const call of calls) {
    const words = call
      .split(' ')
      .slice(1)
      .filter((word) => !word.startsWith('"'));
    const path = words.slice(0, words.findIndex((word) => word.startsWith('-')) >>> 0);
    const file = join(repository, 'cli/commands', `${path.join('/')}.ts`);
    if (LATER.includes(path.join(' ')) && !existsSync(file)) continue;
    const { default: command } = await import(file);
    const known = Object.entries<{ char?: string }>({ ...command.baseFlags, ...command.flags });
    const flags = words.filter((word) => word.startsWith('-')).map((word) => word.replace(/^-+/, ''));
    for (const flag of flags) {
      expect([call, known.some(([name, { char }]) => [name, char].includes(flag))]).toEqual([call, true]);
    }
  }
});
