import { seedId } from '@aurora/shared/seeds';
import type { Seeds } from '../generated/seeds.ts';

/** What a developer finds after `aurora up`. A row keeps its id as long as it keeps its key. */
export const dev: Seeds = {
  syllabi: [
    {
      key: 'first',
      fields: {
        title: 'Title 1',
        academicYear: '0746/9233',
        status: 'draft',
        outline: { note: 'Outline 1' },
        subjectId: seedId('subject-service', 'subjects', 'first'),
      },
    },
    {
      key: 'second',
      fields: {
        title: 'Title 2',
        academicYear: '4362/6959',
        status: 'published',
        outline: { note: 'Outline 2' },
        subjectId: seedId('subject-service', 'subjects', 'second'),
      },
    },
    {
      key: 'third',
      fields: {
        title: 'Title 3',
        academicYear: '2875/8551',
        status: 'archived',
        outline: { note: 'Outline 3' },
        subjectId: seedId('subject-service', 'subjects', 'third'),
      },
    },
  ],
};
