import { describe, expect, it } from '@jest/globals';
import { openSource } from '../../../cli/split/source/open.ts';

describe('the URL of an old database', () => {
  it.each([
    'postgres://reader:12/secret@old.example.org/shop',
    'mysql://reader:12?secret@old.example.org/shop',
    'mysql://reader:12#secret@old.example.org/shop',
  ])('whose password is not encoded is refused, and its rest not taken for a database’s name: %s', async (url) => {
    const refused = await openSource(url, { source: { schema: 'public', timezone: 'UTC' } }).catch(
      (error: unknown) => error,
    );
    expect(refused).toMatchObject({ code: 'split_source_url' });
    expect(JSON.stringify(refused)).not.toContain('secret');
    expect((refused as Error).message).not.toContain('secret');
  });
});
