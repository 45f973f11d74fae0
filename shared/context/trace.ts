import { randomBytes } from 'node:crypto';

/** A W3C traceparent taken apart (https://www.w3.org/TR/trace-context/#traceparent-header). */
export interface Traceparent {
  /** 32 lower-case hex digits, not all zero. */
  readonly traceId: string;
  /** 16 lower-case hex digits, not all zero. */
  readonly parentId: string;
  /** 2 lower-case hex digits; the lowest bit says `sampled`. */
  readonly flags: string;
}

const VERSION_00 = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})$/;
/** A later version may append members; the first four are read as those of version 00. */
const LATER = /^(?!00|ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(?:-|$)/;

/** Reads a traceparent header; undefined where it is absent or malformed, which starts a new trace. */
export function parseTraceparent(header: unknown): Traceparent | undefined {
  if (typeof header !== 'string') return undefined;
  const match = VERSION_00.exec(header) ?? LATER.exec(header);
  if (match === null) return undefined;
  const [, traceId, parentId, flags] = match as unknown as [string, string, string, string];
  return { traceId, parentId, flags };
}

/** The id of a trace that begins here. */
export function newTraceId(): string {
  return randomHex(16);
}

/** The traceparent of a new hop below `parent`: the same trace, a new span id. Without a parent a new trace begins, not sampled. */
export function nextTraceparent(parent?: Pick<Traceparent, 'traceId' | 'flags'>): string {
  return `00-${parent?.traceId ?? newTraceId()}-${randomHex(8)}-${parent?.flags ?? '00'}`;
}

/** The trace id inside a well-formed traceparent. */
export function traceIdOf(traceparent: string): string {
  return traceparent.slice(3, 35);
}

/** The span id inside a well-formed traceparent: of the hop that sends it. */
export function spanIdOf(traceparent: string): string {
  return traceparent.slice(36, 52);
}

/** Whether the hop that sends a well-formed traceparent is sampled. */
export function isSampled(traceparent: string): boolean {
  return (Number.parseInt(traceparent.slice(53, 55), 16) & 1) === 1;
}

/** The traceparent of something below a well-formed one, as much sampled as that. */
export function childOf(traceparent: string): string {
  return traceparent.slice(0, 36) + randomHex(8) + traceparent.slice(52, 55);
}

/** Flags that say `sampled` or do not; others stay as they are. */
export function withSampled(flags: string, sampled: boolean): string {
  const bits = Number.parseInt(flags, 16);
  return (sampled ? bits | 1 : bits & ~1).toString(16).padStart(2, '0');
}

const POOL = Buffer.alloc(4096);
let used = POOL.length;

/** From a pool, because one system call for each request would cost more than the rest of its context. */
function randomHex(bytes: number): string {
  if (used + bytes > POOL.length) {
    randomBytes(POOL.length).copy(POOL);
    used = 0;
  }
  used += bytes;
  return POOL.toString('hex', used - bytes, used);
}
