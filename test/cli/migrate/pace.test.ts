import { expect, it } from '@jest/globals';
import { paceOf } from '../../../cli/migrate/pace.ts';

it('has defaults that leave room for others', () => {
  expect(paceOf({})).toEqual({ lockTimeoutMs: 3_000, lockRetries: 10, statementTimeoutMs: 0, backfillShare: 0.5 });
});

it('takes what the environment says', () => {
  expect(
    paceOf({ AURORA_LOCK_TIMEOUT: '10s', AURORA_STATEMENT_TIMEOUT: '5m', AURORA_BACKFILL_SHARE: '20%' }),
  ).toMatchObject({ lockTimeoutMs: 10_000, statementTimeoutMs: 300_000, backfillShare: 0.2 });
});

it.each([
  ['AURORA_LOCK_TIMEOUT', '10'],
  ['AURORA_BACKFILL_SHARE', '0%'],
  ['AURORA_BACKFILL_SHARE', '101%'],
  ['AURORA_BACKFILL_SHARE', '0.5'],
])('refuses %s=%s, and says what it has to be', (name, text) => {
  expect(() => paceOf({ [name]: text })).toThrow(`${name} is ${text}, and has to be a`);
});
