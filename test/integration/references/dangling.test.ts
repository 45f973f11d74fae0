import { expect, it } from '@jest/globals';
import { Gauge, Registry } from 'prom-client';
import { connectDatabase } from '../../../shared/database/index.ts';
import { showDangling } from '../../../shared/references/index.ts';
import { readableLog } from '../../support/log.ts';

it('leaves all other metrics to be read while its database is away, and fails as a check', async () => {
  const database = await connectDatabase({
    url: 'postgres://a:b@127.0.0.1:1/none',
    poolSize: 1,
    log: readableLog().log,
  });
  try {
    const metrics = new Registry();
    new Gauge({ name: 'others', help: 'All other metrics.', registers: [metrics] }).set(7);
    const checks: (() => Promise<unknown>)[] = [];
    const readiness = { add: ({ check }: { check: () => Promise<unknown> }) => checks.push(check) };
    const references = [{ field: 'authorId', column: 'author_id', target: 'people.Person' }];
    showDangling({ database, metrics, readiness }, [{ name: 'books', table: 'books', references } as never]);

    const text = await metrics.metrics();
    expect(text).toMatch(/^others 7$/m);
    expect(text).toMatch(/^references_dangling\{entity="books",field="authorId"\} Nan$/m);
    await expect(checks[0]?.()).rejects.toMatchObject({ code: 'unavailable' });
  } finally {
    await database.close();
  }
});
