import type { LogLine } from '../../contract.ts';

/** A line's text and when it was written: ISO 8601 in UTC with milliseconds, which sorts as text. */
export interface TimedText {
  readonly text: string;
  readonly time: string;
}

export interface TimedLine extends LogLine, TimedText {}

const TIME = /"time":"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)"/;
/** It stands at the beginning of a line, behind its level. */
const HEAD = 400;

/** When a line says it was written; one that says nothing, such as a part of a stack, belongs to the one before it. */
export function timeOf(text: string): string | undefined {
  return text.startsWith('{') ? TIME.exec(text.slice(0, HEAD))?.[1] : undefined;
}
