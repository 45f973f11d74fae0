import type { Mutation } from '../mutation.ts';

export const WRITES: readonly Mutation[] = [
  {
    defect: 'a change leaves the version as it is',
    file: 'shared/repository/resource.ts',
    from: 'version: current.version + 1,',
    to: 'version: current.version,',
    caughtBy: {
      project: 'services',
      file: 'services/subject-service/test/subject.test.ts',
      test: 'subjects are created, read, changed and deleted',
    },
  },
  {
    defect: 'a change overwrites one that came in between',
    file: 'shared/repository/statements.ts',
    from: 'WHERE id = $${id} AND version = $${version}',
    to: 'WHERE id = $${id} AND version >= $${version}',
    caughtBy: {
      project: 'integration',
      file: 'test/integration/repository/repository.test.ts',
      test: 'Repository writes the next version once',
    },
  },
  {
    defect: 'a change that changed nothing is told',
    file: 'shared/outbox/row.ts',
    from: 'SELECT ${values} FROM written',
    to: 'SELECT ${values} FROM (SELECT COUNT(*) FROM written) AS counted',
    caughtBy: {
      project: 'integration',
      file: 'test/integration/repository/repository.test.ts',
      test: 'Repository removes one version, and tells of it after everything else',
    },
  },
  {
    defect: 'a new row and its event are outside of the transaction that they belong to',
    file: 'shared/repository/repository.ts',
    from: 'await inside.inTurn(this.#statements.insert,',
    to: 'await this.#database.inTurn(this.#statements.insert,',
    caughtBy: {
      project: 'integration',
      file: 'test/integration/repository/repository.test.ts',
      test: 'Repository undoes everything when the transaction throws, and calls back only after a commit',
    },
  },
  {
    defect: 'If-Match is not looked at',
    file: 'services/subject-service/src/generated/subject/commands/update-subject.ts',
    from: '      requireMatch(ifMatch, etagOf(current));\n',
    to: '',
    caughtBy: {
      project: 'services',
      file: 'services/subject-service/test/subject.test.ts',
      test: 'subjects are not changed or deleted from a stale version',
    },
  },
  {
    defect: 'an ETag does not cover what is embedded',
    file: 'shared/references/enrich.ts',
    from: '[enriched.version, ...parts]',
    to: '[enriched.version]',
    caughtBy: {
      project: 'services',
      file: 'services/syllabus-service/test/references.test.ts',
      test: 'a syllabus shows a rename, under another ETag, and is none the staler for who changes it',
    },
  },
  {
    defect: 'an idempotency key gives its answer to another body',
    file: 'shared/cqrs/idempotency.ts',
    from: 'request.url, request.body ?? null]',
    to: 'request.url]',
    caughtBy: {
      project: 'integration',
      file: 'test/integration/idempotency.test.ts',
      test: 'a request that is repeated while the first still runs is put off, and then gets the first answer',
    },
  },
  {
    defect: 'an idempotency key gives its answer to another caller',
    file: 'shared/cqrs/idempotency.ts',
    from: "currentContext()?.identity?.subject ?? ''",
    to: "currentContext() ? '' : ''",
    caughtBy: {
      project: 'integration',
      file: 'test/integration/idempotency.test.ts',
      test: 'a key is its caller’s: somebody else’s of the same name has an answer of its own',
    },
  },
];
