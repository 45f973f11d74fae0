/** The broker's words where something of that name exists already, made in another way; undefined for other errors. */
export function driftOf(error: unknown): string | undefined {
  const { code, message = '' } = error as { readonly code?: number; readonly message?: string };
  const [, words] = /PRECONDITION_FAILED - (inequivalent arg .*?)"?$/.exec(message) ?? [];
  return code === PRECONDITION_FAILED ? words : undefined;
}

/** AMQP 0-9-1 reply code. */
const PRECONDITION_FAILED = 406;
