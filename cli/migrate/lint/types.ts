import type { Type } from './change.ts';

const same = (a: readonly string[], b: readonly string[]) => a.join() === b.join();
const numberAt = (type: Type, index: number, otherwise: number) => Number(type.args[index] ?? otherwise);

/** Whether PostgreSQL changes its catalogue alone. */
export function isQuickOnPostgres(from: Type, to: Type): boolean {
  if (from.name === to.name) {
    if (same(from.args, to.args)) return true;
    if (from.name === 'numeric') return isWiderNumber(from, to);
    // No length is any length; fewer digits of a second are rounded to.
    const grows = ['varchar', 'varbit', 'timestamp', 'timestamptz', 'time', 'timetz'].includes(from.name);
    return grows && numberAt(to, 0, Number.POSITIVE_INFINITY) >= numberAt(from, 0, Number.POSITIVE_INFINITY);
  }
  return (
    (from.name === 'varchar' && to.name === 'text') ||
    (from.name === 'text' && to.name === 'varchar' && to.args.length === 0) ||
    (from.name === 'cidr' && to.name === 'inet')
  );
}

function isWiderNumber(from: Type, to: Type): boolean {
  if (to.args.length === 0) return true;
  const isSameScale = numberAt(from, 1, 0) === numberAt(to, 1, 0);
  return from.args.length > 0 && isSameScale && numberAt(to, 0, 0) >= numberAt(from, 0, 0);
}

/** Bytes of a character; utf8mb4 is what Aurora's databases have. */
const WIDTHS: Readonly<Record<string, number>> = { latin1: 1, ascii: 1, binary: 1, utf8mb3: 3, utf8: 3 };

/** Whether MySQL changes its dictionary alone; MariaDB does so for a few more. */
export function isQuickOnMysql(from: Type, to: Type): boolean {
  if (from.name !== to.name || (from.unsigned ?? false) !== (to.unsigned ?? false)) return false;
  if ((from.charset ?? 'utf8mb4') !== (to.charset ?? 'utf8mb4')) return false;
  // The number beside an integer is how wide it is shown.
  if (same(from.args, to.args) || from.name.endsWith('int')) return true;
  if (from.name === 'enum' || from.name === 'set') {
    const isAppended = same(from.args, to.args.slice(0, from.args.length));
    return isAppended && sizeOf(from) === sizeOf(to);
  }
  if (from.name !== 'varchar') return false;
  const width = WIDTHS[to.charset ?? ''] ?? 4;
  const [before, after] = [numberAt(from, 0, 0) * width, numberAt(to, 0, 0) * width];
  return after >= before && before > 255 === after > 255;
}

/** Bytes that a value takes. */
function sizeOf({ name, args }: Type): number {
  if (name === 'enum') return args.length > 255 ? 2 : 1;
  return [1, 2, 3, 4].find((bytes) => args.length <= bytes * 8) ?? 8;
}
