import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { domain, fleetOf } from './support/fleet.ts';
import { told, Workspace } from './support/workspace.ts';

const template = 'domain/services/__service__/README.md.hbs';
const path = 'services/order-service/README.md';

/** The file as the last run made it, as it stands now, as the next run wants it; null: it is not there. */
interface Case {
  readonly base: string | null;
  readonly onDisk: string | null;
  readonly next: string | null;
}

const TEXT = 'one\ntwo\nthree\nfour\nfive\n';
const EDITED = TEXT.replace('one', 'ONE (mine)');
const NEWER = TEXT.replace('five', 'FIVE (new)');
const BOTH = EDITED.replace('five', 'FIVE (new)');
const RIVAL = TEXT.replace('one', 'uno (new)');

function arrange({ base, onDisk, next }: Case): Workspace {
  const space = new Workspace({ [template]: base ?? '', 'domain/services/__service__/.keep.hbs': '' });
  if (base !== null) run(space);
  if (onDisk === null) space.tree.remove(path);
  else space.write(path, onDisk);
  if (next === null) space.forget(template);
  else space.template(template, next);
  return space;
}

function run(space: Workspace): string[] {
  return told(space.generate(fleetOf(space.root, domain('order-service')))).filter((line) => line.includes('README'));
}

describe('a merged file', () => {
  it.each<[string, Case, string[], string | null]>([
    ['N = B: keeps what is on disk', { base: TEXT, onDisk: EDITED, next: TEXT }, [], EDITED],
    ['O = B: writes the new output', { base: TEXT, onDisk: TEXT, next: NEWER }, [`update ${path}`], NEWER],
    ['O = N: keeps it', { base: TEXT, onDisk: NEWER, next: NEWER }, [], NEWER],
    ['all differ: merges', { base: TEXT, onDisk: EDITED, next: NEWER }, [`merge ${path}`], BOTH],
    ['O missing: stays deleted', { base: TEXT, onDisk: null, next: NEWER }, [`absent ${path}`], null],
    ['N missing, O = B: removes it', { base: TEXT, onDisk: TEXT, next: null }, [`remove ${path}`], null],
    ['N missing, O edited: keeps it', { base: TEXT, onDisk: EDITED, next: null }, [`orphan ${path}`], EDITED],
    ['no B, no O: writes it', { base: null, onDisk: null, next: TEXT }, [`create ${path}`], TEXT],
    ['no B, O = N: keeps it', { base: null, onDisk: TEXT, next: TEXT }, [], TEXT],
    [
      'other line ends alone are no edit',
      { base: TEXT, onDisk: TEXT.replaceAll('\n', '\r\n'), next: NEWER },
      [`update ${path}`],
      NEWER,
    ],
    [
      'line ends of the file stay in a merge',
      { base: TEXT, onDisk: EDITED.replaceAll('\n', '\r\n'), next: NEWER },
      [`merge ${path}`],
      BOTH.replaceAll('\n', '\r\n'),
    ],
  ])('%s', (_, texts, changes, result) => {
    using space = arrange(texts);
    expect(run(space)).toEqual(changes);
    expect(space.tree.read(path)).toBe(result);
    // Whatever it was, it is settled: only what the developer has to know is told again.
    expect(run(space)).toEqual(changes.filter((line) => /^(absent|orphan)/.test(line)));
    expect(space.tree.read(path)).toBe(result);
  });

  it('O = N: the base advances, so what both have is no edit any more', () => {
    using space = arrange({ base: TEXT, onDisk: NEWER, next: NEWER });
    run(space);
    expect(space.read(`.aurora/generated/base/${path}.base`)).toBe(NEWER);
    space.template(template, TEXT);
    expect(run(space)).toEqual([`update ${path}`]);
    expect(space.read(path)).toBe(TEXT);
  });

  it('that you bring back once it was deleted is yours: only what changes from then on is merged into it', () => {
    using space = arrange({ base: TEXT, onDisk: null, next: NEWER });
    run(space);
    space.write(path, EDITED);
    expect(run(space)).toEqual([]);
    space.template(template, NEWER.replace('three', 'THREE (newer)'));
    expect(run(space)).toEqual([`merge ${path}`]);
    expect(space.read(path)).toBe(EDITED.replace('three', 'THREE (newer)'));
  });

  it('that you made something else than text is a conflict, and stays as it is, byte for byte', () => {
    using space = arrange({ base: TEXT, onDisk: TEXT, next: NEWER });
    for (const bytes of [Buffer.from('one\0two\n'), Buffer.from('caf\u00e9\n', 'latin1')]) {
      writeFileSync(join(space.root, path), bytes);
      expect(run(space)).toEqual([`conflict ${path}`]);
      expect(readFileSync(join(space.root, path))).toEqual(bytes);
    }
    space.write(path, EDITED);
    expect(run(space)).toEqual([`merge ${path}`]);
    expect(space.read(path)).toBe(BOTH);
  });

  it('no B, O and N differ: marks the difference, not the whole file', () => {
    using space = arrange({ base: null, onDisk: EDITED, next: TEXT });
    expect(run(space)).toEqual([`conflict ${path}`]);
    expect(space.read(path)).toBe(
      '<<<<<<< yours\nONE (mine)\n=======\none\n>>>>>>> generated now\ntwo\nthree\nfour\nfive\n',
    );
  });

  it('marks a conflict with all three texts', () => {
    using space = arrange({ base: TEXT, onDisk: EDITED, next: RIVAL });
    expect(run(space)).toEqual([`conflict ${path}`]);
    expect(space.read(path)).toBe(
      '<<<<<<< yours\nONE (mine)\n||||||| generated before\none\n=======\nuno (new)\n>>>>>>> generated now\ntwo\nthree\nfour\nfive\n',
    );
  });
});

