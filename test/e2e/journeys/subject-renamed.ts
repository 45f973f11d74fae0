import assert from 'node:assert/strict';
import type { FleetClient } from '@aurora/client';
import { journey } from '@aurora/shared/journeys';

export default journey<FleetClient>(
  'a syllabus shows the new name of its subject',
  { production: true, scopes: ['subjects:read', 'subjects:write', 'syllabi:read', 'syllabi:write'] },
  async ({ client, events, step, unique, until }) => {
    const subject = await step('a subject is born, and everybody hears of it', async () => {
      const born = await client.subjects.create({ code: unique('BIO', 32), name: unique('Biology'), credits: 6 });
      await events.expect({ type: 'aurora.subject-service.subject.created', subject: born.id });
      return born;
    });

    const syllabus = await step('a syllabus is written for it', () =>
      client.syllabi.create({ title: unique('Cells'), academicYear: '2026/2027', subjectId: subject.id }),
    );

    const name = unique('Life sciences');
    await step('the subject gets another name', async () => {
      await client.subjects.update(subject.id, { name });
      const event = await events.expect({ type: 'aurora.subject-service.subject.updated', subject: subject.id });
      assert.partialDeepStrictEqual(event.data, { name });
    });

    await step('the syllabus shows it', () =>
      until('the new name is there', async () => {
        const { subject: shown } = await client.syllabi.get(syllabus.id);
        assert.equal(shown?.name, name);
        return shown;
      }),
    );
  },
);
