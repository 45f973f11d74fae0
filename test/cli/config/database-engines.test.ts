import { expect, it } from '@jest/globals';
import { databaseEngines } from '../../../cli/config/database-engines.ts';

const base = 'version: 1\nname: shop\n';

it.each([
  [base, ['postgres']],
  [`${base}infrastructure: { database: { engine: mysql } }\n`, ['mysql']],
  [
    `${base}environments:\n  production: { infrastructure: { database: { engine: mariadb } } }\n`,
    ['postgres', 'mariadb'],
  ],
  [
    `${base}environments:\n  a: { runtime: docker }\n  b: { infrastructure: { database: { engine: postgres } } }\n`,
    ['postgres'],
  ],
  [`${base}environments:\n  a: { runtime: "\${NOT_SET}" }\n`, ['postgres']],
])('the databases that a config names over its environments: %j', (text, engines) => {
  expect(databaseEngines(text)).toEqual(engines);
});
