import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Transport } from '../../../shared/client/index.ts';
import type { TestService } from '../../../shared/testing/index.ts';
import { writtenBank } from '../../templates/support/bank.ts';
import type { GeneratedFleet } from '../../templates/support/generated-fleet.ts';
import { startServiceOf } from '../support/service-of.ts';

jest.setTimeout(120_000);

describe('the typed client of a bank', () => {
  const parts = new AsyncDisposableStack();
  let generated: GeneratedFleet;
  let service: TestService;
  let transport: Transport;

  beforeAll(async () => {
    generated = parts.use(await writtenBank());
    service = parts.use(await startServiceOf(generated, 'bank-service'));
    transport = {
      async request({ method, path, body, headers = {} }) {
        const answer = await service.call({ method, url: path, payload: body as object, headers });
        return {
          status: answer.statusCode,
          headers: answer.headers as Record<string, string>,
          body: (answer.body === '' ? undefined : answer.json()) as never,
        };
      },
    };
  });
  afterAll(() => parts.disposeAsync());

  /** What the client exports from one of its files; its types are those of another fleet. */
  const from = (file: string) => import(join(generated.root, 'services/client/src/generated', file));

  it('calls commands of entities and of the service, and queries', async () => {
    const [{ accounts }, { accountTransferCommand }, { accountDepositCommand }] = await Promise.all([
      from('entities/account.ts'),
      from('operations/account-transfer.ts'),
      from('operations/account-deposit.ts'),
    ]);
    const [{ openAccountsCommand }, { closeDayCommand }, { totalsQuery }, { accountStatementQuery }] =
      await Promise.all(
        ['open-accounts', 'close-day', 'totals', 'account-statement'].map((name) => from(`operations/${name}.ts`)),
      );
    const client = accounts.on(transport);
    const payer = await client.create({ number: 'P1' });
    const payee = await client.create({ number: 'P2' });

    const idempotencyKey = 'deposit-1';
    const rich = await accountDepositCommand.on(transport)(payer.id, { amount: 50 }, { idempotencyKey });
    expect(rich).toMatchObject({ id: payer.id, balance: 50 });
    expect(await accountDepositCommand.on(transport)(payer.id, { amount: 50 }, { idempotencyKey })).toEqual(rich);
    expect(await accountTransferCommand.on(transport)(payer.id, { toId: payee.id, amount: 20 })).toEqual({
      balance: 30,
    });
    await expect(
      accountTransferCommand.on(transport)(payer.id, { toId: payee.id, amount: 5000 }),
    ).rejects.toMatchObject({ name: 'ApiProblem', code: 'conflict' });

    expect(await openAccountsCommand.on(transport)()).toBeUndefined();
    expect(await closeDayCommand.on(transport)({ note: 'late' })).toMatchObject({ note: 'late' });
    expect(await totalsQuery.on(transport)()).toMatchObject({ balance: expect.any(Number) });
    const { lines } = await accountStatementQuery.on(transport)(payer.id, { least: 1, limit: 3 });
    expect(lines).toEqual([{ number: 'P1', balance: 30, least: 1, limit: 3 }]);
  });
});
