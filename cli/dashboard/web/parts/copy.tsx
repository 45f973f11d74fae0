import { useSignal } from '@preact/signals';

/** A command, and a button that takes it along. */
export function Command({ text }: { text: string }) {
  return (
    <span class="command">
      <code>{text}</code>
      <Copy text={text} />
    </span>
  );
}

export function Copy({ text }: { text: string }) {
  const done = useSignal(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text);
    done.value = true;
    setTimeout(() => {
      done.value = false;
    }, 1_500);
  };
  return (
    <button type="button" class="quiet" aria-label={`Copy ${text}`} onClick={copy}>
      {done.value ? 'Copied' : 'Copy'}
    </button>
  );
}
