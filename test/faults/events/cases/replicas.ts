import { describe, expect } from '@jest/globals';
import { until } from '../../../../shared/testing/index.ts';
import { LONG } from '../../../support/long.ts';
import { EMBEDDED, MARIADB, onEngines, RABBITMQ } from '../support/engines.ts';
import type { Member } from '../support/member-process.ts';
import { NOTHING_WRONG, PATIENT, type Role, type Stage } from '../support/stage.ts';

const AGGREGATES = LONG ? 200 : 30;
/** Of each of three producers, to which each of their lives adds as many at most. */
const TRANSACTIONS = LONG ? 5_000 : 400;
const KILLS = LONG ? 40 : 8;
const REPLICAS = [1, 2, 3];

describe('three replicas of everything', () => {
  const variants = LONG ? [RABBITMQ, EMBEDDED, MARIADB] : [MARIADB];
  const on = onEngines(...variants);

  on(variants, 'are killed at random, again and again', async (stage) => {
    const produce = { aggregates: AGGREGATES, transactions: TRANSACTIONS, rollBackEvery: 10 };
    const billing = await Promise.all(REPLICAS.map((n) => replica(stage, `billing-${n}`, { consume: {} })));
    // What is published before there is a queue for it is kept aside, as nobody's.
    await until(async () => (await stage.broker.backlog('billing')).consumers > 0, PATIENT);
    const orders = await Promise.all(REPLICAS.map((n) => replica(stage, `orders-${n}`, { relay: {}, produce })));
    const replicas: Replica[] = [...orders, ...billing];
    for (let kill = 0; kill < KILLS; kill++) {
      // Something is under way, and nobody is waited for to recover.
      const before = await stage.effects();
      await until(async () => (await stage.effects()) > before || (await stage.isIdle()), PATIENT).catch(
        async (cause) => {
          const backlog = JSON.stringify(await stage.broker.backlog('billing'));
          throw new Error(`it stands still: ${backlog}, ${await stage.pending()} in the outbox`, { cause });
        },
      );
      const victim = replicas[Math.floor(Math.random() * replicas.length)] as Replica;
      await victim.member.kill();
      victim.member = await stage.start(victim.instance, victim.role);
    }
    const producers = replicas.filter(({ role }) => role.produce).map(({ member }) => member);
    await until(() => producers.every(({ produced }) => produced), { withinMs: 10 * PATIENT.withinMs });
    // One that had it in hand fell five times in a row: parked, and handed over once more.
    const replayed = await stage.replayParked();
    expect(await stage.audit({ replayed })).toEqual(NOTHING_WRONG);
    expect(await stage.effects()).toBeGreaterThan(TRANSACTIONS);
  });
});

interface Replica {
  readonly instance: string;
  readonly role: Role;
  member: Member;
}

async function replica(stage: Stage, instance: string, role: Role): Promise<Replica> {
  return { instance, role, member: await stage.start(instance, role) };
}
