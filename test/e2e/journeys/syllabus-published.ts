import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { FleetClient } from '@aurora/client';
import { journey } from '@aurora/shared/journeys';

const SCOPES = ['subjects:read', 'subjects:write', 'syllabi:read', 'syllabi:write', 'files:read', 'files:write'];

export default journey<FleetClient>(
  'a published syllabus gives its file to students, until the file is taken away',
  { production: true, scopes: SCOPES },
  async ({ client, events, http, refused, step, unique, until }) => {
    const content = `Reading list, ${unique('autumn')}`;
    const file = await step('a file is uploaded', async () => {
      const stored = await client.files.upload(new Blob([content]), { name: unique('reading-list') });
      assert.equal(stored.sha256, createHash('sha256').update(content).digest('hex'));
      return stored;
    });

    const syllabus = await step('a syllabus with it is published', async () => {
      const subject = await client.subjects.create({ code: unique('LIT', 32), name: unique('Literature') });
      const fields = { title: unique('Novels'), academicYear: '2026/2027', subjectId: subject.id, fileId: file.id };
      const draft = await client.syllabi.create(fields);
      assert.equal(draft.status, 'draft');
      return client.syllabi.update(draft.id, { status: 'published' });
    });

    const url = await step('a student without an account downloads it', async () => {
      const shown = await client.syllabi.get(syllabus.id);
      assert.equal(shown.file?.name, file.name);
      const signed = await client.files.downloadUrl(file.id, { expiresIn: 60 });
      const { body } = await http.expect(200, 'GET', signed.url);
      assert.equal(body, content);
      return signed.url;
    });

    await step('a URL that somebody has changed is worth nothing', () =>
      http.expect(403, 'GET', url.replace(/expires=\d+/, 'expires=9999999999')),
    );

    await step('the file goes, and the syllabus lets go of it', async () => {
      await client.files.delete(file.id);
      await events.expect({ type: 'aurora.file-service.file.deleted', subject: file.id });
      await until('the syllabus has no file', async () => (await client.syllabi.get(syllabus.id)).fileId === null);
      await refused('not_found', () => client.files.get(file.id));
    });
  },
);
