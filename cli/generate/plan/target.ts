/**
 * Targets name their variables as `__name__`, e.g. `services/__service__/src/__entity__.ts`:
 * a name that is legal on every file system and that no one gives a real file.
 */
const VARIABLE = /__([a-z]+)__/g;

export function variablesOf(target: string): readonly string[] {
  return [...target.matchAll(VARIABLE)].map((match) => match[1] as string);
}

/** Puts the values in; throws on a variable that has none. */
export function fillTarget(target: string, values: Readonly<Record<string, string>>): string {
  return target.replaceAll(VARIABLE, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`${target}: there is no path variable __${name}__`);
    return value;
  });
}
