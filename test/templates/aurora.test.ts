import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { findDrift } from '../../cli/actions/generate.ts';
import { repository } from '../support/aurora.ts';

const templates = join(repository, 'templates');
const sources = readdirSync(templates, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.hbs'));

function dependenciesOf(packageJson: string): Record<string, string> {
  return JSON.parse(readFileSync(join(repository, packageJson), 'utf8')).dependencies;
}

describe('the Aurora fleet', () => {
  it('is what the templates make of its config', async () => {
    expect((await findDrift({ file: join(repository, 'aurora.config.yaml') })).changes).toEqual([]);
  });

  it('is unknown to the templates', () => {
    const told = sources.filter((path) =>
      /subject-service|subjects|syllab/i.test(`${path}\n${readFileSync(join(templates, path), 'utf8')}`),
    );
    expect(told).toEqual([]);
  });

  it('stands on the versions that shared/ stands on', () => {
    const shared = dependenciesOf('shared/package.json');
    for (const service of readdirSync(join(repository, 'services'))) {
      const { '@aurora/shared': _, ...own } = dependenciesOf(join('services', service, 'package.json'));
      const common = Object.entries(own).filter(([name]) => Object.hasOwn(shared, name));
      expect(shared).toMatchObject(Object.fromEntries(common));
    }
  });
});
