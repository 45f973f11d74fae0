import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openJournal } from '../../../cli/deploy/journal.ts';
import type { DeployRecord } from '../../../cli/deploy/record.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'aurora-journal-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const record = (id: string, state: DeployRecord['state'] = 'running') => ({ id, state }) as DeployRecord;

describe('the journal of deploys', () => {
  it('keeps each one as it was written last, the newest first, for its owner alone', () => {
    const journal = openJournal(join(folder, 'deploys'));
    expect(journal.all()).toEqual([]);
    journal.write(record('20260101-000000-aaaa'));
    journal.write(record('20260102-000000-aaaa'));
    journal.write(record('20260101-000000-aaaa', 'done'));
    expect(openJournal(join(folder, 'deploys')).all()).toEqual([
      record('20260102-000000-aaaa'),
      record('20260101-000000-aaaa', 'done'),
    ]);
    const [file = ''] = readdirSync(join(folder, 'deploys'));
    expect(statSync(join(folder, 'deploys', file)).mode & 0o777).toBe(0o600);
  });

  it('takes no notice of one that was killed while it was written', () => {
    const journal = openJournal(folder);
    journal.write(record('20260101-000000-aaaa', 'done'));
    writeFileSync(join(folder, '20260101-000000-aaaa.json.new'), '{ "id": "2026');
    expect(journal.all()).toEqual([record('20260101-000000-aaaa', 'done')]);
    journal.write(record('20260101-000000-aaaa', 'undone'));
    expect(journal.read('20260101-000000-aaaa')).toEqual(record('20260101-000000-aaaa', 'undone'));
  });

  it('names the newest to who asks for one that is not there', () => {
    const journal = openJournal(folder);
    expect(() => journal.read('x')).toThrow('There is no deploy x.');
    journal.write(record('20260101-000000-aaaa'));
    expect(() => journal.read('../../etc/passwd')).toThrow(
      expect.objectContaining({ code: 'no_such_deploy', details: ['The newest: 20260101-000000-aaaa'] }),
    );
  });
});
