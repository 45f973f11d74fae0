import type { Colour } from '../../narrators/paint.ts';
import { printable } from '../../printable.ts';
import { partsOf } from '../log-parts.ts';
import type { LogRecord } from '../log-record.ts';
import { barOf, type Stretch, stretchOf } from './bar.ts';
import { labelOf, timeText } from './label.ts';
import { isOwnLine, isTrouble, linesByNode } from './lines-of.ts';
import type { TraceNode } from './node.ts';
import { allOf } from './summary.ts';

export interface TraceTextOptions {
  /** Columns of the terminal; undefined: it is for a file or a pipe, which get no bars and no colours. */
  readonly columns?: number | undefined;
  readonly paint: (colour: Colour, text: string) => string;
  /** All lines below their nodes, rather than warnings and errors alone. */
  readonly allLines: boolean;
}

interface Row {
  readonly node: TraceNode;
  /** What stands before the node, and before what is below it. */
  readonly branch: string;
  readonly below: string;
  readonly root: Stretch;
}

const GAP = '  ';
const SMALLEST_BAR = 12;
const LARGEST_BAR = 60;

/** A trace as people read it: a tree with services, offsets from its root, durations and bars, and below each node what was logged. */
export function traceText(
  roots: readonly TraceNode[],
  records: readonly LogRecord[],
  options: TraceTextOptions,
): string[] {
  const { paint, allLines, columns } = options;
  const rows = roots.flatMap((node) => rowsOf(node, '', '', stretchOf(node)));
  const lines = linesByNode(records, new Set(allOf(roots).map(({ id }) => id)));
  const told = (id: string, indent: string) => toldOf(lines.get(id) ?? [], allLines).map((line) => indent + line);

  const cells = rows.map(({ node, branch, root }) => ({
    head: branch + labelOf(node),
    service: printable(node.service),
    offset: node.startedAt === root.startedAt ? node.startedAt.slice(11, 23) : offsetText(node, root),
    took: node.kind === 'producer' && node.durationMs === 0 ? '' : timeText(node.durationMs),
  }));
  const [service, offset, took, longest] = (['service', 'offset', 'took', 'head'] as const).map((name) =>
    // There may be more than a call takes arguments.
    cells.reduce((most, cell) => Math.max(most, cell[name].length), 0),
  ) as [number, number, number, number];
  const fixed = service + offset + took + 3 * GAP.length;
  const head =
    columns === undefined ? longest : Math.min(longest, Math.max(20, columns - fixed - GAP.length - SMALLEST_BAR));
  const bar = columns === undefined ? 0 : Math.min(LARGEST_BAR, columns - fixed - head - GAP.length);

  return rows
    .flatMap(({ node, below, root }, index) => {
      const cell = cells[index] as (typeof cells)[number];
      const failed = node.status === 'error';
      const line = [
        failed ? paint('red', cut(cell.head, head)) : cut(cell.head, head),
        paint('cyan', cell.service.padEnd(service)),
        paint('dim', cell.offset.padStart(offset)),
        cell.took.padStart(took),
        ...(bar < SMALLEST_BAR ? [] : [paint(failed ? 'red' : 'green', barOf(node, root, bar))]),
      ].join(GAP);
      return [line.trimEnd(), ...told(node.id, `${below}  `)];
    })
    .concat(told('', ''));
}

function rowsOf(node: TraceNode, branch: string, below: string, root: Stretch): Row[] {
  const rows: Row[] = [];
  const left: Row[] = [{ node, branch, below, root }];
  for (let row = left.pop(); row; row = left.pop()) {
    const { children } = row.node;
    rows.push({ ...row, below: row.below + (children.length > 0 ? '│' : ' ') });
    for (let index = children.length - 1; index >= 0; index--) {
      const isLast = index === children.length - 1;
      left.push({
        node: children[index] as TraceNode,
        branch: `${row.below}${isLast ? '└─ ' : '├─ '}`,
        below: `${row.below}${isLast ? '   ' : '│  '}`,
        root,
      });
    }
  }
  return rows;
}

function offsetText({ startedAt }: TraceNode, root: Stretch): string {
  const ms = Date.parse(startedAt) - Date.parse(root.startedAt);
  return ms < 0 ? `-${timeText(-ms)}` : `+${timeText(ms)}`;
}

function cut(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, width - 1)}…` : text.padEnd(width);
}

function toldOf(records: readonly LogRecord[], all: boolean): string[] {
  return records
    .filter((record) => (isOwnLine(record) ? record.err !== undefined : all || isTrouble(record)))
    .flatMap((record) => {
      const { correlationId: _known, ...rest } = record;
      const { level, msg, facts, stack } = partsOf(rest as LogRecord);
      const reason = stack[0]?.trim();
      const line = `${level} ${msg}${reason === undefined ? '' : `: ${reason}`}`;
      return all ? [`${line} ${facts}`.trimEnd(), ...stack.slice(1)] : [line];
    });
}
