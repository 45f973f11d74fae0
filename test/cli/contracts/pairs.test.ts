import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { loadFleet } from '../../../cli/config/load.ts';
import { pairName } from '../../../cli/contracts/pact.ts';
import { pairsOf } from '../../../cli/contracts/pairs.ts';
import { planFleet } from '../../../cli/generate/plan/fleet.ts';
import { loadTemplates } from '../../../cli/generate/templates/load.ts';

const repository = join(import.meta.dirname, '../../..');
const templates = loadTemplates(join(repository, 'templates'));
const history = { model: null, emitted: () => false, list: () => [], read: () => null };
const loaded = (folder: string) =>
  loadFleet({ file: join(repository, folder, 'aurora.config.yaml'), environment: 'development' });

describe('pairs', () => {
  it('are who asks or hears whom, and how', async () => {
    const pairs = pairsOf(await loaded('.')).map((pair) => `${pairName(pair)}: ${pair.kinds.join(', ')}`);
    expect(pairs).toEqual([
      'api-gateway → config-service: http',
      'api-gateway → file-service: http',
      'api-gateway → subject-service: http',
      'api-gateway → syllabus-service: http',
      'client → file-service: http',
      'client → subject-service: http',
      'client → syllabus-service: http',
      'file-service → config-service: http',
      'subject-service → config-service: http',
      'subject-service → syllabus-service: http',
      'syllabus-service → config-service: http',
      'syllabus-service → file-service: http, message',
      'syllabus-service → subject-service: http, message',
    ]);
  });

  it('hear events without asking anything where they only subscribe', async () => {
    const pairs = pairsOf(await loaded('test/fleets/bank'));
    expect(pairs.find((pair) => pairName(pair) === 'crm-service → bank-service')?.kinds).toEqual(['http', 'message']);
  });

  it.each(['.', ...['store', 'blog', 'bank', 'hr', 'kinds', 'nasty'].map((name) => `test/fleets/${name}`)])(
    'have a generated test each, and are expected by their providers: %s',
    async (folder) => {
      const fleet = await loaded(folder);
      const { files } = planFleet(fleet, templates, history);
      const consumers = files.flatMap(({ path }) => {
        const [, consumer, provider] =
          /^services\/([^/]+)\/test\/contracts\/generated\/consumes-(.+)\.test\.ts$/.exec(path) ?? [];
        return consumer === undefined ? [] : [`${consumer} → ${provider}`];
      });
      const expected = pairsOf(fleet).map(pairName);
      expect(consumers.toSorted()).toEqual(expected.toSorted());

      const held = files.flatMap((file) => {
        const [, provider] =
          /^services\/([^/]+)\/test\/contracts\/generated\/provides\.test\.ts$/.exec(file.path) ?? [];
        if (provider === undefined) return [];
        const [, list = ''] = /const consumers = (\[[^;]*\]);/.exec(file.content) ?? [];
        return [...list.matchAll(/'([^']+)'/g)].map(([, consumer]) => `${consumer} → ${provider}`);
      });
      expect(held.toSorted()).toEqual(expected.toSorted());
    },
  );
});
