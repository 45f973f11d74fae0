import { seedId } from '@aurora/shared/seeds';
import type { Seeds } from '../generated/seeds.ts';

/** What a developer finds after `aurora up`. A row keeps its id as long as it keeps its key. */
export const dev: Seeds = {
  syllabi: [
    {
      key: 'mathematics',
      fields: {
        title: 'Mathematics I: sequences and limits',
        academicYear: '2026/2027',
        status: 'published',
        outline: { weeks: ['Numbers', 'Sequences', 'Limits', 'Continuity'] },
        subjectId: subject('mathematics'),
      },
    },
    {
      key: 'physics',
      fields: {
        title: 'Physics I: mechanics and heat',
        academicYear: '2026/2027',
        status: 'published',
        outline: { weeks: ['Motion', 'Forces', 'Energy', 'Heat'] },
        subjectId: subject('physics'),
      },
    },
    {
      key: 'physics-last-year',
      fields: {
        title: 'Physics I: mechanics',
        academicYear: '2025/2026',
        status: 'archived',
        subjectId: subject('physics'),
      },
    },
    {
      key: 'programming',
      fields: { title: 'Programming from scratch', academicYear: '2026/2027', subjectId: subject('programming') },
    },
  ],
};

function subject(key: string): string {
  return seedId('subject-service', 'subjects', key);
}
