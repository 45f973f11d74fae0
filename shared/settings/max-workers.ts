/** Processes of one service: more than machines have processors to spare for one. */
export const MAX_WORKERS = 64;
