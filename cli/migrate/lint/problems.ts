/** What is wrong with a migration as a file, not with one of its statements. Nothing allows these. */
export const PROBLEMS = {
  'allow-without-reason': {
    why: 'Whoever reads this in a year cannot see why it was safe.',
    safe: 'A sentence: what makes it safe here, since when, for how many rows.',
  },
  'allow-unknown-rule': {
    why: 'No rule has this name, so nothing is allowed by it.',
    safe: 'The name of a rule, as `aurora migrate lint` tells it.',
  },
  'allow-not-needed': {
    why: 'No statement needs it, and it would let a later one pass unseen.',
    safe: 'Take it out.',
  },
  'unrecordable-migration': {
    why: 'It cannot be run without a database, or not at all, so nobody can say what it would do.',
    safe: 'What it reads is empty while it is looked at: have it live with that, and decide nothing by what rows there are.',
  },
} as const;

export interface Problem {
  readonly problem: keyof typeof PROBLEMS;
  readonly subject: string;
}
