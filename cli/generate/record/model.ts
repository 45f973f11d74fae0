import { basename } from 'node:path';
import type { Fleet } from '../../config/model.ts';

/** The model that the code was generated from, without what differs from machine to machine. */
export function printModel(fleet: Fleet): string {
  return `${JSON.stringify({ ...fleet, root: '.', file: basename(fleet.file) }, null, 2)}\n`;
}

export function parseModel(text: string): Fleet {
  return JSON.parse(text) as Fleet;
}
