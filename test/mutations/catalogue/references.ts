import type { Mutation } from '../mutation.ts';

export const REFERENCES: readonly Mutation[] = [
  {
    defect: 'who still refers to a subject is not asked before it is deleted',
    file: 'services/subject-service/src/generated/subject/commands/delete-subject.ts',
    from: '      await requireReleased(base, subjectReferrers, id);\n',
    to: '',
    caughtBy: {
      project: 'services',
      file: 'services/subject-service/test/restrict.test.ts',
      test: 'a subject is not deleted while a syllabus refers to it',
    },
  },
  {
    defect: 'a referrer that cannot answer is taken for one that has nothing',
    file: 'shared/references/referrers.ts',
    from: 'if (unknown >= 0)',
    to: 'if (unknown > 0)',
    caughtBy: {
      project: 'services',
      file: 'services/subject-service/test/restrict.test.ts',
      test: 'a subject is not deleted while nobody knows whether one does',
    },
  },
  {
    defect: 'a copy goes back to an earlier version',
    file: 'shared/references/copies.ts',
    from: 'WHERE (known.version < excluded.version AND known.data IS NOT NULL)',
    to: 'WHERE (known.version <> excluded.version AND known.data IS NOT NULL)',
    caughtBy: {
      project: 'integration',
      file: 'test/integration/references/copies.test.ts',
      test: 'copies never go back, in whatever order news arrive',
    },
  },
  {
    defect: 'what should be emptied is deleted, and the other way round',
    file: 'shared/references/let-go.ts',
    from: "onDelete === 'cascade'\n",
    to: "onDelete !== 'cascade'\n",
    caughtBy: {
      project: 'integration',
      file: 'test/integration/references/on-delete.test.ts',
      test: 'nullify is finished by the next process when one was killed in the middle',
    },
  },
];
