import { expect, it } from '@jest/globals';
import { postgres } from '../../../../shared/database/dialects/postgres.ts';

it.each(['57P01', '53300', 'ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EHOSTUNREACH'])(
  'a database that is away (%s) is a problem to try again after',
  (code) => {
    const cause = Object.assign(new Error('10.1.2.3 is away'), { code });
    expect(postgres.translate(cause)).toMatchObject({
      code: 'unavailable',
      detail: 'The database is not available.',
      cause,
    });
  },
);

it('what is no problem of a database stays what it is', () => {
  const error = Object.assign(new Error('syntax error'), { code: '42601' });
  expect(postgres.translate(error)).toBe(error);
});
