import type { Mutation } from '../mutation.ts';

export const LISTS: readonly Mutation[] = [
  {
    defect: 'pages have a row less than there is: nobody is told of the last one',
    file: 'shared/repository/listing/sql.ts',
    from: 'const limit = query.limit + 1;',
    to: 'const limit = query.limit;',
    caughtBy: {
      project: 'integration',
      file: 'test/integration/repository/repository.test.ts',
      test: 'Repository.list walks every row once in the order "", whatever the page size',
    },
  },
  {
    defect: 'a page begins with the last row of the page before',
    file: 'shared/repository/listing/sql.ts',
    from: "${descending ? '<' : '>'} ${right}",
    to: "${descending ? '<=' : '>='} ${right}",
    caughtBy: {
      project: 'unit',
      file: 'test/shared/repository/sql.test.ts',
      test: 'listStatement continues after a row in mixed directions, nulls last',
    },
  },
  {
    defect: 'sorted up where it should go down',
    file: 'shared/repository/listing/sql.ts',
    from: 'descending ? `${name} DESC` : name;',
    to: 'descending ? name : `${name} DESC`;',
    caughtBy: {
      project: 'unit',
      file: 'test/shared/repository/sql.test.ts',
      test: 'listStatement continues after a row in mixed directions, nulls last',
    },
  },
  {
    defect: 'a cursor of another sort is taken',
    file: 'shared/repository/listing/cursor.ts',
    from: 'parts.length !== sort.length + 1 || parts[0] !== spell(sort)',
    to: 'parts.length !== sort.length + 1',
    caughtBy: {
      project: 'unit',
      file: 'test/shared/repository/parse-query.test.ts',
      test: 'parseListQuery takes back the cursor that a page of the same sort gave',
    },
  },
];
