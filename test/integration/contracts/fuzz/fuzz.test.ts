import { describe, expect, it } from '@jest/globals';
import { curlOf } from '../../../../cli/contracts/fuzz/curl.ts';
import { type FuzzReport, type FuzzWish, fuzz } from '../../../../cli/contracts/fuzz/run.ts';
import { type Defect, startToy, toyDocument } from './toy.ts';

const POST = 'POST /api/v1/notes';

async function fuzzed(
  defect: Defect,
  wish: Partial<FuzzWish> = {},
): Promise<FuzzReport & { left: readonly string[]; notes: number }> {
  await using toy = await startToy(defect);
  const service = { name: 'notes', document: toyDocument, baseUrlOf: () => toy.url };
  const target = { services: [service], tokens: { all: 'a', other: 'b' }, known: {}, refersTo: () => undefined };
  const report = await fuzz(target, { runs: 100, seed: 7, includes: (_, key) => key === POST, ...wish });
  return { ...report, notes: toy.notes.size };
}

const bodyOf = ({ finds }: FuzzReport) => finds[0]?.requests[0]?.body?.toString();

describe('fuzzing a server', () => {
  it('finds nothing where all is as the document says, reaches every operation, and leaves nothing', async () => {
    const { finds, left, notes, operations } = await fuzzed({}, { includes: () => true });
    expect(finds).toEqual([]);
    expect({ left, notes }).toEqual({ left: [], notes: 0 });
    expect(operations.map(({ operation, reached, skipped }) => [operation, reached, skipped])).toEqual([
      [POST, true, []],
      ['GET /api/v1/notes/{id}', true, []],
      ['DELETE /api/v1/notes/{id}', true, []],
    ]);
  });

  it('finds a 500 on a certain text, and makes the request as small as it gets', async () => {
    const report = await fuzzed({ status: ({ title }) => (String(title).includes("'") ? 500 : undefined) });
    expect(report.finds[0]).toMatchObject({ operation: POST, part: 'good', promise: 'no 5xx', status: 500 });
    expect(bodyOf(report)).toBe('{"title":"\'"}');
    expect(curlOf(report.finds[0]?.requests[0] as never)).toContain(`--data-binary '{"title":"'\\''"}'`);
  });

  it('finds a status that the document does not know', async () => {
    const report = await fuzzed({ status: ({ rank }) => (rank === 3 ? 418 : undefined) });
    expect(report.finds[0]).toMatchObject({ promise: 'a declared status', status: 418 });
    expect(JSON.parse(bodyOf(report) ?? '')).toMatchObject({ rank: 3, title: expect.stringMatching(/^.$/u) });
  });

  it('finds a field that is none, and one that comes back otherwise', async () => {
    const odd = await fuzzed({ answer: (note) => ({ ...note, secret: 1 }) });
    expect(odd.finds[0]?.promise).toContain('a body as declared');
    const changed = await fuzzed({ answer: (note) => ({ ...note, title: String(note.title).trim() || 'x' }) });
    expect(changed.finds[0]?.promise).toBe('the answer has what was written (title)');
  });

  it('finds bad data that is accepted', async () => {
    const report = await fuzzed({ lenient: ({ rank }) => rank === 10 || typeof rank === 'string' });
    const found = report.finds.map(({ promise }) => promise);
    expect(found).toContain('bad data is refused (type in the body)');
  });

  it('finds a crash on what nests too deeply', async () => {
    const report = await fuzzed({ status: (_, text) => (/\[{70}/.test(text) ? 500 : undefined) });
    expect(report.finds[0]).toMatchObject({ part: 'deep nesting, body', status: 500 });
    expect(bodyOf(report)).toBe('['.repeat(70) + ']'.repeat(70));
  });

  it('comes to a find at once by its seed and path', async () => {
    const defect: Defect = { status: ({ title }) => (String(title).includes("'") ? 500 : undefined) };
    const [find] = (await fuzzed(defect)).finds;
    const { seed, path, part: only } = find as NonNullable<typeof find>;
    const again = await fuzzed(defect, { seed, path, only, includes: (_, key) => key === POST });
    expect(bodyOf(again)).toBe('{"title":"\'"}');
    expect(again.operations[0]?.requests).toBeLessThan(30);
  });

  it('stops when it is told to, and cleans up', async () => {
    const stop = new AbortController();
    let heard = 0;
    const hear = () => {
      heard += 1;
      if (heard === 2) stop.abort();
    };
    const { left, notes, operations } = await fuzzed({}, { signal: stop.signal, hear, includes: () => true });
    expect({ left, notes }).toEqual({ left: [], notes: 0 });
    expect(operations[2]?.requests).toBe(0);
  });
});
