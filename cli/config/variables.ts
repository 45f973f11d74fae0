import type { TextMistake } from './parse.ts';
import type { ScalarNode, Tree } from './tree.ts';

export type Variables = Readonly<Record<string, string | undefined>>;

/** Three things that begin with `${` or lead up to it: `$${`, a whole variable, anything else. */
const VARIABLE = /\$\$\{|\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}|\$\{[^}]{0,40}\}?/g;

/**
 * Puts the environment's values where the config asks for them: `${NAME}`, or `${NAME:-default}` where the variable
 * is unset or empty; `$${` stands for `${`. Values are text here, the schema decides whether they are read as numbers.
 */
export function substitute(tree: Tree, variables: Variables): { tree: Tree; mistakes: TextMistake[] } {
  const mistakes: TextMistake[] = [];
  return { tree: replaceScalars(tree, (scalar) => resolve(scalar, variables, mistakes)), mistakes };
}

function replaceScalars(tree: Tree, replace: (scalar: ScalarNode) => ScalarNode): Tree {
  if (tree.kind === 'scalar') return replace(tree);
  if (tree.kind === 'list') return { ...tree, items: tree.items.map((item) => replaceScalars(item, replace)) };
  const entries = new Map(tree.entries);
  for (const [key, entry] of entries) entries.set(key, { ...entry, value: replaceScalars(entry.value, replace) });
  return { ...tree, entries };
}

function resolve(scalar: ScalarNode, variables: Variables, mistakes: TextMistake[]): ScalarNode {
  if (typeof scalar.value !== 'string' || !scalar.value.includes('${')) return scalar;
  const before = mistakes.length;
  const value = scalar.value.replace(VARIABLE, (all: string, name?: string, otherwise?: string) => {
    if (all === '$${') return '${';
    if (name === undefined) {
      mistakes.push({
        ...scalar.at,
        code: 'bad_variable',
        message: `\`${all}\` is no variable`,
        suggestion: `$${all}`,
      });
      return '';
    }
    const found = Object.hasOwn(variables, name) ? variables[name] : undefined;
    if (otherwise !== undefined) return found || otherwise;
    if (found === undefined) {
      const message = `the environment variable ${name} is not set, and the config gives no default`;
      mistakes.push({ ...scalar.at, code: 'missing_variable', message, suggestion: `\${${name}:-…}` });
    }
    return found ?? '';
  });
  const unresolved = mistakes.length > before ? { unresolved: true as const } : {};
  return { ...scalar, value, written: scalar.value, ...unresolved };
}
