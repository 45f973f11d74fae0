import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { run } from '../../support/aurora.ts';

const root = join(import.meta.dirname, '../../..');

it('is type-checked by pages, which have the types of browsers and none of Node', async () => {
  const flags = ['--ignoreConfig', '--noEmit', '--strict', '--allowImportingTsExtensions', '--module', 'nodenext'];
  const browser = ['--types', '', '--lib', 'es2024,dom,dom.asynciterable'];
  const client = join(root, 'services/client/src/generated/index.ts');
  const { exitCode, stdout } = await run(join(root, 'node_modules/.bin/tsc'), [...flags, ...browser, client], {
    cwd: root,
  });
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' });
}, 60_000);
