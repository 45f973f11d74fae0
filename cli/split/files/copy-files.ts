import { createReadStream } from 'node:fs';
import { Misfit } from '../fit/misfit.ts';
import type { KeySet } from '../keys/key-set.ts';
import { type Mapping, serviceOf } from '../mapping/contract.ts';
import { compare } from '../run/compare.ts';
import type { Compiled } from '../run/compiled.ts';
import { type Context, targetOf } from '../run/context.ts';
import type { Counts } from '../run/counts.ts';
import { keptOf } from '../run/kept.ts';
import { account, NOTHING, writeChunk } from '../run/write.ts';
import type { Cells } from '../source/contract.ts';
import type { Kept, Row } from '../target/contract.ts';
import { spellingOfMysql, spellingOfPostgres } from '../target/spelling.ts';
import { type Facts, factsOf, observed } from './content.ts';
import type { ContentRules } from './content-rules.ts';
import { locate } from './path.ts';
import type { FileStore } from './store.ts';

/** Contents on their way at once. */
const AT_ONCE = 3;

const NO_CONTENT = new Misfit('no_content');

type Opened = () => AsyncIterable<Buffer>;

/** Contents first, then their rows: one that is cut off leaves contents that nobody knows, which the next run writes again. */
export async function copyFiles(
  context: Context,
  mapping: Mapping,
  compiled: Compiled,
  rules: ContentRules,
  own: KeySet,
  folder: string | undefined,
): Promise<void> {
  const { source, dry, files, progress, signal } = context;
  const counts = context.counts.get(mapping.name) as Counts;
  const { target, again, empty } = targetOf(context, serviceOf(mapping));
  const store = files.get(serviceOf(mapping)) as FileStore;
  const spelling = target.engine === 'postgres' ? spellingOfPostgres : spellingOfMysql;
  const [separator, text, number] = [target.engine === 'postgres' ? '\t' : ',', spelling('text'), spelling('bigint')];
  if (!dry) await target.forget(mapping.name);

  for await (const batch of source.rows(compiled.select)) {
    for (let at = 0; at < batch.length; at += 100) await chunk(batch.slice(at, at + 100));
  }

  async function chunk(all: readonly Cells[]): Promise<void> {
    signal.throwIfAborted();
    const kept: Kept[] = [];
    const waiting: { row: Row; cells: Cells; open: Opened }[] = [];
    for (const cells of all) {
      const outcome = compiled.row(cells);
      const content = await open(cells);
      if ('row' in outcome && !(content instanceof Misfit)) waiting.push({ row: outcome.row, cells, open: content });
      else kept.push(refuse(outcome, content, cells));
    }
    const standing = empty.has('files')
      ? new Map()
      : await target.standing(
          compiled.table,
          waiting.map(({ row }) => row.id),
        );
    const rows: Row[] = [];
    const worker = async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) rows.push(await take(next));
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));

    const compared = compare(rows, standing, again);
    const { inserts, updates } = compared;
    const chunkOf = { mapping: mapping.name, inserts, updates, kept, again };
    const refused = dry ? NOTHING : await writeChunk(target, compiled.table, chunkOf);
    for (const { why } of kept)
      for (const code of new Set(why.map((each) => each.code))) counts.reasons[code] = (counts.reasons[code] ?? 0) + 1;
    account(counts, compared, kept, refused, own);
    progress.add(all.length);

    /** A content that stands there already is only looked at. */
    async function take({ row, cells, open: opened }: (typeof waiting)[number]): Promise<Row> {
      const declared = rules.type(cells);
      const type = typeof declared === 'string' ? declared : 'application/octet-stream';
      const whole = (facts: Facts): Row => ({ ...row, rest: [row.rest, ...spelled(facts)].join(separator) });
      const found = standing.get(row.id);
      if (dry || found) {
        const looked = whole(await factsOf(opened(), store, type));
        const isThere = found?.rest === looked.rest && (await store.storage.stat(row.id)) !== undefined;
        if (dry || isThere || (found && found.version > (found.written ?? row.version))) return looked;
      }
      let facts: Facts | undefined;
      await store.storage.put(
        row.id,
        observed(opened(), store, type, (told) => {
          facts = told;
        }),
      );
      return whole(facts as Facts);
    }
  }

  function spelled({ contentType, size, sha256 }: Facts): string[] {
    return [text(contentType), number(String(size)), text(sha256)];
  }

  async function open(cells: Cells): Promise<Opened | Misfit> {
    if (rules.hasBytes(cells)) return () => source.bytes(rules.piece(cells));
    const path = rules.path?.(cells) ?? null;
    if (path === null || path === '') return NO_CONTENT;
    if (path instanceof Misfit) return path;
    const place = await locate(folder ?? '', path);
    return typeof place === 'string' ? () => createReadStream(place) as AsyncIterable<Buffer> : place;
  }

  function refuse(outcome: ReturnType<Compiled['row']>, content: Opened | Misfit, cells: Cells): Kept {
    const misfit = content instanceof Misfit ? [{ field: 'content', code: content.code, detail: content.detail }] : [];
    if ('kept' in outcome) return { ...outcome.kept, why: [...outcome.kept.why, ...misfit] };
    own.delete(outcome.row.key);
    return keptOf(outcome.row.key, misfit, compiled.selection.names, cells);
  }
}
