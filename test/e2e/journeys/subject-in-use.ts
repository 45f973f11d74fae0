import type { FleetClient } from '@aurora/client';
import { journey } from '@aurora/shared/journeys';

export default journey<FleetClient>(
  'a subject stays for as long as a syllabus needs it',
  { production: true, scopes: ['subjects:read', 'subjects:write', 'syllabi:read', 'syllabi:write'] },
  async ({ client, refused, step, unique }) => {
    const subject = await client.subjects.create({ code: unique('CHEM', 32), name: unique('Chemistry') });
    const syllabus = await client.syllabi.create({
      title: unique('Acids'),
      academicYear: '2026/2027',
      subjectId: subject.id,
    });

    await step('it cannot be deleted while it is used', () =>
      refused('reference_restricted', () => client.subjects.delete(subject.id)),
    );
    await step('nothing can refer to what is not there', () =>
      refused('reference_not_found', () =>
        client.syllabi.update(syllabus.id, { subjectId: '00000000-0000-7000-8000-000000000000' }),
      ),
    );
    await step('without the syllabus it can', async () => {
      await client.syllabi.delete(syllabus.id);
      await client.subjects.delete(subject.id);
      await refused('not_found', () => client.subjects.get(subject.id));
    });
  },
);
