import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { fleetOf } from '../fleets/support/fleets.ts';

describe('a subscriber', () => {
  it('has the settings of the config, and of those that it leaves out none', async () => {
    using fleet = fleetOf('bank');
    await fleet.generate();
    const path = join(fleet.root, 'services/crm-service/src/generated/subscribers/subscriptions.ts');
    const read = () => readFileSync(path, 'utf8');
    expect(read()).toContain('concurrency: 4,\n      timeoutMs: 10000,\n      retry: { delaysMs: [200, 2000] },\n');
    await fleet.edit((text) => text.replace(', concurrency: 4, timeoutMs: 10000, retryMs: [200, 2000]', ''));
    await fleet.generate();
    expect(read()).not.toMatch(/concurrency|timeoutMs|retry/);
  });
});
