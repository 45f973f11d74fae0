import { printKey } from '../../format/literal.ts';

/** `{{key name}}: …`: the name of a property, in quotes only where it needs them. */
export function keyHelper(name: string): string {
  return printKey(name);
}