describe('a conflict', () => {
  const conflict = () => {
    const space = arrange({ base: TEXT, onDisk: EDITED, next: RIVAL });
    run(space);
    return space;
  };

  it('lets nothing on record advance', () => {
    using space = arrange({ base: TEXT, onDisk: EDITED, next: RIVAL });
    const record = () =>
      Object.entries(space.snapshot()).filter(([path]) => path.startsWith('.aurora') && !path.endsWith('pending.json'));
    const before = record();
    run(space);
    expect(record()).toEqual(before);
  });

  it('does not mark what is marked', () => {
    using space = conflict();
    const marked = space.read(path);
    expect(run(space)).toEqual([`conflict ${path}`]);
    expect(space.read(path)).toBe(marked);
  });

  it('is over once the markers are resolved, and does not come again', () => {
    using space = conflict();
    const resolved = TEXT.replace('one', 'uno, mine');
    space.write(path, resolved);
    expect(run(space)).toEqual([]);
    expect(space.read(path)).toBe(resolved);
    expect(space.files()).not.toContain('.aurora/generated/pending.json');

    space.template(template, RIVAL.replace('five', 'FIVE (new)'));
    expect(run(space)).toEqual([`merge ${path}`]);
    expect(space.read(path)).toBe(resolved.replace('five', 'FIVE (new)'));
  });

  it('is over for whoever takes their own side of it', () => {
    using space = conflict();
    space.write(path, EDITED);
    expect(run(space)).toEqual([]);
    expect(run(space)).toEqual([]);
    expect(space.read(path)).toBe(EDITED);
  });

  it('comes again if going back undoes more than the conflict', () => {
    using space = arrange({ base: TEXT, onDisk: EDITED, next: RIVAL.replace('five', 'FIVE (new)') });
    run(space);
    space.write(path, EDITED);
    expect(run(space)).toEqual([`conflict ${path}`]);
    expect(space.read(path)).toContain('<<<<<<< yours');
    expect(space.read(path)).toContain('FIVE (new)');
  });

  it('is over for what the markers held, not for what changed meanwhile', () => {
    using space = conflict();
    space.write(path, TEXT.replace('one', 'uno, mine'));
    space.template(template, RIVAL.replace('five', 'FIVE (newer)'));
    expect(run(space)).toEqual([`merge ${path}`]);
    expect(space.read(path)).toBe(TEXT.replace('one', 'uno, mine').replace('five', 'FIVE (newer)'));
  });
});
