import { signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';

interface Question {
  readonly title: string;
  readonly text: string;
  readonly yes: string;
  readonly act: () => Promise<string>;
}

const asked = signal<Question | null>(null);
/** What came of what was done last; read aloud. */
export const outcome = signal<{ readonly text: string; readonly bad: boolean } | null>(null);

/** Asks before it does; what `act` returns is told, and so is what it throws. */
export function confirmed(question: Question): void {
  asked.value = question;
}

async function perform({ act }: Question): Promise<void> {
  asked.value = null;
  try {
    outcome.value = { text: await act(), bad: false };
  } catch (error) {
    outcome.value = { text: (error as Error).message, bad: true };
  }
}

export function Confirm() {
  const dialog = useRef<HTMLDialogElement>(null);
  const question = asked.value;
  useEffect(() => {
    if (question) dialog.current?.showModal();
    else dialog.current?.close();
  }, [question]);
  const close = (): void => {
    asked.value = null;
  };
  return (
    <dialog ref={dialog} onClose={close} aria-labelledby="question">
      {question && (
        <>
          <h2 id="question">{question.title}</h2>
          <p>{question.text}</p>
          <div class="buttons">
            <button type="button" onClick={close}>
              Cancel
            </button>
            <button type="button" class="primary" onClick={() => perform(question)}>
              {question.yes}
            </button>
          </div>
        </>
      )}
    </dialog>
  );
}

export function Outcome() {
  const told = outcome.value;
  useEffect(() => {
    if (!told || told.bad) return;
    const timer = setTimeout(() => {
      outcome.value = null;
    }, 6_000);
    return () => clearTimeout(timer);
  }, [told]);
  return (
    <div class="outcome" role="status" aria-live="polite">
      {told && (
        <div class={`notice ${told.bad ? 'bad' : 'good'}`}>
          <span>{told.text}</span>
          <button
            type="button"
            class="quiet"
            onClick={() => {
              outcome.value = null;
            }}
          >
            Close
          </button>
        </div>
      )}
    </div>
  );
}
