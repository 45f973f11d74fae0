import { isUtf8 } from 'node:buffer';
import type { FastifyInstance } from 'fastify';
import { Problem } from '../../errors/index.ts';
import { nestsDeeperThan } from './depth.ts';
import { inexactNumbers } from './inexact-numbers.ts';
import { unstorableTexts } from './unstorable-text.ts';

const MAX_DEPTH = 64;

/**
 * Reads a JSON body as strictly as it is stored.
 * @param parse turns the text into a value and refuses keys that would reach a prototype
 * @throws Problem `malformed_json` or, for texts and numbers that cannot be kept, `validation_failed`
 */
export function parseJsonBody(body: Buffer, parse: (text: string) => unknown): unknown {
  if (body.length === 0) throw malformed('The body is empty.');
  if (!isUtf8(body)) throw malformed('The body is not UTF-8.');
  const text = body.toString('utf8');
  if (nestsDeeperThan(MAX_DEPTH, text)) throw malformed(`The body nests deeper than ${MAX_DEPTH} levels.`);
  const value = parseText(text, parse);
  const errors = [...unstorableTexts(text, value), ...inexactNumbers(text)];
  if (errors.length > 0) throw new Problem('validation_failed', { errors });
  return value;
}

/** Fastify's own parser, which refuses keys that would reach a prototype. */
export function strictParser(app: FastifyInstance): (text: string) => unknown {
  const parse = app.getDefaultJsonParser('error', 'error');
  return (text) => {
    let result: unknown;
    // It calls back before it returns.
    parse(undefined as never, text, (error, value) => {
      if (error) throw error;
      result = value;
    });
    return result;
  };
}

function parseText(text: string, parse: (text: string) => unknown): unknown {
  try {
    return parse(text);
  } catch (cause) {
    // The parser's own message quotes the body: it stays in the log.
    throw new Problem('malformed_json', { cause });
  }
}

function malformed(detail: string): Problem {
  return new Problem('malformed_json', { detail });
}
