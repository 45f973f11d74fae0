import type { LogLine } from '../../contract.ts';

/** A line and when it was written, epoch milliseconds. */
export interface TimedLine extends LogLine {
  readonly time: number;
}

const TIME = /"time":"([^"]{20,30})"/;

/** When a line says it was written; one that says nothing, such as a part of a stack, belongs to the one `before` it. */
export function timeOf(text: string, before: number): number {
  const found = text.startsWith('{') ? TIME.exec(text.slice(0, 400))?.[1] : undefined;
  const time = found === undefined ? Number.NaN : Date.parse(found);
  return Number.isNaN(time) ? before : time;
}
