import { signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { VIEWS } from '../route/views.ts';

const shown = signal(false);

export function showHelp(): void {
  shown.value = true;
}

const OTHERS = [
  ['/', 'Search'],
  ['↑ ↓', 'Move in a list (also k, j)'],
  ['Enter', 'Open what is in focus'],
  ['Esc', 'Close, or back'],
  ['c', 'Dark or light'],
  ['?', 'This help'],
] as const;

export function Help() {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (shown.value) dialog.current?.showModal();
    else dialog.current?.close();
  }, [shown.value]);
  const close = (): void => {
    shown.value = false;
  };
  return (
    <dialog ref={dialog} onClose={close} aria-labelledby="keys">
      <h2 id="keys">Keys</h2>
      <dl class="keys">
        {[...VIEWS.map(({ key, label }) => [key, label] as const), ...OTHERS].map(([key, does]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <div class="buttons">
        <button type="button" onClick={close}>
          Close
        </button>
      </div>
    </dialog>
  );
}
