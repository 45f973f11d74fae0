import { useSignal } from '@preact/signals';
import type { TryResponse } from '../../../api.ts';
import { Command } from '../../parts/copy.tsx';
import type { Refused } from '../../wire/ask.ts';
import { session, tell } from '../../wire/session.ts';
import { AnswerView } from './answer.tsx';
import type { OpenApi, Operation, Parameter } from './openapi.ts';
import { draftOf, missingIn, requestOf } from './request.ts';

export function OperationView({ of: operation, api }: { of: Operation; api: OpenApi }) {
  const draft = useSignal(draftOf(api, operation));
  const sending = useSignal(false);
  const answer = useSignal<TryResponse | null>(null);
  const refused = useSignal<Refused | null>(null);
  const mayAct = session.value?.mayAct ?? false;
  const send = async (event: Event): Promise<void> => {
    event.preventDefault();
    sending.value = true;
    try {
      answer.value = await tell<TryResponse>('/api/try', requestOf(operation, draft.value));
      refused.value = null;
    } catch (error) {
      refused.value = error as Refused;
      answer.value = null;
    }
    sending.value = false;
  };
  const change = (name: string, value: string): void => {
    draft.value = { ...draft.value, values: { ...draft.value.values, [name]: value } };
  };
  const missing = missingIn(operation, draft.value);
  const { method, path, summary, description, parameters, body } = operation;
  return (
    <section class="panel call" aria-label={summary}>
      <header>
        <span class={`method ${method.toLowerCase()}`}>{method}</span>
        <h2 class="mono">{path}</h2>
      </header>
      <form onSubmit={send}>
        <p>{summary}</p>
        {description && description !== summary && <p class="muted">{description}</p>}
        {parameters.length > 0 && (
          <div class="parameters">
            {parameters.map((each) => (
              <Field
                key={`${each.in} ${each.name}`}
                of={each}
                value={draft.value.values[`${each.in} ${each.name}`] ?? ''}
                change={(value) => change(`${each.in} ${each.name}`, value)}
              />
            ))}
          </div>
        )}
        {body && (
          <label class="body">
            <span class="muted">Body, {draft.value.mediaType}</span>
            <textarea
              rows={Math.min(18, draft.value.body.split('\n').length + 1)}
              value={draft.value.body}
              spellcheck={false}
              onInput={({ currentTarget }) => {
                draft.value = { ...draft.value, body: currentTarget.value };
              }}
            />
          </label>
        )}
        <div class="send">
          <label class="field grow">
            <span>Scopes of the token</span>
            <input
              type="text"
              value={draft.value.scopes}
              placeholder="none: no token"
              spellcheck={false}
              onInput={({ currentTarget }) => {
                draft.value = { ...draft.value, scopes: currentTarget.value };
              }}
            />
          </label>
          <button type="submit" class="primary" disabled={sending.value || !mayAct || missing.length > 0}>
            {sending.value ? 'Sending …' : 'Send'}
          </button>
        </div>
        {missing.length > 0 && <p class="muted">Say {missing.join(', ')} first.</p>}
        {!mayAct && <p class="muted">Outside of development the dashboard only shows, and sends nothing.</p>}
      </form>
      {refused.value && (
        <div class="notice bad" role="alert">
          <span>{refused.value.message}</span>
          {refused.value.next && <Command text={refused.value.next} />}
        </div>
      )}
      {answer.value && <AnswerView of={answer.value} />}
    </section>
  );
}

interface FieldProps {
  readonly of: Parameter;
  readonly value: string;
  readonly change: (value: string) => void;
}

function Field({ of: { name, in: place, required, description, schema }, value, change }: FieldProps) {
  const options = schema?.enum;
  const id = `${place}-${name}`;
  return (
    <div class="parameter">
      <label class="mono" htmlFor={id}>
        {name}
        {required && <span class="bad"> *</span>}
        <span class="muted"> {place}</span>
      </label>
      {options ? (
        <select {...{ id, value }} onChange={({ currentTarget }) => change(currentTarget.value)}>
          <option value="" />
          {options.map((option) => (
            <option key={String(option)} value={String(option)}>
              {String(option)}
            </option>
          ))}
        </select>
      ) : (
        <input
          type="text"
          {...{ id, value }}
          spellcheck={false}
          autocomplete="off"
          onInput={({ currentTarget }) => change(currentTarget.value)}
        />
      )}
      {description && <span class="muted">{description}</span>}
    </div>
  );
}
