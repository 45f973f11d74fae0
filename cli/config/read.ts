import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import type { FindingCode } from './codes.ts';

/** 50 services of 20 entities take less than half of it. */
const MAX_BYTES = 1024 * 1024;

export type ReadResult = { readonly text: string } | { readonly code: FindingCode; readonly message: string };

/** The file's text; what is not text is refused before anything looks into it. */
export function readConfig(file: string): ReadResult {
  let descriptor: number;
  try {
    // Without waiting for a writer, should somebody name a pipe.
    descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    return refusal(error as NodeJS.ErrnoException, file);
  }
  try {
    const stat = fstatSync(descriptor);
    if (!stat.isFile()) {
      return { code: 'not_a_file', message: stat.isDirectory() ? 'this is a folder' : 'this is no regular file' };
    }
    if (stat.size > MAX_BYTES) {
      return { code: 'file_too_large', message: `the file has ${stat.size} bytes; ${MAX_BYTES} is the limit` };
    }
    return decode(readFileSync(descriptor));
  } finally {
    closeSync(descriptor);
  }
}

function decode(bytes: Buffer): ReadResult {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return { code: 'not_text', message: 'the file is not encoded as UTF-8' };
  }
}

function refusal({ code, message }: NodeJS.ErrnoException, file: string): ReadResult {
  if (code === 'ENOENT') return { code: 'file_missing', message: `There is no ${file}` };
  if (code === 'ENOTDIR')
    return { code: 'file_missing', message: `There is no ${file}: a part of the path is no folder` };
  if (code === 'EACCES' || code === 'EPERM') return { code: 'file_unreadable', message: 'permission denied' };
  return { code: 'file_unreadable', message };
}
