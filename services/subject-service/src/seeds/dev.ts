import type { Seeds } from '../generated/seeds.ts';

/** What a developer finds after `aurora up`. A row keeps its id as long as it keeps its key. */
export const dev: Seeds = {
  subjects: [
    {
      key: 'mathematics',
      fields: { code: 'MATH-101', name: 'Mathematics I', description: 'Numbers, sequences, limits.', credits: 6 },
    },
    { key: 'physics', fields: { code: 'PHYS-101', name: 'Physics I', description: 'Mechanics and heat.', credits: 6 } },
    { key: 'chemistry', fields: { code: 'CHEM-101', name: 'General Chemistry', credits: 5 } },
    {
      key: 'history',
      fields: {
        code: 'HIST-110',
        name: 'History of Ideas',
        description: 'From Athens to the Enlightenment.',
        credits: 4,
      },
    },
    { key: 'programming', fields: { code: 'CS-101', name: 'Introduction to Programming', credits: 6 } },
  ],
};
