import { Misfit } from '../fit/misfit.ts';
import { composite } from '../identity.ts';
import type { KeySet } from '../keys/key-set.ts';
import type { FieldMapping } from '../mapping/contract.ts';
import { compileOrigin, type Value } from '../transform/compile-value.ts';
import type { Step } from '../transform/step.ts';
import type { Selection } from './selection.ts';

const ORPHAN = new Misfit('orphan');
/** Only some of a key's columns have a value. */
const PARTLY = new Misfit('orphan', 'a reference of which a part is missing');

/** The old key that a reference holds, as its target has it. */
export function compileKey(mapping: FieldMapping, selection: Selection, steps: readonly Step[], keys: KeySet): Value {
  const parts = (mapping.columns ?? [mapping.column]).map((name) =>
    compileOrigin(name === undefined ? mapping : { column: name, ...encodingOf(mapping) }, selection, true),
  );
  const normalOf = (key: string) => {
    const normal = keys.normal(key);
    return normal instanceof Misfit ? ORPHAN : normal;
  };
  const [only] = parts;
  if (only && parts.length === 1) {
    return (cells) => {
      let text = only(cells);
      for (let at = 0; at < steps.length && typeof text === 'string'; at++) text = (steps[at] as Step)(text);
      if (text === null) return mapping.default ?? null;
      return text instanceof Misfit ? text : normalOf(text);
    };
  }
  return (cells) => {
    const texts: string[] = [];
    for (const part of parts) {
      let text = part(cells);
      for (let at = 0; at < steps.length && typeof text === 'string'; at++) text = (steps[at] as Step)(text);
      if (text instanceof Misfit) return text;
      if (text !== null) texts.push(text);
    }
    if (texts.length === 0) return mapping.default ?? null;
    if (texts.length < parts.length) return PARTLY;
    return normalOf(composite(texts));
  };
}

/** What a reference leads to. */
export interface Referred {
  readonly keys: KeySet;
  /** Whether one that leads nowhere becomes null. */
  readonly nullify: boolean;
  readonly onKey: (key: string, id: string) => void;
  readonly onNull: () => void;
}

/** The id that a reference becomes: of a row that was migrated. */
export function compileReference(key: Value, { keys, nullify, onKey, onNull }: Referred): Value {
  return (cells) => {
    const old = key(cells);
    if (old === null) return null;
    if (typeof old === 'string' && keys.has(old)) {
      const id = keys.idOf(old);
      onKey(old, id);
      return id;
    }
    if (nullify && (typeof old === 'string' || old.code === 'orphan')) {
      onNull();
      return null;
    }
    return typeof old === 'string' ? ORPHAN : old;
  };
}

const encodingOf = ({ encoding }: FieldMapping) => (encoding === undefined ? {} : { encoding });
