export { contextMembers } from './context-members.ts';
export { type LogDestination, stdoutDestination, tapStdout } from './destination.ts';
export { createLineWriter, type LineWriter } from './line-writer.ts';
export { createLogger, LOG_LEVELS, type Logger, type LoggerOptions, type LogLevel, setLogLevel } from './logger.ts';
export { redactLine, redactText } from './redaction.ts';
