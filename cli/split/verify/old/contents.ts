import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { locate } from '../../files/path.ts';
import { Misfit } from '../../fit/misfit.ts';
import type { FieldMapping } from '../../mapping/contract.ts';
import type { Selection } from '../../run/selection.ts';
import type { Cells, Source } from '../../source/contract.ts';
import { compileOrigin } from '../../transform/compile-value.ts';
import { stepsOf } from '../../transform/steps-of.ts';
import type { Shape } from '../target/shape.ts';
import type { OldRow } from './contract.ts';
import { misfit, type Old, type Reader } from './reader.ts';

interface Content {
  /** Bytes. */
  readonly size: number;
  /** In hexadecimal digits. */
  readonly sha256: string;
}

/** Files on a disk that are read at once. */
const AT_ONCE = 16;

const NO_CONTENT = new Misfit('no_content');
const BAD_NAME = new Misfit('file_name');

/** Adds to rows of files what their contents are. */
export function withContents(reader: Reader, shape: Shape, old: Old): Reader {
  const place = (name: string) => shape.columns.findIndex(({ field }) => field === name);
  const [name, size, sha256] = [place('name'), place('size'), place('sha256')];
  const contentOf = contents(reader, old);

  const complete = async (row: OldRow, cells: Cells): Promise<OldRow> => {
    if (!row.fits) return row;
    if (old.store?.isName(row.values[name] ?? '') === false) return misfit(row.mapping, row.key, BAD_NAME, 'name');
    const content = await contentOf(cells);
    if (content instanceof Misfit) return misfit(row.mapping, row.key, content, 'content');
    return { ...row, values: row.values.with(size, String(content.size)).with(sha256, content.sha256) };
  };
  return {
    ...reader,
    async toRows(batch) {
      const rows = [...(await reader.toRows(batch))];
      for (let from = 0; from < rows.length; from += AT_ONCE) {
        const some = rows.slice(from, from + AT_ONCE).map((row, at) => complete(row, batch[from + at] as Cells));
        rows.splice(from, some.length, ...(await Promise.all(some)));
      }
      return rows;
    },
  };
}

/** Of bytes the old database itself says what they are; what lies on a disk is read. */
function contents(
  { mapping, selection }: Reader,
  { source, uploads }: Old,
): (cells: Cells) => Promise<Content | Misfit> {
  const { content, path } = mapping.fields;
  const inside = content && bytesOf(content, selection, source);
  const origin = path && compileOrigin(path, selection);
  const steps = path ? stepsOf(path, { type: 'string' }) : [];
  return async (cells) => {
    const found = inside?.(cells);
    if (found) return found;
    let at = origin?.(cells) ?? null;
    for (const step of steps) if (typeof at === 'string') at = step(at);
    if (at === null || at === '') return NO_CONTENT;
    return typeof at === 'string' ? onDisk(uploads ?? '', at) : at;
  };
}

function bytesOf({ column, sql }: FieldMapping, selection: Selection, { engine, name }: Source) {
  const bytes = sql ?? name(column ?? '');
  const [hash, length] =
    engine === 'postgres'
      ? [`encode(sha256(${bytes}), 'hex')`, `octet_length(${bytes})`]
      : [`sha2(${bytes}, 256)`, `length(${bytes})`];
  const [sha256, size] = [selection.expression(hash), selection.expression(length)];
  return (cells: Cells): Content | undefined => {
    const found = cells[sha256];
    return typeof found === 'string' ? { sha256: found, size: Number(cells[size]) } : undefined;
  };
}

async function onDisk(folder: string, path: string): Promise<Content | Misfit> {
  const file = await locate(folder, path);
  if (file instanceof Misfit) return file;
  const hash = createHash('sha256');
  let size = 0;
  for await (const piece of createReadStream(file) as AsyncIterable<Buffer>) {
    hash.update(piece);
    size += piece.length;
  }
  return { size, sha256: hash.digest('hex') };
}
