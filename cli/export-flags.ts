import { Flags } from './command.ts';
import type { ExportChange } from './export/files.ts';
import { table } from './table.ts';

/** Flags of exports that can be compared with what is there. */
export const exportFlags = {
  out: Flags.string({ description: 'the folder to write into', required: true, helpValue: 'DIR' }),
  force: Flags.boolean({ description: 'overwrite files there that somebody else wrote or edited' }),
  check: Flags.boolean({ description: 'write nothing; exit 1 and list what differs', exclusive: ['force'] }),
};

/** What an export has done with a folder, or would do. */
export function exportLines(
  { folder, files }: { readonly folder: string; readonly files: readonly ExportChange[] },
  check: boolean,
): string[] {
  const changed = files.filter(({ action }) => action !== 'unchanged');
  const rows = changed.map(({ path, action }) => [path, action]);
  if (changed.length === 0) return [`${folder}: up to date`];
  return [
    ...table(['FILE', check ? 'WOULD BE' : 'STATE'], rows),
    `${folder}: ${check ? `${changed.length} files differ` : `${changed.length} of ${files.length} files written`}`,
  ];
}
