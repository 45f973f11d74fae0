import { BOTH, type Rule } from '../contract.ts';

export const transactionControl: Rule = {
  id: 'transaction-control',
  engines: BOTH,
  severity: 'error',
  danger: 'runner',
  why: 'Whoever runs the migration keeps the transaction, with the line in the log in it: one that ends it itself stays half done after a kill.',
  safe: 'Leave it away. `export const transaction = false;` where each statement is to commit by itself.',
  finds: (change) => (change.kind === 'transaction' ? change.name : undefined),
};

export const lockTable: Rule = {
  id: 'lock-table',
  engines: BOTH,
  severity: 'error',
  danger: 'lock',
  why: {
    postgres: 'Others wait for the table until the migration ends.',
    mysql:
      'Others wait for the tables, it commits what has been done, and the log of migrations cannot be written meanwhile.',
  },
  safe: 'Leave it away: each statement takes the lock that it needs.',
  finds: (change) => (change.kind === 'lock-table' ? change.name || 'LOCK TABLES' : undefined),
};

export const setTimeout: Rule = {
  id: 'set-timeout',
  engines: BOTH,
  severity: 'warning',
  danger: 'runner',
  why: 'The runner sets how long a statement waits for a lock, and asks again; with another limit, all that comes to the table waits behind it for that long.',
  safe: 'Leave it away.',
  finds: (change) => (change.kind === 'set-timeout' ? change.name : undefined),
};

export const unreadableStatement: Rule = {
  id: 'unreadable-statement',
  engines: BOTH,
  severity: 'error',
  danger: 'runner',
  why: 'Lint does not understand it, so none of its rules has been asked.',
  safe: 'Write it in plain SQL, one statement a call; or look at it yourself and `allow` it, with what it locks and for how long.',
  finds: (change) => (change.kind === 'unreadable' ? change.why : undefined),
};

export const severalStatements: Rule = {
  id: 'several-statements',
  engines: ['mysql'],
  severity: 'error',
  danger: 'runner',
  why: 'The driver sends one statement a call, so the server refuses them; and after a kill nobody could tell which of them is done.',
  safe: 'A call for each.',
  finds: (change) => (change.kind === 'several' ? 'one call' : undefined),
};
