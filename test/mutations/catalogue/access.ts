import type { Mutation } from '../mutation.ts';

export const ACCESS: readonly Mutation[] = [
  {
    defect: 'a token that was seen once is good for ever',
    file: 'shared/auth/verified-tokens.ts',
    from: 'if (now < found.validUntil) return',
    to: 'if (now >= 0) return',
    caughtBy: {
      project: 'unit',
      file: 'test/shared/auth/verifier.test.ts',
      test: 'a good token is good until 30 s after it expired, cached or not, and no longer',
    },
  },
  {
    defect: 'whoever lacks the scope is let in, whoever has it is not',
    file: 'shared/auth/may-pass.ts',
    from: '&& !allows(identity, scope)',
    to: '&& allows(identity, scope)',
    caughtBy: {
      project: 'unit',
      file: 'test/shared/auth/may-pass.test.ts',
      test: 'who has what a route asks for passes: a scope',
    },
  },
  {
    defect: "a service's key grants whatever its token claims",
    file: 'shared/auth/scopes.ts',
    from: 'claimed.filter((scope) => bound.includes(scope))',
    to: 'claimed',
    caughtBy: {
      project: 'unit',
      file: 'test/shared/auth/verifier.test.ts',
      test: 'a good token grants no more than its key may',
    },
  },
  {
    defect: 'half of a signature is enough',
    file: 'services/file-service/src/generated/download/signature.ts',
    from: '!timingSafeEqual(expected, actual)',
    to: '!timingSafeEqual(expected.subarray(0, 16), actual.subarray(0, 16))',
    caughtBy: {
      project: 'services',
      file: 'services/file-service/test/download.test.ts',
      test: 'a signed URL opens nothing else',
    },
  },
  {
    defect: 'a signed URL never expires',
    file: 'services/file-service/src/generated/download/signature.ts',
    from: 'Number(expires) * 1000 <= now.getTime()',
    to: 'Number(expires) * 1000 <= 0',
    caughtBy: {
      project: 'services',
      file: 'services/file-service/test/download.test.ts',
      test: 'a signed URL works no longer than it says',
    },
  },
  {
    defect: 'secrets under telling names are logged',
    file: 'shared/logging/redaction.ts',
    from: '  if (SECRET_KEY.test(key)) return REDACTED;\n',
    to: '',
    caughtBy: {
      project: 'unit',
      file: 'test/shared/logging/redaction.test.ts',
      test: 'a log line loses its secrets: what stands under password',
    },
  },
];
