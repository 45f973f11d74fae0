import { appendFileSync } from 'node:fs';
import { describe, expect, it, jest } from '@jest/globals';
import { generatedFolder } from './support/generated-folder.ts';

const CONFIG = `version: 1
name: shop
services:
  config-service: { kind: config, port: 9009 }
  crm-service:
    kind: domain
    port: 9001
    entities:
      Customer:
        fields:
          name: { type: string, required: true }
      # who sells
      Agent:
        fields:
          name: { type: string, required: true }
  order-service:
    kind: domain
    port: 9002
    entities:
      Order:
        fields:
          code: { type: string }
          customerId: { references: crm-service.Customer, embed: customer }
`;

jest.setTimeout(120_000);

const { path, read, has, aurora } = generatedFolder(CONFIG);
const remove = (...args: string[]) => aurora('remove', ...args);

describe('aurora remove', () => {
  it('takes an entity out, keeps what holds edits, and says what stays', async () => {
    appendFileSync(path('services/crm-service/src/hooks/agent.ts'), '// mine\n');
    const refused = await remove('entity', 'Agent');
    expect([refused.exitCode, refused.stderr]).toEqual([
      1,
      expect.stringMatching(/crm-service: table agents, all rows of it[\s\S]*--allow-destructive/),
    ]);
    expect(read('aurora.config.yaml')).toBe(CONFIG);
    expect(has('migrations/crm-service/0004-drop-agents.ts')).toBe(false);

    const { exitCode, stdout } = await remove('entity', 'Agent', '--allow-destructive');
    expect(stdout).toContain('removed entity Agent of crm-service\n');
    expect(stdout).toContain('orphan     services/crm-service/src/hooks/agent.ts  (');
    expect(stdout).toContain('its table agents stays with its rows');
    expect(exitCode).toBe(0);
    expect(read('aurora.config.yaml')).toBe(CONFIG.replace(/ {6}# who sells[\s\S]*?(?= {2}order-service)/, ''));
    expect(has('services/crm-service/src/generated/agent')).toBe(false);
    expect(has('migrations/crm-service/0003-create-agents.ts')).toBe(true);
    expect(has('migrations/crm-service/0004-drop-agents.ts')).toBe(true);
  });

  it('refuses while something refers to it, and takes that along with --cascade', async () => {
    const refused = await remove('service', 'crm-service');
    expect(refused).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('aurora.config.yaml:23:37  services.order-service'),
    });
    expect(read('aurora.config.yaml')).toBe(CONFIG);
    expect(has('services/crm-service')).toBe(true);

    const { exitCode, stdout } = await remove('service', 'crm-service', '--cascade', '--allow-destructive');
    expect(stdout).toContain('removed with it: order-service.entities.Order.fields.customerId\n');
    expect(exitCode).toBe(0);
    expect(has('services/crm-service')).toBe(false);
    expect(read('services/order-service/src/generated/order/types.ts')).not.toContain('customer');
  });

  it('knows no other kinds', async () => {
    expect(await remove('table', 'Agent')).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('service') });
  });
});
