import { useEffect, useRef } from 'preact/hooks';
import { isWanted } from '../keys/search.ts';
import { route, setQuery } from '../route/route.ts';
import { snapshot } from '../wire/live.ts';

/** Fields that stand in the URL, so that what was looked for can be sent to somebody. */
export function TextFilter({ name, label, search = false }: { name: string; label: string; search?: boolean }) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (search && isWanted()) field.current?.select();
  }, [search]);
  return (
    <label class="field">
      <span>{label}</span>
      <input
        ref={field}
        type="search"
        data-search={search || undefined}
        value={route.value.query[name] ?? ''}
        onChange={({ currentTarget }) => setQuery({ [name]: currentTarget.value })}
        autocomplete="off"
        spellcheck={false}
      />
    </label>
  );
}

interface Choice {
  readonly name: string;
  readonly label: string;
  /** The first is taken where nothing is said. */
  readonly options: readonly (readonly [value: string, label: string])[];
}

export function ChoiceFilter({ name, label, options }: Choice) {
  return (
    <label class="field">
      <span>{label}</span>
      <select
        value={route.value.query[name] ?? options[0]?.[0]}
        onChange={({ currentTarget }) => setQuery({ [name]: currentTarget.value })}
      >
        {options.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

export function ServiceFilter() {
  const names = snapshot.value?.services.map(({ name }) => name) ?? [];
  return (
    <ChoiceFilter
      name="service"
      label="Service"
      options={[['', 'all'], ...names.map((name) => [name, name] as const)]}
    />
  );
}
