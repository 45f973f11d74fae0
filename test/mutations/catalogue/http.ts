import type { Mutation } from '../mutation.ts';

export const HTTP: readonly Mutation[] = [
  {
    defect: 'a call gets a correlation id of its own',
    file: 'shared/http/outgoing.ts',
    from: 'context?.correlationId ?? newCorrelationId()',
    to: 'newCorrelationId()',
    caughtBy: {
      project: 'unit',
      file: 'test/shared/http/client.test.ts',
      test: 'a call carries correlation id, trace, token and time left',
    },
  },
  {
    defect: 'any correlation id is taken over',
    file: 'shared/context/correlation.ts',
    from: "typeof header === 'string' && CORRELATION_ID.test(header) ?",
    to: "typeof header === 'string' ?",
    caughtBy: {
      project: 'unit',
      file: 'test/shared/context/context.test.ts',
      test: 'a correlation id that comes in "a b" is replaced',
    },
  },
  {
    defect: 'retries know no budget',
    file: 'shared/http/resilience.ts',
    from: 'left-- > 0 && budget.withdraw()',
    to: 'left-- > 0',
    caughtBy: {
      project: 'unit',
      file: 'test/shared/http/resilience.test.ts',
      test: 'retries of calls that all fail stay inside the budget',
    },
  },
  {
    defect: 'a breaker that has opened stays open',
    file: 'shared/http/resilience.ts',
    from: 'initialDelay: 500, maxDelay: 5_000',
    to: 'initialDelay: 500_000, maxDelay: 5_000_000',
    caughtBy: {
      project: 'unit',
      file: 'test/shared/http/breaker.test.ts',
      test: 'the breaker lets one probe through, closes when it succeeds, and lets waiting callers pass',
    },
  },
  {
    defect: 'texts may hold NUL',
    file: 'shared/app/json/unstorable-text.ts',
    from: '(?:0000|d[89a-f])',
    to: '(?:d[89a-f])',
    caughtBy: {
      project: 'unit',
      file: 'test/shared/app/bad-requests.test.ts',
      test: 'a bad request is answered as a problem: a NUL in a text',
    },
  },
  {
    defect: 'the end of a range is left out',
    file: 'services/file-service/src/generated/download/range.ts',
    from: 'Math.min(Number(last), size - 1)',
    to: 'Math.min(Number(last), size) - 1',
    caughtBy: {
      project: 'services',
      file: 'services/file-service/test/download.test.ts',
      test: 'a download of bytes=0-3 is answered 206',
    },
  },
  {
    defect: 'a drain cuts off what is under way',
    file: 'shared/app/drain.ts',
    from: '  app.readiness.draining = true;\n',
    to: '  app.readiness.draining = true;\n  app.server.closeAllConnections();\n',
    caughtBy: {
      project: 'unit',
      file: 'test/shared/app/drain.test.ts',
      test: 'on SIGTERM a service finishes what is in flight, takes nothing new, and ends with 0',
    },
  },
];
