import { styleText } from 'node:util';
import { printable } from '../printable.ts';
import type { CloudEvent } from './fleet-code.ts';

/** An event in one line: time of day (UTC), type, subject with its version, id and correlation id. */
export function prettyEvent({ time, type, subject, sequence, id, correlationid }: CloudEvent): string {
  const paint = (colour: 'dim' | 'cyan', text: string) => styleText(colour, text, { stream: process.stdout });
  return [
    paint('dim', printable(time.slice(11, 23))),
    paint('cyan', printable(type)),
    `${printable(subject)} v${Number(sequence)}`,
    paint('dim', printable(`id=${id} correlationId=${correlationid}`)),
  ].join('  ');
}
