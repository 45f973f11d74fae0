import { seedId } from '@aurora/shared/seeds';
import type { Seeds } from '../generated/seeds.ts';

/** What tests start from: small, and covering every field. */
export const test: Seeds = {
  syllabi: [
    {
      key: 'full',
      fields: {
        title: 'Title 1',
        academicYear: '2026/2027',
        status: 'draft',
        outline: { note: 'Outline 1' },
        subjectId: seedId('subject-service', 'subjects', 'full'),
      },
    },
    {
      key: 'bare',
      fields: { title: 'Title 2', academicYear: '2025/2026', subjectId: seedId('subject-service', 'subjects', 'bare') },
    },
  ],
};
