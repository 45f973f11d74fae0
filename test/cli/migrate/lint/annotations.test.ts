import { expect, it } from '@jest/globals';
import { annotations } from '../../../../cli/migrate/lint/annotations.ts';
import type { Finding } from '../../../../cli/migrate/lint/contract.ts';

const finding: Finding = {
  service: 'orders-service',
  migration: '0002-fill-rate',
  file: 'migrations/orders-service/0002-fill-rate.ts',
  line: 7,
  direction: 'up',
  engines: ['mysql'],
  rule: 'unbatched-write',
  severity: 'warning',
  subject: '100% of orders',
  why: 'One, two:\nthree.',
  safe: 'Less.',
};

it('escapes what ends a workflow command of GitHub or a property of it', () => {
  expect(annotations([finding], '/checkout/a,b/shop', '/checkout')).toEqual([
    '::warning file=a%2Cb/shop/migrations/orders-service/0002-fill-rate.ts,line=7,title=unbatched-write::100%25 of orders%0AOne, two:%0Athree.%0ASafe: Less.',
  ]);
});
