import { Misfit } from '../fit/misfit.ts';
import type { Cell } from '../source/contract.ts';
import { Malformed } from '../source/contract.ts';

/** From what a column gives to a text. */
export type Decode = (cell: Cell) => string | null | Misfit;

const ENCODING = new Misfit('encoding');

/** @param encoding of what is no UTF-8; absent: such a row does not fit */
export function decoder(encoding: string | undefined): Decode {
  const decode = encoding === undefined || encoding === 'utf-8' ? undefined : new TextDecoder(encoding);
  return (cell) => {
    if (!(cell instanceof Malformed)) return cell;
    return decode ? decode.decode(cell.bytes) : ENCODING;
  };
}

/** Of a column of bytes, which are selected as hexadecimal digits. */
export function decoderOfBytes(encoding: string | undefined): Decode {
  const decode = new TextDecoder(encoding ?? 'utf-8', { fatal: true });
  return (cell) => {
    if (typeof cell !== 'string') return null;
    try {
      return decode.decode(Buffer.from(cell, 'hex'));
    } catch {
      return ENCODING; // it is no such text: that is the answer
    }
  };
}
