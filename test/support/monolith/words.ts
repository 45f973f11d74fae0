import { pick } from './random.ts';

const WORDS = 'algebra history café physics law music señal logic Übung optics rhetoric élan botany ethics'.split(' ');
const DAYS = Array.from({ length: 4_000 }, (_, day) => new Date(Date.UTC(2010, 0, 1 + day)).toISOString().slice(0, 10));

export function words(random: () => number, count: number): string {
  return Array.from({ length: count }, () => pick(random, WORDS)).join(' ');
}

/** Within some eleven years from 2010 on, to the second. */
export function moment(random: () => number): string {
  const second = Math.floor(random() * 86_400);
  return `${pick(random, DAYS)} ${two(second / 3_600)}:${two((second % 3_600) / 60)}:${two(second % 60)}`;
}

function two(value: number): string {
  return String(Math.floor(value)).padStart(2, '0');
}

/** A byte that no UTF-8 text has, as other programs leave it behind: é in latin1. */
export function badBytes(text: string): Buffer {
  return Buffer.from(`${text} caf\u{e9} noir`, 'latin1');
}
