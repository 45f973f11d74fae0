import type { Mutation } from '../mutation.ts';

export const EVENTS: readonly Mutation[] = [
  {
    defect: 'an event that comes twice takes effect twice',
    file: 'shared/inbox/handle-once.ts',
    from: '    if (count === 0) return false;\n',
    to: '',
    caughtBy: {
      project: 'integration',
      file: 'test/integration/events/inbox.test.ts',
      test: 'the inbox lets an event take effect once, though it comes a hundred times at once',
    },
  },
  {
    defect: 'two events of one aggregate are sent at once',
    file: 'shared/outbox/rounds.ts',
    from: 'const round = depth.get(key) ?? 0;',
    to: 'const round = 0;',
    caughtBy: {
      project: 'unit',
      file: 'test/shared/outbox/rounds.test.ts',
      test: 'rounds of "a1 a2 b1 a3 b2" hold each key once, in order',
    },
  },
  {
    defect: 'an event overtakes the one before, which waits',
    file: 'shared/outbox/pending.ts',
    from: 'AND waiting.position <= o.position',
    to: 'AND waiting.position = o.position',
    caughtBy: {
      project: 'integration',
      file: 'test/integration/events/relay.test.ts',
      test: 'the relay counts what the broker refuses; its aggregate waits, all others go on',
    },
  },
  {
    defect: 'what has been sent stays in the outbox',
    file: 'shared/outbox/relay.ts',
    from: "if (result.outcome === 'sent') sent.push(event);",
    to: "if (result.outcome === 'sent') continue;",
    caughtBy: {
      project: 'integration',
      file: 'test/integration/events/relay.test.ts',
      test: 'the relay sends what was committed, as it was stored, and nothing that was rolled back',
    },
  },
  {
    defect: 'all who wait for a broker come back at the same moment',
    file: 'shared/events/backoff.ts',
    from: 'ms * (0.8 + Math.random() * 0.4)',
    to: 'ms',
    caughtBy: {
      project: 'unit',
      file: 'test/shared/events/backoff.test.ts',
      test: 'backoff is not the same for all who wait',
    },
  },
  {
    defect: 'the first pause between attempts is left out',
    file: 'shared/events/retry.ts',
    from: 'policy.delaysMs[attempts - 1]',
    to: 'policy.delaysMs[attempts]',
    caughtBy: {
      project: 'unit',
      file: 'test/shared/events/retry.test.ts',
      test: 'each attempt but the last is followed by the pause that the policy has for it',
    },
  },
];
