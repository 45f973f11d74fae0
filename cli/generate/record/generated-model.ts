import type { Fleet } from '../../config/model.ts';
import { openTree } from '../tree.ts';
import { readRecord } from './read.ts';

/** The model that the code and the migrations were generated from; null before anything was. */
export function generatedModel(root: string): Fleet | null {
  return readRecord(openTree(root)).model;
}
