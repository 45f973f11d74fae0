import { append, insert } from '../text/insert.ts';
import type { Addition, Config } from './addition.ts';

/** Shared enums; one that is there gets further values. */
export function addEnum({ source, outline }: Config, name: string, values: readonly string[]): Addition {
  const splices =
    outline.enums?.[name] === undefined
      ? insert(source, ['enums'], { [name]: values }, true)
      : append(source, ['enums', name], values);
  return { splices, what: `${values.join(', ')} to the enum ${name}` };
}
